"""An import as its preview and its record show it."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext

from concierta.web.components.formats import date_time, number, percent, pesos, pesos_exact

#: Rows of differences that a page shows; all of them are in the record of the import.
_READ = 40
_MONEY = ("initial", "modified", "executed", "obligated", "paid")


def preview_facts(found: dict[str, Any]) -> dict[str, Any]:
    created, reports = found["created"], found["reports"]
    return {
        "counts": [
            (gettext("Filas leídas"), number(found["rows"])),
            (gettext("Entidades"), number(found["entities"])),
            (gettext("Proyectos"), _with_new(found["projects"], created.get("projects"))),
            (gettext("Productos"), _with_new(found["products"], created.get("products"))),
            (gettext("Actividades"), _with_new(found["activities"], created.get("activities"))),
            (gettext("Reportes nuevos, sin verificar"), number(reports["made"])),
            (gettext("Reportes que cambian"), number(reports["updated"])),
            (gettext("Reportes que no se tocan porque alguien ya actuó"), number(reports["kept"])),
        ],
        "money": [(_money_word(key), pesos_exact(found["money"][key])) for key in _MONEY],
        "unchanged": found["status"] == "unchanged",
        "finding_count": len(found["findings"]),
        "difference_count": len(found["reconciliation"]),
    }


def import_line(done: Any) -> dict[str, Any]:
    return {
        "period": done.period.label,
        "filename": done.filename,
        "href": reverse("past_import", args=[done.period.plan.slug, done.pk]),
        "when": date_time(done.imported_at),
        "who": done.imported_by.name if done.imported_by else gettext("la instalación"),
        "rows": number(done.rows),
        "row_count": done.rows,
        "findings": done.finding_count,
        "differences": done.difference_count,
        "current": done.is_current,
        "money": pesos(done.money.get("modified")),
    }


def kinds_of(findings: Iterable[Any], chosen: str) -> list[dict[str, Any]]:
    """The kinds of finding as tabs, the most frequent first."""
    words: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for one in findings:
        words.setdefault(one["code"], one["message"] or one["code"])
        counts[one["code"]] += 1
    everything = {"label": gettext("Todos"), "href": "?", "current": not chosen, "count": counts.total()}
    return [
        everything,
        *(
            {
                "label": gettext(words[code]).rstrip("."),
                "href": f"?{urlencode({'clase': code})}",
                "current": code == chosen,
                "count": count,
            }
            for code, count in counts.most_common()
        ),
    ]


def finding_rows(findings: Iterable[Any]) -> list[dict[str, Any]]:
    """Findings of a preview are plain data, those of a past import are records: both become the same row."""
    return [_finding(one if isinstance(one, dict) else _plain(one)) for one in findings]


def _plain(one: Any) -> dict[str, Any]:
    action = f"{one.action}: {one.result}" if one.result else one.action
    return {name: getattr(one, name) for name in ("row", "column", "value", "message")} | {"action": action}


def _finding(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "row": one["row"] or "—",
        "column": " ".join(str(one["column"]).split()),
        "value": one["value"],
        "action": _done(str(one["action"])),
        "message": gettext(one["message"]) if one["message"] else "",
    }


def _done(action: str) -> str:
    """What was done, translated, and with what result, as it is: "se leyó como: 12,5"."""
    done, colon, result = action.partition(": ")
    return gettext(done) + colon + result if done else ""


def reconciliation_rows(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """The totals first, then the widest gaps: as many as somebody would read."""
    plain = [one if isinstance(one, dict) else _record(one) for one in rows]
    return [_difference(one) for one in sorted(plain, key=_urgency)[:_READ]]


def _urgency(one: dict[str, Any]) -> tuple[bool, Decimal]:
    stated, recomputed = _decimal(one["stated"]), _decimal(one["recomputed"])
    gap = Decimal(0) if stated is None or recomputed is None else abs(stated - recomputed)
    return one["level"] != "total", -gap


def _record(one: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ("level", "code", "name", "measure", "stated", "recomputed")}


def _difference(one: dict[str, Any]) -> dict[str, Any]:
    stated, recomputed = _decimal(one["stated"]), _decimal(one["recomputed"])
    write = pesos_exact if one["measure"] in _MONEY else lambda value: percent(value, 2)
    gap = None if stated is None or recomputed is None else stated - recomputed
    return {
        "code": gettext("Todo el archivo") if one["level"] == "total" else one["code"],
        "name": "" if one["level"] == "total" else one["name"],
        "level": _level_word(one["level"]),
        "measure": _measure_word(one["measure"]),
        "stated": write(stated),
        "recomputed": write(recomputed),
        "gap": write(gap),
    }


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)


def _with_new(count: int, new: int | None) -> str:
    if not new:
        return number(count)
    words = ngettext("%(count)s, de ellos %(new)s nuevo", "%(count)s, de ellos %(new)s nuevos", new)
    return words % {"count": number(count), "new": number(new)}


def _money_word(key: str) -> str:
    words = {
        "initial": gettext("Presupuesto inicial"),
        "modified": gettext("Presupuesto modificado"),
        "executed": gettext("Ejecutado"),
        "obligated": gettext("Obligado"),
        "paid": gettext("Pagado"),
    }
    return words[key]


def _measure_word(measure: str) -> str:
    words = {"progress": gettext("Avance"), "weights": gettext("Pesos de sus partes")}
    return words[measure] if measure in words else _money_word(measure) if measure in _MONEY else measure


def _level_word(level: str) -> str:
    words = {"product": gettext("Producto"), "project": gettext("Proyecto"), "total": gettext("Total")}
    return words.get(level, level)
