"""Money by one thing —part of the plan, territory, entity— in the last year of a source and in all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from concierta.engines.finance import NOTHING
from concierta.web.kit import formats
from concierta.web.kit.tabular import Column, Table
from concierta.web.portal import names, words
from concierta.web.portal.budgets.sums import according_to, money_columns, span
from concierta.web.portal.corte import Corte, SourceMoney
from concierta.web.portal.corte.money_rows import Sums
from concierta.web.portal.page import Link, Page, Part, Task, Text, list_tasks
from concierta.web.portal.portal import Portal

#: Each row has up to eight figures and a way to what it is about: more would pass what a page may weigh.
ROWS = 40
ACCUMULATED = ("final", "obligation")


@dataclass(frozen=True, slots=True)
class Line:
    """`label` is asked for when the page is built, in its language."""

    sums: Sums
    key: str
    label: Callable[[Portal], Text]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One page, or several, for each source. `foot` says what the table leaves out; "" where it is nothing."""

    folder: str
    title: Callable[[], str]
    head: Callable[[], str]
    lead: Callable[[], str]
    finding: Callable[[Corte, SourceMoney], str]
    lines: Callable[[Corte, SourceMoney], list[Line]]
    foot: Callable[[Corte, SourceMoney], str] = lambda corte, source: ""

    def tasks(self, corte: Corte) -> list[Task]:
        return [
            task
            for place, source in enumerate(corte.money_sources)
            for task in list_tasks(
                self.folder_of(corte, source), self.lines(corte, source), ROWS, partial(self.page, place)
            )
        ]

    def folder_of(self, corte: Corte, source: SourceMoney) -> str:
        """The first source has the address; a second one, a place inside it."""
        return self.folder if source is corte.money_sources[0] else f"{self.folder}{source.kind.value}/"

    def page(self, place: int, part: Part[Line], portal: Portal) -> Page:
        corte = portal.corte
        source = corte.money_sources[place]
        finding = self.finding(corte, source)
        return Page(
            template="portal/money/breakdown.html",
            section="dinero",
            title=f"{self.title()}. {according_to(source.kind)}",
            heading=finding,
            description=finding,
            trail=[Link(gettext("Dinero"), portal.to("dinero/"))],
            content={
                "source": according_to(source.kind),
                "lead": self.lead(),
                "years": span(source.years) if len(source.years) > 1 else "",
                "table": self.table(portal, source, part),
                "foot": self.foot(corte, source),
                "others": [
                    Link(according_to(other.kind), portal.to(self.folder_of(corte, other)))
                    for other in corte.money_sources
                    if other is not source
                ],
                "sheet": part.sheet(portal),
            },
        )

    def table(self, portal: Portal, source: SourceMoney, part: Part[Line]) -> Table:
        year, several = source.years[-1], len(source.years) > 1
        columns = [
            Column(self.head(), cell=lambda line: line.label(portal)),
            *money_columns(lambda line: line.sums.get((line.key, year), NOTHING), f", {year}" if several else ""),
        ]
        if several:
            columns += money_columns(
                lambda line: line.sums[line.key, None], gettext(", todos los años"), names=ACCUMULATED
            )
        return Table.of(part.items, *columns)


def part_finding(corte: Corte, source: SourceMoney) -> str:
    """Which of the widest parts of the plan has the most of what was appropriated in the last year."""
    year, sums = source.years[-1], source.by_node()
    whole = source.total(year).final
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


def part_lines(corte: Corte, source: SourceMoney) -> list[Line]:
    """Everything; each part that has money, followed by its own; and what is outside the plan."""
    nodes = source.by_node()
    lines = [Line(source.whole(), "", lambda portal: format_html("<b>{}</b>", gettext("Todo el dinero")))]
    lines += [Line(nodes, node, partial(_part_label, node)) for node in corte.parts_of() if (node, None) in nodes]
    if source.outside_plan():
        lines.append(Line(source.outside_plan(), "", partial(_outside_label, source)))
    return lines


def _part_label(node: str, portal: Portal) -> SafeString:
    record = portal.corte.nodes[node]
    return format_html(
        '<div class="p-deep-{}">{}<br><span class="small quiet">{} {}</span></div>',
        record.depth,
        portal.node_link(node),
        names.name_of(portal.corte.tiers[record.tier], "singular"),
        record.code,
    )


def _outside_label(source: SourceMoney, portal: Portal) -> SafeString:
    count = len({leaf.code for leaf in source.leaves if not leaf.project})
    return format_html(
        '{}<br><span class="small quiet">{}</span>',
        gettext("Fuera del plan"),
        ngettext("%(n)s proyecto que el plan no tiene", "%(n)s proyectos que el plan no tiene", count)
        % {"n": formats.number(count)},
    )


