"""``{% component %}``, ``{% componentblock %}`` and the formatting filters; a template builtin."""

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, Variable
from django.template.context import Context

from concierta.web.kit import charts, formats, marks, spanish
from concierta.web.kit.registry import Component, component

register = template.Library()


class ComponentNode(Node):
    """Constant props are resolved when the page is compiled; only the rest cost at render."""

    child_nodelists = ("nodelist",)

    def __init__(
        self, found: Component, props: dict[str, FilterExpression], target: str, nodelist: NodeList | None
    ) -> None:
        self.component = found
        self.target = target
        self.nodelist = nodelist or NodeList()
        self.is_block = nodelist is not None
        self.constants = dict(found.defaults)
        self.dynamic: list[tuple[str, FilterExpression]] = []
        for name, expression in props.items():
            if isinstance(expression.var, Variable) or expression.filters:
                self.dynamic.append((name, expression))
            else:
                self.constants[name] = expression.var

    def render(self, context: Context) -> str:
        values: dict[str, object] = self.constants.copy()
        for name, expression in self.dynamic:
            values[name] = expression.resolve(context)
        if self.is_block:
            values["slot"] = self.nodelist.render(context)
        html = self.component.render(values)
        if self.target:
            context[self.target] = html
            return ""
        return html


def _parse(parser: Parser, token: Token, *, end: str | None) -> ComponentNode:
    tag, *bits = token.split_contents()
    if not bits or bits[0][0] not in "\"'" or bits[0][0] != bits[0][-1]:
        raise template.TemplateSyntaxError(f"{{% {tag} %}} needs a component's name in quotes first.")
    name = bits.pop(0)[1:-1]
    target = ""
    if len(bits) >= 2 and bits[-2] == "as":
        target = bits[-1]
        bits = bits[:-2]
    found = component(name)
    props: dict[str, FilterExpression] = {}
    for bit in bits:
        prop, equals, value = bit.partition("=")
        if not equals or not value:
            raise template.TemplateSyntaxError(f"Component '{name}': write prop=value, not '{bit}'.")
        if prop in props:
            raise template.TemplateSyntaxError(f"Component '{name}': {prop} is given twice.")
        props[prop] = parser.compile_filter(value)
    nodelist = None
    given = set(props)
    if end is not None:
        if "slot" in given:
            raise template.TemplateSyntaxError(f"Component '{name}': the block is its slot.")
        given.add("slot")
        nodelist = parser.parse((end,))
        parser.delete_first_token()
    found.check(given)
    return ComponentNode(found, props, target, nodelist)


@register.tag("component")
def component_tag(parser: Parser, token: Token) -> ComponentNode:
    """``{% component "state-badge" state=report.state %}``, optionally ``… as badge %}``."""
    return _parse(parser, token, end=None)


@register.tag("componentblock")
def componentblock_tag(parser: Parser, token: Token) -> ComponentNode:
    """``{% componentblock "alert" title="…" %}…{% endcomponentblock %}``; the inside is ``slot``."""
    return _parse(parser, token, end="endcomponentblock")


for _name in (
    "number",
    "decimal",
    "percent",
    "percent_down",
    "percentage_points",
    "pesos",
    "pesos_exact",
    "money",
    "long_date",
    "short_date",
    "date_time",
    "period",
    "due",
):
    register.filter(_name, getattr(formats, _name))

register.filter("in_spanish", spanish.in_spanish)
register.simple_tag(spanish.spanish, name="spanish")
register.filter("state_word", marks.state_word)
register.filter("state_mark", marks.state_mark)
register.filter("state_of_report", marks.state_of_report)
register.filter("band_word", marks.band_word)
register.simple_tag(charts.achievement_bar, name="achievement_bar")
register.simple_tag(charts.legend, name="state_legend")
