"""The money of a plan at a glance, and the sources it comes from."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from concierta.budgets.queries import AtRisk, Money, SourceRow, SourcesCompared, in_pesos_of
from concierta.engines.achievement import AlertCode
from concierta.engines.finance import FIGURES, Stages, Standing, total
from concierta.steering.queries.money import MoneyAndResults
from concierta.web.kit.formats import date_time, long_date, number, percent, pesos, pesos_exact
from concierta.web.workspace.budgets.lines import STAGES, alert_word, millions, stage_word
from concierta.web.workspace.shell import SignedInRequest, in_language

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


#: The money of a file that a page names, in the order of its life.
_MONEY = ("initial", "final", "availability", "registration", "obligation", "payment")


def standing_word(standing: Standing) -> str:
    words = {
        Standing.AGREES: gettext("Coinciden"),
        Standing.DIFFERS: gettext("Difieren"),
        Standing.ONLY_FIRST: gettext("Solo en el presupuesto"),
        Standing.ONLY_SECOND: gettext("Solo en el seguimiento"),
    }
    return words[standing]


def sources_finding(found: SourcesCompared) -> str:
    words = {"agrees": number(found.counts[Standing.AGREES]), "all": number(len(found.rows))}
    return gettext("%(agrees)s de %(all)s proyectos coinciden al peso en las dos fuentes") % words


def standing_tabs(found: SourcesCompared, chosen: Standing | None, request: SignedInRequest) -> list[dict[str, Any]]:
    def tab(label: str, value: str, count: int) -> dict[str, Any]:
        query = request.GET.copy()
        query.pop("pagina", None)
        query["estado"] = value
        current = value == (chosen.value if chosen else "")
        return {"label": label, "href": f"?{query.urlencode()}", "current": current, "count": count}

    counts = [tab(standing_word(one), one.value, found.counts[one]) for one in Standing]
    return [tab(gettext("Todos"), "", len(found.rows)), *counts]


def difference_facts(found: SourcesCompared) -> list[tuple[str, str]]:
    """What each source says in all, and by how much those that both name differ."""
    first, second = found.totals
    facts = [
        (gettext("Definitiva según el presupuesto"), pesos_exact(first.final)),
        (gettext("Definitiva según el seguimiento"), pesos_exact(second.final)),
        (gettext("Obligado según el presupuesto"), pesos_exact(first.obligation)),
        (gettext("Obligado según el seguimiento"), pesos_exact(second.obligation)),
    ]
    for name in FIGURES:
        if found.differing[name]:
            words = ngettext("%(count)s proyecto, %(net)s netos", "%(count)s proyectos, %(net)s netos",
                             found.differing[name])  # fmt: skip
            values = {"count": number(found.differing[name]), "net": pesos_exact(found.net[name])}
            facts.append((gettext("Difieren en %(figure)s") % {"figure": stage_word(name)}, words % values))
    return facts


def sources_rows(rows: Iterable[SourceRow], plan: Any) -> list[dict[str, Any]]:
    return [
        {
            "code": row.code,
            "name": in_language(row.project, "name") if row.project else row.name,
            "href": reverse("project_money", args=[plan.slug, row.code]) if row.first or row.project else "",
            "standing": standing_word(row.standing),
            "agrees": row.standing is Standing.AGREES,
            "outside": row.project is None,
            "cells": [
                {
                    "label": stage_word(name),
                    "first": pesos_exact(getattr(row.first, name)) if row.first else "—",
                    "second": pesos_exact(getattr(row.second, name)) if row.second else "—",
                    "gap": pesos_exact(row.differences[name]) if name in row.differences else "",
                }
                for name in ("final", "obligation", "payment")
            ],
            "others": [
                f"{stage_word(name)}: {pesos_exact(amount)}"
                for name, amount in row.differences.items()
                if name not in ("final", "obligation", "payment")
            ],
        }
        for row in rows
    ]


def budget_file_line(made: Any) -> dict[str, Any]:
    return {
        "filename": made.filename,
        "href": reverse("budget_file", args=[made.plan.slug, made.pk]),
        "cut_off": long_date(made.cut_off),
        "when": date_time(made.imported_at),
        "who": made.imported_by.name if made.imported_by else gettext("la instalación"),
        "rows": number(made.rows),
        "findings": number(made.counts.get("findings")),
        "final": pesos(made.money.get("final")),
        "current": made.is_current,
    }


def file_facts(counts: dict[str, int], new_lines: int | None = None) -> list[tuple[str, str]]:
    facts = [
        (gettext("Filas"), number(counts["rows"])),
        (gettext("Entidades"), number(counts["entities"])),
        (gettext("Proyectos"), number(counts["projects"])),
        (gettext("Actividades"), number(counts["activities"])),
        (gettext("Fuentes"), number(counts["funding_sources"])),
    ]
    return facts if new_lines is None else [*facts, (gettext("Líneas nuevas"), number(new_lines))]


def file_money(money: dict[str, int]) -> list[tuple[str, str]]:
    return [(stage_word(name), pesos_exact(money.get(name))) for name in _MONEY]
