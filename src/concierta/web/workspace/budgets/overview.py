"""The money of a plan at a glance, and the sources it comes from."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, ngettext

from concierta.budgets.queries import AtRisk, Money, RealYear, SourceRow, SourcesCompared, in_pesos_of
from concierta.engines.achievement import AlertCode
from concierta.engines.finance import FIGURES, Stages, Standing, total
from concierta.steering.queries.money import MoneyAndResults
from concierta.web.kit.formats import long_date, number, percent, pesos, pesos_exact
from concierta.web.workspace.budgets.figures import STAGES, alert_word, stage_word
from concierta.web.workspace.shell import SignedInRequest

if TYPE_CHECKING:
    from concierta.plans.models import Project

#: Projects at risk that a page names; all of them are in the table of projects.
_RISKS = 10
#: Figures in which the two sources are told side by side.
_COMPARED = ("final", "obligation", "payment")


def this_page_with(request: SignedInRequest, *without: str, **values: str) -> str:
    """The query of this address with other values, and without those of some names or of the page of a list."""
    query = request.GET.copy()
    for name in ("pagina", *without):
        query.pop(name, None)
    for name, value in values.items():
        query[name] = value
    return f"?{query.urlencode()}"


def money_finding(money: Money, year: int | None) -> str:
    stages = money.total(year)
    words = {"final": pesos(stages.final), "when": long_date(money.on), "year": year}
    if stages.final is None:
        return gettext("Todavía no hay dinero registrado en este plan")
    if stages.obligation is None:
        if year is None:
            return gettext("Apropiados %(final)s en todos los años; nadie ha dicho cuánto se obligó") % words
        return gettext("Apropiados %(final)s en %(year)s; nadie ha dicho cuánto se obligó") % words
    words |= {"share": percent(stages.execution), "obligation": pesos(stages.obligation)}
    if year is None:
        return gettext("En todos los años se ha obligado el %(share)s: %(obligation)s de %(final)s") % words
    return gettext("De %(year)s se ha obligado el %(share)s: %(obligation)s de %(final)s") % words


def stage_lines(stages: Stages) -> list[tuple[str, str, str]]:
    """Each stage with its pesos and how much of the final appropriation it is."""
    amounts = [(name, getattr(stages, name)) for name in STAGES]
    return [
        (stage_word(name), pesos_exact(amount), "" if name == "initial" else percent(stages.share(amount)))
        for name, amount in amounts
    ]


def in_kind_words(money: Money, year: int | None) -> str:
    """What the budget carries in kind, which no sum on the page has."""
    carried = total(cell.stages for cell in money.in_kind if year in (None, cell.fiscal_year))
    return pesos(carried.final) if carried.final else ""


def alert_lines(results: MoneyAndResults, request: SignedInRequest) -> list[dict[str, Any]]:
    """How many projects raise each alert, and where they are named."""
    lines = []
    for code in AlertCode:
        if count := results.alerts.get(code, 0):
            words = ngettext("%(count)s proyecto", "%(count)s proyectos", count) % {"count": number(count)}
            href = this_page_with(request, "q", "vigencia", alerta=code.value) + "#tabla"
            lines.append({"word": alert_word(code), "count": words, "href": href})
    return lines


def risks_of(at_risk: Sequence[AtRisk], money: Money) -> dict[str, object]:
    """Projects that end the year with money unobligated if they go on as so far, the most pesos first."""
    known: list[tuple[Project, AtRisk]] = [
        (money.projects[one.project], one) for one in at_risk if one.project in money.projects
    ]
    return {
        "count": len(known),
        "pesos": pesos(sum(one.pace.at_risk for _project, one in known)),
        "shown": known[:_RISKS],
    }


def without_price(money: Money, index: dict[int, Decimal]) -> str:
    """The years that the index does not reach, told and not guessed; "" where there are none."""
    years = ", ".join(str(year) for year in sorted(money.by_year()) if year not in index)
    return gettext("El índice no trae %(years)s: sin dato en pesos reales.") % {"years": years} if years else ""


def years_of_money(
    money: Money, base_year: int | None, index: dict[int, Decimal], cut_offs: Sequence[date]
) -> list[tuple[RealYear, date | None]]:
    """Each fiscal year, in real pesos too where the index has its price, with its last cut-off."""
    last = {day.year: day for day in sorted(cut_offs)}
    return [(one, last.get(one.year)) for one in in_pesos_of(money, base_year, index)]


def standing_word(standing: Standing) -> str:
    words = {
        Standing.AGREES: gettext("Coinciden"),
        Standing.DIFFERS: gettext("Difieren"),
        Standing.ONLY_FIRST: gettext("Solo en el presupuesto"),
        Standing.ONLY_SECOND: gettext("Solo en el seguimiento"),
    }
    return words[standing]


def sources_finding(compared: SourcesCompared) -> str:
    words = {"agrees": number(compared.counts[Standing.AGREES]), "all": number(len(compared.rows))}
    return gettext("%(agrees)s de %(all)s proyectos coinciden al peso en las dos fuentes") % words


def standing_tabs(
    compared: SourcesCompared, chosen: Standing | None, request: SignedInRequest
) -> list[dict[str, object]]:
    def tab(label: str, standing: Standing | None, count: int) -> dict[str, object]:
        href = this_page_with(request, estado=standing.value if standing else "")
        return {"label": label, "href": href, "current": standing is chosen, "count": count}

    each = [tab(standing_word(standing), standing, compared.counts[standing]) for standing in Standing]
    return [tab(gettext("Todos"), None, len(compared.rows)), *each]


def difference_facts(compared: SourcesCompared) -> list[tuple[str, str]]:
    """What each source says in all, and by how much those that both name differ."""
    first, second = compared.totals
    facts = [
        (gettext("Definitiva según el presupuesto"), pesos_exact(first.final)),
        (gettext("Definitiva según el seguimiento"), pesos_exact(second.final)),
        (gettext("Obligado según el presupuesto"), pesos_exact(first.obligation)),
        (gettext("Obligado según el seguimiento"), pesos_exact(second.obligation)),
    ]
    for name in FIGURES:
        if count := compared.differing[name]:
            words = ngettext("%(count)s proyecto, %(net)s netos", "%(count)s proyectos, %(net)s netos", count)
            values = {"count": number(count), "net": pesos_exact(compared.net[name])}
            facts.append((gettext("Difieren en %(figure)s") % {"figure": stage_word(name)}, words % values))
    return facts


def source_words(row: SourceRow) -> dict[str, object]:
    """What either source says of a project, and by how much they differ."""
    return {
        "standing": standing_word(row.standing),
        "agrees": row.standing is Standing.AGREES,
        "cells": [
            {
                "label": stage_word(name),
                "first": pesos_exact(getattr(row.first, name)) if row.first else "—",
                "second": pesos_exact(getattr(row.second, name)) if row.second else "—",
                "gap": pesos_exact(row.differences[name]) if name in row.differences else "",
            }
            for name in _COMPARED
        ],
        "others": [
            f"{stage_word(name)}: {pesos_exact(amount)}"
            for name, amount in row.differences.items()
            if name not in _COMPARED
        ],
    }
