"""The money at every tier of the plan: each part with the sum of its own, and what is outside the plan."""

from collections.abc import Iterator
from fractions import Fraction
from functools import partial

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from concierta.engines.finance import NOTHING
from concierta.web.kit import formats
from concierta.web.portal import names
from concierta.web.portal.budgets.breakdown import Breakdown, Line
from concierta.web.portal.corte import Corte, Told
from concierta.web.portal.portal import Portal


def finding(corte: Corte, told: Told) -> str:
    """Which of the widest parts of the plan has the most of what was appropriated in the last year."""
    year, sums = told.years[-1], told.by_node()
    whole = told.total(year).final
    finals = {
        node.node: final for node in corte.children.get("", []) if (final := sums.get((node.node, year), NOTHING).final)
    }
    if not finals or not whole:
        return gettext("Nadie dice qué parte del plan tiene el dinero de %(year)s") % {"year": year}
    most = max(finals, key=lambda node: finals[node])
    return gettext("«%(part)s» tiene el %(share)s de lo apropiado en %(year)s: %(final)s de %(whole)s") % {
        "part": names.shortened(names.name_of(corte.nodes[most]), 80),
        "share": formats.percent(Fraction(finals[most], whole)),
        "year": year,
        "final": formats.pesos(finals[most]),
        "whole": formats.pesos(whole),
    }


def lines(corte: Corte, told: Told) -> list[Line]:
    """Everything; each part that has money, followed by its own; and what is outside the plan."""
    nodes = told.by_node()
    found = [Line(told.whole(), "", lambda portal: format_html("<b>{}</b>", gettext("Todo el dinero")))]
    found += [Line(nodes, node, partial(_label, node)) for node in in_order(corte, "") if (node, None) in nodes]
    if told.outside_plan():
        found.append(Line(told.outside_plan(), "", partial(_outside, told)))
    return found


def in_order(corte: Corte, parent: str) -> Iterator[str]:
    for child in corte.children.get(parent, []):
        yield child.node
        yield from in_order(corte, child.node)


def _label(node: str, portal: Portal) -> SafeString:
    record = portal.corte.nodes[node]
    return format_html(
        '<div class="p-deep-{}">{}<br><span class="small quiet">{} {}</span></div>',
        record.depth,
        portal.node_link(node),
        names.name_of(portal.corte.tiers[record.tier], "singular"),
        record.code,
    )


def _outside(told: Told, portal: Portal) -> SafeString:
    count = len({leaf.code for leaf in told.leaves if not leaf.project})
    return format_html(
        '{}<br><span class="small quiet">{}</span>',
        gettext("Fuera del plan"),
        ngettext("%(n)s proyecto que el plan no tiene", "%(n)s proyectos que el plan no tiene", count)
        % {"n": formats.number(count)},
    )


def _without(corte: Corte, told: Told) -> str:
    """The parts that nobody put money in: no data, which is not zero."""
    count = len(set(corte.nodes) - {key for key, _year in told.by_node()})
    if not count:
        return ""
    return ngettext(
        "%(n)s parte del plan no tiene dinero en esta fuente: sin dato, que no es cero.",
        "%(n)s partes del plan no tienen dinero en esta fuente: sin dato, que no es cero.",
        count,
    ) % {"n": formats.number(count)}


BY_PART = Breakdown(
    folder="dinero/partes/",
    title=lambda: gettext("Dinero por parte del plan"),
    head=lambda: gettext("Parte del plan"),
    lead=lambda: gettext(
        "Cada parte del plan suma lo de las suyas, al peso, hasta los proyectos. En la página de cada una está su "
        "dinero año por año."
    ),
    finding=finding,
    lines=lines,
    foot=_without,
)
