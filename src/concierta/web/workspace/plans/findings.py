"""The findings of an import, and the words of accumulation that it asks about."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext

from concierta.indicators.enums import ACCUMULATIONS, FlowPolicy
from concierta.web.kit.formats import date_time, measure, number, percent, pesos, pesos_exact

if TYPE_CHECKING:
    from concierta.plans.models import Finding, ReconciliationRow

#: Rows of differences that a page shows; all of them are in the record of the import.
_READ = 40
_MONEY = ("initial", "modified", "executed", "obligated", "paid")


def preview_facts(rehearsal: dict[str, Any]) -> dict[str, Any]:
    created, reports = rehearsal["created"], rehearsal["reports"]
    return {
        "counts": [
            (gettext("Filas leídas"), number(rehearsal["rows"])),
            (gettext("Entidades"), number(rehearsal["entities"])),
            (gettext("Proyectos"), _with_new(rehearsal["projects"], created.get("projects"))),
            (gettext("Productos"), _with_new(rehearsal["products"], created.get("products"))),
            (gettext("Actividades"), _with_new(rehearsal["activities"], created.get("activities"))),
            (gettext("Reportes nuevos, sin verificar"), number(reports["made"])),
            (gettext("Reportes que cambian"), number(reports["updated"])),
            (gettext("Reportes que no se tocan porque alguien ya actuó"), number(reports["kept"])),
        ],
        "money": [(_money_word(key), pesos_exact(rehearsal["money"][key])) for key in _MONEY],
        "unchanged": rehearsal["status"] == "unchanged",
        "finding_count": len(rehearsal["findings"]),
        "difference_count": len(rehearsal["reconciliation"]),
    }


def import_line(done: Any) -> dict[str, Any]:
    """`done` is a MatrixImport with the counts that `imports_of` adds."""
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


def kinds_of(findings: Iterable[Mapping[str, Any]], chosen: str) -> list[Mapping[str, object]]:
    """The kinds of finding as tabs, the most frequent first."""
    words: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for finding in findings:
        words.setdefault(finding["code"], finding["message"] or finding["code"])
        counts[finding["code"]] += 1
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


def finding_rows(findings: Iterable["Finding | dict[str, object]"]) -> list[dict[str, object]]:
    """Findings of a preview are plain data, those of a past import are records: both become the same row."""
    return [_finding(finding if isinstance(finding, dict) else _plain(finding)) for finding in findings]


def _plain(finding: "Finding") -> dict[str, object]:
    action = f"{finding.action}: {finding.result}" if finding.result else finding.action
    return {name: getattr(finding, name) for name in ("row", "column", "value", "message")} | {"action": action}


def _finding(finding: dict[str, Any]) -> dict[str, Any]:
    return {
        "row": finding["row"] or "—",
        "column": " ".join(str(finding["column"]).split()),
        "value": finding["value"],
        "action": _done(str(finding["action"])),
        "message": gettext(finding["message"]) if finding["message"] else "",
    }


def _done(action: str) -> str:
    """The act, translated, and its result as it is: "se leyó como: 12,5"."""
    done, colon, result = action.partition(": ")
    return gettext(done) + colon + result if done else ""


def reconciliation_rows(rows: Iterable["ReconciliationRow | dict[str, object]"]) -> list[dict[str, object]]:
    """The totals first, then the widest gaps: as many as somebody would read."""
    plain = [row if isinstance(row, dict) else _record(row) for row in rows]
    return [_difference(row) for row in sorted(plain, key=_urgency)[:_READ]]


def _urgency(row: dict[str, Any]) -> tuple[bool, Decimal]:
    stated, recomputed = _decimal(row["stated"]), _decimal(row["recomputed"])
    gap = Decimal(0) if stated is None or recomputed is None else abs(stated - recomputed)
    return row["level"] != "total", -gap


def _record(row: "ReconciliationRow") -> dict[str, object]:
    return {name: getattr(row, name) for name in ("level", "code", "name", "measure", "stated", "recomputed")}


def _difference(row: dict[str, Any]) -> dict[str, Any]:
    stated, recomputed = _decimal(row["stated"]), _decimal(row["recomputed"])
    write = pesos_exact if row["measure"] in _MONEY else lambda value: percent(value, 2)
    gap = None if stated is None or recomputed is None else stated - recomputed
    return {
        "code": gettext("Todo el archivo") if row["level"] == "total" else row["code"],
        "name": "" if row["level"] == "total" else row["name"],
        "level": _level_word(row["level"]),
        "measure": _measure_word(row["measure"]),
        "stated": write(stated),
        "recomputed": write(recomputed),
        "gap": write(gap),
    }


def _decimal(value: Decimal | str | None) -> Decimal | None:
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


_NAMES = dict(ACCUMULATIONS)


def word_questions(words: Sequence[Mapping[str, Any]]) -> list[Mapping[str, object]]:
    """Each word with its options and what the example comes to under each; one that was taken has that one marked."""
    return [
        {
            "name": field_of(number_of),
            "word": word["word"],
            "products": ngettext("%(n)s producto", "%(n)s productos", word["products"])
            % {"n": number(word["products"])},
            "example": _example(word["example"]),
            "options": [
                {
                    "code": option["code"],
                    "label": _label(option),
                    "chosen": option["code"] == word["reading"],
                }
                for option in word["options"]
            ],
            "open": word["reading"] is None,
        }
        for number_of, word in enumerate(words)
    ]


def answers_of(words: Sequence[Mapping[str, Any]], posted: Mapping[str, str]) -> dict[str, str] | None:
    """Word → the code that was chosen or taken; None while one that is asked has no answer among its options."""
    answers = {}
    for number_of, word in enumerate(words):
        chosen = posted.get(field_of(number_of)) or word["reading"]
        if chosen not in {option["code"] for option in word["options"]}:
            return None
        answers[word["word"]] = chosen
    return answers


def field_of(number_of: int) -> str:
    return f"word_{number_of}"


def reading_words(code: str) -> str:
    """A reading in words: "Existencias", "Flujo · Año final"."""
    accumulation, _, policy = code.partition("/")
    name = str(_NAMES.get(accumulation, accumulation))
    return f"{name} · {FlowPolicy(policy).label}" if policy else name


def _label(option: Mapping[str, Any]) -> str:
    name = reading_words(option["code"])
    if option["result"] is None:
        return name
    return f"{name}: {percent(Decimal(option['result']))}"


def _example(row: Mapping[str, Any]) -> str:
    figures = (
        (gettext("línea base"), row["baseline"]),
        (gettext("meta"), row["target"]),
        (gettext("logro"), row["actual"]),
    )
    return ", ".join(f"{what} {measure(Decimal(value), row['unit'])}" for what, value in figures if value is not None)
