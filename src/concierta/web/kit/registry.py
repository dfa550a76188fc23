"""Components found on disk, compiled once, checked when a page is compiled.

A component is a folder ``<name>/`` with ``template.html`` and, optionally, ``style.css``. The first
line of the template declares its props: ``{# props: href label kind="primary" #}``. A prop without a
default is required; ``slot`` is the prop that ``{% componentblock %}`` fills. Indentation and line
breaks of the template are dropped: a space that must show stands inside a line.
"""

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.template import Context, Engine, Template, TemplateSyntaxError
from django.utils.safestring import SafeString

from concierta.web.kit.wrapping import unwrapped

ROOT = Path(__file__).parent
REQUIRED = object()

_DECLARATION = re.compile(r"\A\{#\s*props:(?P<props>.*?)#\}\n?")
_PROP = re.compile(r"""(?P<name>[a-z_]\w*)(?:=(?P<default>"[^"]*"|\[\]|\(\)|[\w.-]+))?(?:\s+|\Z)""")


@dataclass(frozen=True, slots=True)
class Component:
    """``defaults`` maps each prop to its default, or to ``REQUIRED``."""

    name: str
    defaults: dict[str, object]
    template: Template

    def check(self, given: set[str]) -> None:
        """Refuse a prop nobody declared, and the absence of one that has no default."""
        unknown = sorted(given - self.defaults.keys())
        if unknown:
            known = ", ".join(self.defaults) or "none"
            raise TemplateSyntaxError(f"Component '{self.name}' has no prop {', '.join(unknown)}. Its props: {known}.")
        missing = [prop for prop, default in self.defaults.items() if default is REQUIRED and prop not in given]
        if missing:
            raise TemplateSyntaxError(f"Component '{self.name}' needs {', '.join(missing)}.")

    def render(self, values: dict[str, object]) -> SafeString:
        """``values`` holds every prop. The page's own context is not visible inside."""
        # Template.render would push state we throw away and signal every call under test.
        context = Context(values)
        context.template = context.render_context.template = self.template
        return self.template.nodelist.render(context)


@cache
def engine() -> Engine:
    """Separate from the pages' engine, so a component means the same wherever it is used."""
    return Engine(
        builtins=["django.templatetags.i18n", "concierta.web.kit.templatetags.components"],
    )


@cache
def component(name: str) -> Component:
    """Raises ``TemplateSyntaxError`` for an unknown name or a malformed declaration."""
    path = ROOT / name / "template.html"
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name) or not path.is_file():
        raise TemplateSyntaxError(f"There is no component '{name}'. There are: {', '.join(names())}.")
    source = path.read_text(encoding="utf-8")
    declaration = _DECLARATION.match(source)
    if declaration is None:
        raise TemplateSyntaxError(f"Component '{name}' does not declare its props on its first line.")
    defaults = parse_props(declaration["props"])
    # Lines are for whoever edits the file; a line break is never content, so pages carry none.
    body = "".join(line.strip() for line in unwrapped(source[declaration.end() :]).split("\n"))
    template = Template(body, engine=engine(), name=f"components/{name}")
    return Component(name=name, defaults=defaults, template=template)


def names() -> list[str]:
    """Every component there is, in alphabetical order."""
    return sorted(path.parent.name for path in ROOT.glob("*/template.html"))


def parse_props(declaration: str) -> dict[str, object]:
    """``'state label=""'`` → ``{"state": REQUIRED, "label": ""}``."""
    text = declaration.strip()
    defaults: dict[str, object] = {}
    position = 0
    while position < len(text):
        prop = _PROP.match(text, position)
        if prop is None:
            raise TemplateSyntaxError(f"Cannot read the props after '{text[:position]}': {text[position:]}")
        default = prop["default"]
        defaults[prop["name"]] = REQUIRED if default is None else ast.literal_eval(default)
        position = prop.end()
    return defaults


def render_component(name: str, /, **props: object) -> SafeString:
    """The same as ``{% component %}``, for presenters that build a cell of a table."""
    found = component(name)
    found.check(set(props))
    return found.render({**found.defaults, **props})
