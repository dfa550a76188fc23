"""What stands above the tables of money: the finding, the stages, the years, and what asks for attention."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from concierta.budgets.queries import AtRisk, Money, in_pesos_of
from concierta.engines.achievement import AlertCode
from concierta.engines.finance import Stages, total
from concierta.steering.queries.money import MoneyAndResults
from concierta.web.components.formats import long_date, number, percent, pesos, pesos_exact
from concierta.web.staff.presenters.languages import in_language
from concierta.web.staff.presenters.money_words import STAGES, alert_word, millions, stage_word
from concierta.web.staff.requests import SignedInRequest

#: Projects at risk that a page names; all of them are in the table of projects.
_RISKS = 10


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


def stage_lines(stages: Stages) -> list[dict[str, Any]]:
    """Each stage with its pesos and how much of the final appropriation it is."""
    return [
        {
            "label": stage_word(name),
            "value": pesos_exact(getattr(stages, name)),
            "share": "" if name == "initial" else percent(stages.share(getattr(stages, name))),
        }
        for name in STAGES
    ]


def in_kind_words(money: Money, year: int | None) -> str:
    """What the budget carries in kind, which no sum on the page has."""
    found = total(cell.stages for cell in money.in_kind if year in (None, cell.fiscal_year))
    return pesos(found.final) if found.final else ""


def alert_lines(told: MoneyAndResults, request: SignedInRequest) -> list[dict[str, Any]]:
    """How many projects raise each alert, and where they are named."""
    lines = []
    for code in AlertCode:
        count = told.alerts.get(code, 0)
        if count:
            query = request.GET.copy()
            for name in ("pagina", "q", "vigencia"):
                query.pop(name, None)
            query["alerta"] = code.value
            words = ngettext("%(count)s proyecto", "%(count)s proyectos", count) % {"count": number(count)}
            lines.append({"word": alert_word(code), "count": words, "href": f"?{query.urlencode()}#tabla"})
    return lines


def risk_lines(found: Sequence[AtRisk], money: Money, query: str) -> dict[str, Any]:
    """Projects that end the year with money unobligated if they go on as so far, the most pesos first."""
    known = [one for one in found if one.project in money.projects]
    return {
        "count": len(known),
        "pesos": pesos(sum(one.pace.at_risk for one in known)),
        "shown": [
            {
                "name": in_language(money.projects[one.project], "name"),
                "code": money.projects[one.project].code,
                "href": reverse("project_money", args=[money.plan.slug, money.projects[one.project].code])
                + (f"?{query}" if query else ""),
                "execution": percent(one.stages.execution),
                "elapsed": percent(one.pace.elapsed),
                "at_risk": pesos(one.pace.at_risk),
            }
            for one in known[:_RISKS]
        ],
    }


def without_price(money: Money, index: dict[int, Decimal]) -> str:
    """The years that the index does not reach, told and not guessed; "" where there are none."""
    years = ", ".join(str(year) for year in sorted(money.by_year()) if year not in index)
    return gettext("El índice no trae %(years)s: sin dato en pesos reales.") % {"years": years} if years else ""


def year_lines(
    money: Money, base_year: int | None, index: dict[int, Decimal], cut_offs: Sequence[date]
) -> list[dict[str, Any]]:
    """One line for each fiscal year; no data where the index has no price for it, or none at all."""
    lines = []
    for one in in_pesos_of(money, base_year, index):
        last = next((day for day in cut_offs if day.year == one.year), None)
        lines.append(
            {
                "year": one.year,
                "href": f"?corte={last.isoformat()}" if last else "",
                "final": millions(one.nominal.final),
                "obligation": millions(one.nominal.obligation),
                "execution": percent(one.nominal.execution),
                "real_final": millions(one.final),
                "real_obligation": millions(one.obligation),
            }
        )
    return lines
