"""Adjustment measures as lists and as one page: figures before, sought and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from concierta.amendments.enums import Basis, MeasureState
from concierta.web.kit.formats import date_time, long_date, number, short_date
from concierta.web.kit.formats import period as period_words
from concierta.web.workspace.mesa.decisions import session_words
from concierta.web.workspace.reporting.figures import with_unit
from concierta.web.workspace.shell import in_language

_KINDS = {MeasureState.PROPOSED: "soon", MeasureState.ADOPTED: "strong"}
JUDGED = (MeasureState.WORKED, MeasureState.PARTLY, MeasureState.FAILED)


@dataclass(frozen=True, slots=True)
class MeasureRow:
    title: str
    code: str
    href: str
    meta: str
    date: str
    date_note: str
    state: str
    kind: str
    figures: str


def measure_row(measure: Any, on: date) -> MeasureRow:
    state = MeasureState(measure.state)
    due = state == MeasureState.ADOPTED and measure.evaluate_on <= on
    return MeasureRow(
        title=measure.title,
        code=gettext("N.º %(n)s") % {"n": measure.number},
        href=reverse("measure", args=[measure.pk]),
        meta=measure.entity.name + (f" · {measure.person.name}" if measure.person else ""),
        date=short_date(measure.evaluate_on),
        date_note=gettext("se debía evaluar") if due else gettext("se evalúa"),
        state=gettext("Toca evaluarla") if due else str(state.label),
        kind="late" if due else _KINDS.get(state, "plain"),
        figures=" · ".join(_in_short(figure) for figure in measure.figures.all()),
    )


def _in_short(figure: Any) -> str:
    """«R-01: 300 → 600 (se buscaba 800)», with what is known so far."""
    indicator = figure.indicator
    known = [number(value) for value in (figure.before, figure.after) if value is not None]
    said = f"{indicator.code}: {' → '.join(known)}" if known else indicator.code
    if figure.sought is not None:
        said += gettext(" (se busca %(value)s)") % {"value": number(figure.sought)}
    return said


def measure_groups(measures: Sequence[Any], on: date) -> list[dict[str, Any]]:
    """What must be judged first, then what waits to be adopted, what is under way, and what came of the others."""
    groups: list[tuple[str, Any]] = [
        (gettext("Toca evaluarlas"), lambda m: m.state == MeasureState.ADOPTED and m.evaluate_on <= on),
        (gettext("Esperan la decisión de la mesa"), lambda m: m.state == MeasureState.PROPOSED),
        (gettext("En marcha"), lambda m: m.state == MeasureState.ADOPTED and m.evaluate_on > on),
        (gettext("Ya evaluadas"), lambda m: m.state in JUDGED),
        (gettext("Negadas"), lambda m: m.state == MeasureState.REJECTED),
    ]
    listed = [
        {"title": title, "rows": [measure_row(one, on) for one in measures if belongs(one)]}
        for title, belongs in groups
    ]
    return [group for group in listed if group["rows"]]


def measures_finding(measures: Sequence[Any], on: date) -> str:
    """«1 medida toca evaluarla; 2 de 3 evaluadas funcionaron»."""
    due = sum(one.state == MeasureState.ADOPTED and one.evaluate_on <= on for one in measures)
    under_way = sum(one.state == MeasureState.ADOPTED for one in measures)
    judged = [one for one in measures if one.state in JUDGED]
    said = []
    if due:
        said.append(ngettext("toca evaluar %(n)s medida", "toca evaluar %(n)s medidas", due) % {"n": due})
    elif under_way:
        said.append(ngettext("%(n)s medida en marcha", "%(n)s medidas en marcha", under_way) % {"n": under_way})
    if judged:
        worked = sum(one.state == MeasureState.WORKED for one in judged)
        words = ngettext(
            "%(worked)s de %(n)s evaluada funcionó", "%(worked)s de %(n)s evaluadas funcionaron", len(judged)
        )
        said.append(words % {"worked": worked, "n": len(judged)})
    if not said:
        waiting = sum(one.state == MeasureState.PROPOSED for one in measures)
        if not waiting:
            return gettext("Medidas de ajuste")
        said.append(
            ngettext(
                "%(n)s medida espera la decisión de la mesa", "%(n)s medidas esperan la decisión de la mesa", waiting
            )
            % {"n": waiting}
        )
    sentence = "; ".join(said)
    return sentence[0].upper() + sentence[1:]


@dataclass(frozen=True, slots=True)
class FigureLine:
    code: str
    name: str
    before: str
    sought: str
    after: str


def figure_lines(measure: Any, now: dict[str, Any]) -> list[FigureLine]:
    """Before, sought and after; `now` gives what stands today by indicator code, until the Mesa has judged."""
    judged = measure.state in JUDGED
    lines = []
    for figure in measure.figures.all():
        indicator = figure.indicator
        after = _value(figure.after, figure.after_basis, figure.period_after, indicator) if judged else ""
        lines.append(
            FigureLine(
                code=indicator.code,
                name=in_language(indicator, "name"),
                before=_value(figure.before, figure.before_basis, figure.period_before, indicator)
                if measure.adopted_at
                else gettext("se fija al adoptarla"),
                sought=with_unit(figure.sought, indicator) if figure.sought is not None else gettext("Solo se observa"),
                after=after or now.get(indicator.code, gettext("Sin dato")),
            )
        )
    return lines


def last_column(measure: Any) -> str:
    return gettext("Después") if measure.state in JUDGED else gettext("Hoy")


def _value(value: Any, basis: str, period: Any, indicator: Any) -> str:
    if value is None:
        return gettext("Sin dato")
    said = with_unit(value, indicator)
    where = [str(Basis(basis).label).lower()] if basis else []
    if period is not None:
        where.append(period_words(period.label))
    return f"{said} ({', '.join(where)})" if where else said


def reading_words(reading: Any, indicator: Any) -> str:
    """What stands today of an indicator: verified where there is one, else only reported, saying which."""
    if reading is None:
        return gettext("Sin dato")
    if reading.verified_value is not None:
        return _value(reading.verified_value, Basis.VERIFIED, None, indicator)
    if reading.reported_value is not None:
        return _value(reading.reported_value, Basis.REPORTED, None, indicator)
    return gettext("Sin dato")


def measure_facts(measure: Any) -> list[tuple[str, str]]:
    facts = [
        (gettext("Responde"), measure.entity.name + (f" · {measure.person.name}" if measure.person else "")),
        (gettext("Se evalúa el"), long_date(measure.evaluate_on)),
        (gettext("Propuesta"), date_time(measure.proposed_at)),
    ]
    if measure.amendment is not None:
        facts.append((gettext("Va con la modificación"), f"{measure.amendment.number}. {measure.amendment.title}"))
    if measure.item is not None:
        facts.append((gettext("Orden del día"), f"{session_words(measure.item.session)} · {measure.item.title}"))
    if measure.decision is not None:
        facts.append((gettext("La adoptó"), _decided(measure.decision)))
    if measure.evaluation_decision is not None:
        facts.append((gettext("La evaluó"), _decided(measure.evaluation_decision)))
    if measure.closed_reason:
        facts.append((gettext("Por qué se negó"), measure.closed_reason))
    return facts


def _decided(decision: Any) -> str:
    return gettext("Decisión %(number)s · %(session)s") % {
        "number": decision.number,
        "session": session_words(decision.session),
    }


def verdict_title(measure: Any) -> str:
    return {
        MeasureState.WORKED: gettext("La mesa concluyó que funcionó"),
        MeasureState.PARTLY: gettext("La mesa concluyó que funcionó en parte"),
        MeasureState.FAILED: gettext("La mesa concluyó que no funcionó"),
    }.get(measure.state, "")


def state_tag(measure: Any, on: date) -> tuple[str, str]:
    row = measure_row(measure, on)
    return row.state, row.kind