def _parts_without(corte: Corte, source: SourceMoney) -> str:
    """The parts that nobody put money in: no data, which is not zero."""
    count = len(set(corte.nodes) - {key for key, _year in source.by_node()})
    if not count:
        return ""
    return ngettext(
        "%(n)s parte del plan no tiene dinero en esta fuente: sin dato, que no es cero.",
        "%(n)s partes del plan no tienen dinero en esta fuente: sin dato, que no es cero.",
        count,
    ) % {"n": formats.number(count)}


def territory_finding(corte: Corte, source: SourceMoney) -> str:
    """How much of the last year is for the whole city, and how much for somewhere in it."""
    year, sums = source.years[-1], source.by_territory()
    finals = {key: stages.final or 0 for (key, of), stages in sums.items() if of == year}
    whole, city = sum(finals.values()), finals.get("", 0)
    if not whole:
        return gettext("Nadie dice dónde se gasta el dinero de %(year)s") % {"year": year}
    if city == whole:
        return gettext("Todo lo apropiado en %(year)s es para toda la ciudad") % {"year": year}
    return gettext("El %(share)s de lo apropiado en %(year)s es para toda la ciudad; %(placed)s tienen un lugar") % {
        "share": formats.percent(Fraction(city, whole)),
        "year": year,
        "placed": formats.pesos(whole - city),
    }


def territory_lines(corte: Corte, source: SourceMoney) -> list[Line]:
    """The whole city first, then the territory with the most money of all years."""
    sums = source.by_territory()
    keys = sorted({key for key, _year in sums}, key=lambda key: (bool(key), -(sums[key, None].final or 0), key))
    return [Line(sums, key, partial(_territory_label, key)) for key in keys]


def _territory_label(territory: str, portal: Portal) -> SafeString:
    if not territory:
        return format_html("<b>{}</b>", gettext("Toda la ciudad"))
    record = portal.corte.territories[territory]
    kind = words.territory_kind(record.kind)
    return format_html(
        '{} <span class="small quiet">{}</span>',
        portal.territory_link(territory),
        "" if record.name.startswith(kind) else kind,
    )


def entity_finding(corte: Corte, source: SourceMoney) -> str:
    """Which entity has the most of what was appropriated in the last year."""
    year, sums = source.years[-1], source.by_entity()
    whole, most = source.total(year).final, entity_lines(corte, source)[0].key
    final = sums.get((most, year), NOTHING).final
    if not whole or not final or most not in corte.entities:
        return gettext("Nadie dice qué entidad tiene el dinero de %(year)s") % {"year": year}
    return gettext("%(entity)s tiene el %(share)s de lo apropiado en %(year)s: %(final)s") % {
        "entity": corte.entities[most].name,
        "share": formats.percent(Fraction(final, whole)),
        "year": year,
        "final": formats.pesos(final),
    }


def entity_lines(corte: Corte, source: SourceMoney) -> list[Line]:
    """The entity with the most money of the last year first."""
    year, sums = source.years[-1], source.by_entity()
    keys = sorted({key for key, _year in sums}, key=lambda key: (-(sums.get((key, year), NOTHING).final or 0), key))
    return [Line(sums, key, partial(Portal.entity_link, code=key)) for key in keys]


BY_PART = Breakdown(
    folder="dinero/partes/",
    title=lambda: gettext("Dinero por parte del plan"),
    head=lambda: gettext("Parte del plan"),
    lead=lambda: gettext(
        "Cada parte del plan suma lo de las suyas, al peso, hasta los proyectos. En la página de cada una está su "
        "dinero año por año."
    ),
    finding=part_finding,
    lines=part_lines,
    foot=_parts_without,
)
#: As each source places it. What is for the whole city is told as such and not shared out.
BY_TERRITORY = Breakdown(
    folder="dinero/territorio/",
    title=lambda: gettext("Dinero por territorio"),
    head=lambda: gettext("Territorio"),
    lead=lambda: gettext(
        "Lo que es para toda la ciudad no se reparte entre comunas: cualquier reparto sería una estimación. En la "
        "página de cada territorio está su dinero año por año."
    ),
    finding=territory_finding,
    lines=territory_lines,
)
#: In the budget the one that executes it, in the follow-up the one that answers for the project.
BY_ENTITY = Breakdown(
    folder="dinero/entidades/",
    title=lambda: gettext("Dinero por entidad"),
    head=lambda: gettext("Entidad"),
    lead=lambda: gettext(
        "El presupuesto dice quién ejecuta cada línea; el seguimiento, quién responde por el proyecto."
    ),
    finding=entity_finding,
    lines=entity_lines,
)
BREAKDOWNS = (BY_PART, BY_TERRITORY, BY_ENTITY)
