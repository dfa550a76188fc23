"""Two sources of the same money, and the files that the official one came in."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from concierta.budgets.queries import SourceRow, SourcesCompared
from concierta.engines.finance import FIGURES, Standing
from concierta.web.components.formats import date_time, long_date, number, pesos, pesos_exact
from concierta.web.staff.presenters.languages import in_language
from concierta.web.staff.presenters.money_words import stage_word
from concierta.web.staff.requests import SignedInRequest

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
