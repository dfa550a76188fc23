"""How an entity reports: what it sent, what of it held and why the rest did not, and what it owes."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext, ngettext

from concierta.web.kit import formats, marks
from concierta.web.kit.spanish import in_spanish
from concierta.web.kit.tabular import Column, Table
from concierta.web.portal import figures
from concierta.web.portal.corte import Corte, Row
from concierta.web.portal.page import TABLE_ROWS
from concierta.web.portal.portal import Portal

#: States of a standing report whose value is not wholly what was reported.
NOT_AS_SAID = (marks.ADJUSTED, marks.REJECTED, marks.NOT_VERIFIABLE)


def standing(corte: Corte, entity: str) -> list[Row]:
    """The reports of an entity that count in this corte, all periods."""
    return corte.standing_reports_of.get(entity, [])


def count(reports: list[Row], *states: str) -> int:
    return sum(report.status in states for report in reports)


def overdue_finding(corte: Corte) -> str:
    """How many of those who report owe something: the list is in no order of merit, and its title names nobody."""
    reporting = len(corte.indicators_reported_by)
    if not reporting:
        return gettext("Ninguna entidad reporta indicadores en este plan")
    if not corte.overdue_of:
        return ngettext(
            "La única entidad que reporta no tiene reportes vencidos",
            "Ninguna de las %(n)s entidades que reportan tiene reportes vencidos",
            reporting,
        ) % {"n": formats.number(reporting)}
    return ngettext(
        "Hay reportes vencidos en %(late)s de %(n)s entidad que reporta",
        "Hay reportes vencidos en %(late)s de %(n)s entidades que reportan",
        reporting,
    ) % {"late": formats.number(len(corte.overdue_of)), "n": formats.number(reporting)}


def factor(corte: Corte, reports: list[Row]) -> tuple[Fraction | None, int]:
    """Mean of verified ÷ reported over the checked reports of positive value, and how many those are.

    Quantities of different units cannot be added: each report weighs the same. Rejected and not verifiable add zero.
    """
    parts = [
        Fraction(report.verified_value or 0) / Fraction(report.reported_value)
        for report in reports
        if report.outcome and report.reported_value
    ]
    return (sum(parts, Fraction(0)) / len(parts) if parts else None), len(parts)


def finding(reports: list[Row], overdue: list[Row], indicators: list[Row]) -> str:
    """How its reports ended, and what it owes: what there is none of is not told, save the verified."""
    if not indicators:
        return gettext("No reporta indicadores en este plan.")
    verified = count(reports, marks.VERIFIED, marks.ADJUSTED)
    no, waiting = count(reports, marks.REJECTED, marks.NOT_VERIFIABLE), count(reports, marks.REPORTED)
    owed = ngettext("Debe %(n)s reporte vencido.", "Debe %(n)s reportes vencidos.", len(overdue))
    if reports:
        outcomes = [ngettext("%(n)s se verificó", "%(n)s se verificaron", verified) % {"n": formats.number(verified)}]
        if no:
            outcomes.append(ngettext("%(n)s no se aceptó", "%(n)s no se aceptaron", no) % {"n": formats.number(no)})
        if waiting:
            outcomes.append(ngettext("%(n)s espera", "%(n)s esperan", waiting) % {"n": formats.number(waiting)})
        first = ngettext("De %(n)s reporte suyo, %(told)s.", "De %(n)s reportes suyos, %(told)s.", len(reports)) % {
            "n": formats.number(len(reports)),
            "told": ", ".join(outcomes),
        }
    else:
        first = gettext("No ha reportado nada hasta este corte.")
    return f"{first} {owed % {'n': formats.number(len(overdue))}}" if overdue else first


def counts(reports: list[Row], overdue: list[Row]) -> list[figures.StateCount]:
    return [
        figures.StateCount(
            state,
            formats.number(len(overdue) if state == marks.NO_DATA else count(reports, state)),
            gettext(marks.STATE_MEANINGS[state]),
        )
        for state in figures.STATES
    ]


def causes(portal: Portal, reports: list[Row]) -> Table | None:
    """The reports that were not verified as said, with the verifier's own words."""
    not_as_said = [report for report in reports if report.status in NOT_AS_SAID][:TABLE_ROWS]
    if not not_as_said:
        return None

    def amount(label: str, value: Callable[[Row], Decimal]) -> Column:
        def cell(report: Row) -> str:
            return formats.number(value(report), portal.corte.indicators[report.indicator].decimals or 2)

        return Column(label, numeric=True, cell=cell)

    return Table.of(
        not_as_said,
        Column(gettext("Indicador"), cell=lambda report: portal.indicator_link(report.indicator, length=80)),
        Column(gettext("Periodo"), cell=lambda report: formats.period(report.period)),
        Column(gettext("Estado"), cell=lambda report: marks.state_word(report.status)),
        amount(gettext("Reportado"), lambda report: report.reported_value),
        amount(gettext("Cuenta"), lambda report: report.verified_value or Decimal(0)),
        Column(gettext("Por qué"), cell=lambda report: in_spanish(report.reason)),
    )


def overdue_table(portal: Portal, rows: list[Row]) -> Table:
    return Table.of(
        rows,
        Column(gettext("Indicador"), cell=lambda row: portal.indicator_link(row.indicator, length=120)),
        Column(gettext("Periodo"), cell=lambda row: formats.period(row.period)),
        Column(gettext("Vencía"), cell=lambda row: formats.long_date(row.due_on)),
    )
