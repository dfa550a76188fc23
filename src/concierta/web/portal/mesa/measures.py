"""Adjustment measures: the problem and the figures that show it, what was done, and whether it worked."""

from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from django.utils.html import format_html
from django.utils.translation import gettext, ngettext

from concierta.amendments.enums import Basis, MeasureState
from concierta.web.kit import formats
from concierta.web.kit.spanish import in_spanish
from concierta.web.portal import names
from concierta.web.portal.corte import Corte, Row
from concierta.web.portal.indicators import values
from concierta.web.portal.mesa import links
from concierta.web.portal.page import ROWS, Fact, Link, Page, Part, Task, Text, list_tasks
from concierta.web.portal.portal import Portal
from concierta.web.portal.words import label_of

FOLDER = f"{links.FOLDER}medidas/"
JUDGED = (MeasureState.WORKED, MeasureState.PARTLY, MeasureState.FAILED)


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure that shows the problem: before, what is sought, after."""

    indicator: Text
    values: list[tuple[str, Text]]


@dataclass(frozen=True, slots=True)
class MeasureLine:
    title: str
    href: str
    state: str
    kind: str
    told: str
    who: Text
    figures: list[FigureLine]


def tasks(corte: Corte) -> list[Task]:
    return [
        *list_tasks(FOLDER, list(reversed(corte.table("measures"))), ROWS, _list_page),
        *(Task(corte.measure_folder(row.measure), partial(_measure_page, row)) for row in corte.measures.values()),
    ]


def count(corte: Corte, *states: str) -> int:
    return sum(measure.state in states for measure in corte.measures.values())


def finding(corte: Corte) -> str:
    """How many worked of those that were looked at; before that, how many are under way."""
    judged = count(corte, *JUDGED)
    if not corte.measures:
        return gettext("La mesa no ha adoptado medidas de ajuste")
    if not judged:
        return ngettext(
            "Hay %(n)s medida de ajuste en marcha; todavía no se mira si funciona",
            "Hay %(n)s medidas de ajuste en marcha; todavía no se mira si funcionan",
            len(corte.measures),
        ) % {"n": formats.number(len(corte.measures))}
    worked = count(corte, MeasureState.WORKED)
    looked_at = ngettext(
        "%(ok)s de %(n)s medida de ajuste que ya se miró",
        "%(ok)s de %(n)s medidas de ajuste que ya se miraron",
        judged,
    ) % {"ok": formats.number(worked), "n": formats.number(judged)}
    return ngettext("%(measures)s funcionó", "%(measures)s funcionaron", worked) % {"measures": looked_at}


def summary(corte: Corte) -> list[tuple[str, str]]:
    """Adopted and under way, worked, in part, failed: each with its count, also when it is none."""
    return [
        (label_of(MeasureState, state), formats.number(count(corte, state)))
        for state in (MeasureState.ADOPTED, *JUDGED)
    ]


def measure_line(portal: Portal, measure: Row) -> MeasureLine:
    return MeasureLine(
        title=measure.title,
        href=portal.to(portal.corte.measure_folder(measure.measure)),
        state=state_word(measure),
        kind="late" if measure.due or measure.state == MeasureState.FAILED else "plain",
        told=_dates(measure),
        who=portal.entity_link(measure.entity),
        figures=figure_lines(portal, measure),
    )


def state_word(measure: Row) -> str:
    return gettext("Por mirar: ya llegó su fecha") if measure.due else label_of(MeasureState, measure.state)


def _dates(measure: Row) -> str:
    """When it began and when somebody looked, or will."""
    dates = {
        "adopted": formats.long_date(measure.adopted_on),
        "evaluate": formats.long_date(measure.evaluate_on),
        "evaluated": formats.long_date(measure.evaluated_on),
    }
    if measure.state in JUDGED:
        return gettext("Se adoptó el %(adopted)s y se miró el %(evaluated)s.") % dates
    return gettext("Se adoptó el %(adopted)s; se mira si funcionó el %(evaluate)s.") % dates


def figure_lines(portal: Portal, measure: Row) -> list[FigureLine]:
    corte = portal.corte
    judged = measure.state in JUDGED
    return [
        FigureLine(
            links.part_link(portal, "indicator", row.indicator),
            [
                (gettext("Antes"), _value(corte, row, row.before, row.before_basis, row.period_before)),
                (gettext("Se busca"), _value(corte, row, row.sought, "", "")),
                (
                    gettext("Después"),
                    _value(corte, row, row.after, row.after_basis, row.period_after)
                    if judged
                    else gettext("Todavía no se mira"),
                ),
            ],
        )
        for row in corte.figures_of_measure.get(measure.measure, [])
    ]


def _value(corte: Corte, row: Row, amount: Decimal | None, basis: str, period: str) -> Text:
    shown = values.value(amount, corte.indicators[row.indicator])
    beside = [formats.period(period) if period else "", label_of(Basis, basis).lower() if basis else ""]
    note = ", ".join(part for part in beside if part)
    return format_html('<b>{}</b> <span class="small quiet">{}</span>', shown, note) if note else shown


def _list_page(part: Part[Row], portal: Portal) -> Page:
    corte = portal.corte
    return Page(
        template="portal/mesa/measures.html",
        section="mesa",
        title=gettext("Medidas de ajuste"),
        description=gettext("Qué se intentó cuando algo iba mal, qué contaría como éxito, y si funcionó."),
        trail=[Link(gettext("Mesa"), portal.to(links.FOLDER))],
        content={
            "finding": finding(corte),
            "summary": summary(portal.corte) if part.items else [],
            "measures": [measure_line(portal, row) for row in part.items],
            "sheet": part.sheet(portal),
        },
    )


def _measure_page(measure: Row, portal: Portal) -> Page:
    corte = portal.corte
    line = measure_line(portal, measure)
    facts: list[Fact] = [
        (gettext("La lleva"), line.who),
        (gettext("La adoptó"), links.decision_and_vote(portal, measure.decision)),
        (gettext("Se adoptó el"), formats.long_date(measure.adopted_on)),
        (gettext("Se mira el"), formats.long_date(measure.evaluate_on)),
    ]
    if measure.amendment in corte.amendments:
        amendment = corte.amendments[measure.amendment]
        link = portal.link(corte.decision_folder(amendment.decision), in_spanish(amendment.title))
        facts.append((gettext("Con la modificación"), link))
    if measure.evaluation_decision:
        facts.append((gettext("La juzgó"), links.decision_and_vote(portal, measure.evaluation_decision)))
        facts.append((gettext("Se miró el"), formats.long_date(measure.evaluated_on)))
    return Page(
        template="portal/mesa/measure.html",
        section="mesa",
        title=measure.title,
        in_spanish=True,
        description=names.shortened(f"{measure.problem} {measure.action}", 300),
        trail=[Link(gettext("Mesa"), portal.to(links.FOLDER)), Link(gettext("Medidas de ajuste"), portal.to(FOLDER))],
        content={"measure": measure, "line": line, "facts": facts, "check": links.check_link(portal, measure)},
    )
