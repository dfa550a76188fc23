"""Adjustment measures as lists and as one page: figures before, sought and after."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext

from concierta.amendments.enums import Basis, MeasureState
from concierta.web.kit.formats import date_time, long_date, number
from concierta.web.kit.formats import period as period_words
from concierta.web.workspace.amendments.rows import decided_words
from concierta.web.workspace.mesa.decisions import session_words
from concierta.web.workspace.reporting.figures import with_unit
from concierta.web.workspace.shell import in_language

if TYPE_CHECKING:
    from concierta.amendments.models import AdjustmentMeasure, MeasuredFigure
    from concierta.indicators.models import Indicator
    from concierta.plans.models import ReportingPeriod
    from concierta.publishing.queries.measuring import Reading

_KINDS = {MeasureState.PROPOSED: "soon", MeasureState.ADOPTED: "strong"}
JUDGED = (MeasureState.WORKED, MeasureState.PARTLY, MeasureState.FAILED)


def is_due(measure: "AdjustmentMeasure", on: date) -> bool:
    """True if the Mesa has to say by now whether it worked."""
    return measure.state == MeasureState.ADOPTED and measure.evaluate_on <= on


def state_tag(measure: "AdjustmentMeasure", on: date) -> tuple[str, str]:
    """The words and the kind of the tag that says where a measure is."""
    state = MeasureState(measure.state)
    if is_due(measure, on):
        return gettext("Toca evaluarla"), "late"
    return str(state.label), _KINDS.get(state, "plain")


def who_answers(measure: "AdjustmentMeasure") -> str:
    return measure.entity.name + (f" · {measure.person.name}" if measure.person else "")


def figures_in_short(measure: "AdjustmentMeasure") -> str:
    """«R-01: 300 → 600 (se busca 800)», with what is known so far."""
    return " · ".join(_in_short(figure) for figure in measure.figures.all())


def _in_short(figure: "MeasuredFigure") -> str:
    code = figure.indicator.code
    known = [number(value) for value in (figure.before, figure.after) if value is not None]
    words = f"{code}: {' → '.join(known)}" if known else code
    if figure.sought is None:
        return words
    return words + gettext(" (se busca %(value)s)") % {"value": number(figure.sought)}


def measure_groups(measures: "Sequence[AdjustmentMeasure]", on: date) -> list[Mapping[str, object]]:
    """What must be judged first, then what waits to be adopted, what is under way, and what came of the others."""
    groups: list[tuple[str, Callable[[AdjustmentMeasure], bool]]] = [
        (gettext("Toca evaluarlas"), lambda measure: is_due(measure, on)),
        (gettext("Esperan la decisión de la mesa"), lambda measure: measure.state == MeasureState.PROPOSED),
        (gettext("En marcha"), lambda measure: measure.state == MeasureState.ADOPTED and not is_due(measure, on)),
        (gettext("Ya evaluadas"), lambda measure: measure.state in JUDGED),
        (gettext("Negadas"), lambda measure: measure.state == MeasureState.REJECTED),
    ]
    listed = [
        {
            "title": title,
            "rows": [
                (one, state_tag(one, on), who_answers(one), is_due(one, on), figures_in_short(one))
                for one in measures
                if belongs(one)
            ],
        }
        for title, belongs in groups
    ]
    return [group for group in listed if group["rows"]]


def measures_finding(measures: "Sequence[AdjustmentMeasure]", on: date) -> str:
    """The title: «Toca evaluar 1 medida; 2 de 3 evaluadas funcionaron»."""
    due = sum(is_due(measure, on) for measure in measures)
    under_way = sum(measure.state == MeasureState.ADOPTED for measure in measures)
    judged = [measure for measure in measures if measure.state in JUDGED]
    parts = []
    if due:
        parts.append(ngettext("toca evaluar %(n)s medida", "toca evaluar %(n)s medidas", due) % {"n": due})
    elif under_way:
        parts.append(ngettext("%(n)s medida en marcha", "%(n)s medidas en marcha", under_way) % {"n": under_way})
    if judged:
        worked = sum(measure.state == MeasureState.WORKED for measure in judged)
        words = ngettext(
            "%(worked)s de %(n)s evaluada funcionó", "%(worked)s de %(n)s evaluadas funcionaron", len(judged)
        )
        parts.append(words % {"worked": worked, "n": len(judged)})
    if not parts:
        waiting = sum(measure.state == MeasureState.PROPOSED for measure in measures)
        if not waiting:
            return gettext("Medidas de ajuste")
        words = ngettext(
            "%(n)s medida espera la decisión de la mesa", "%(n)s medidas esperan la decisión de la mesa", waiting
        )
        parts.append(words % {"n": waiting})
    sentence = "; ".join(parts)
    return sentence[0].upper() + sentence[1:]


@dataclass(frozen=True, slots=True)
class FigureLine:
    code: str
    name: str
    before: str
    sought: str
    after: str


def figure_lines(measure: "AdjustmentMeasure", readings: "Mapping[str, Reading]") -> list[FigureLine]:
    """Before, sought and after; until the Mesa has judged, `readings` tell what stands today, by indicator code."""
    judged = measure.state in JUDGED
    lines = []
    for figure in measure.figures.all():
        indicator = figure.indicator
        line = FigureLine(
            code=indicator.code,
            name=in_language(indicator, "name"),
            before=_value(figure.before, figure.before_basis, figure.period_before, indicator)
            if measure.adopted_at
            else gettext("se fija al adoptarla"),
            sought=with_unit(figure.sought, indicator) if figure.sought is not None else gettext("Solo se observa"),
            after=_value(figure.after, figure.after_basis, figure.period_after, indicator)
            if judged
            else reading_words(readings.get(indicator.code), indicator),
        )
        lines.append(line)
    return lines


def last_column(measure: "AdjustmentMeasure") -> str:
    return gettext("Después") if measure.state in JUDGED else gettext("Hoy")


def _value(
    value: Decimal | Fraction | None, basis: str, period: "ReportingPeriod | None", indicator: "Indicator"
) -> str:
    if value is None:
        return gettext("Sin dato")
    words = with_unit(value, indicator)
    where = [str(Basis(basis).label).lower()] if basis else []
    if period is not None:
        where.append(period_words(period.label))
    return f"{words} ({', '.join(where)})" if where else words


def reading_words(reading: "Reading | None", indicator: "Indicator") -> str:
    """What stands today of an indicator: verified where there is one, else only reported, saying which."""
    if reading is not None and reading.verified_value is not None:
        return _value(reading.verified_value, Basis.VERIFIED, None, indicator)
    return _value(reading.reported_value if reading else None, Basis.REPORTED, None, indicator)


def measure_facts(measure: "AdjustmentMeasure") -> list[tuple[str, str]]:
    facts = [
        (gettext("Responde"), who_answers(measure)),
        (gettext("Se evalúa el"), long_date(measure.evaluate_on)),
        (gettext("Propuesta"), date_time(measure.proposed_at)),
    ]
    if measure.amendment is not None:
        facts.append((gettext("Va con la modificación"), f"{measure.amendment.number}. {measure.amendment.title}"))
    if measure.item is not None:
        facts.append((gettext("Orden del día"), f"{session_words(measure.item.session)} · {measure.item.title}"))
    if measure.decision is not None:
        facts.append((gettext("La adoptó"), decided_words(measure.decision)))
    if measure.evaluation_decision is not None:
        facts.append((gettext("La evaluó"), decided_words(measure.evaluation_decision)))
    if measure.closed_reason:
        facts.append((gettext("Por qué se negó"), measure.closed_reason))
    return facts


def verdict_title(measure: "AdjustmentMeasure") -> str:
    return {
        MeasureState.WORKED.value: gettext("La mesa concluyó que funcionó"),
        MeasureState.PARTLY.value: gettext("La mesa concluyó que funcionó en parte"),
        MeasureState.FAILED.value: gettext("La mesa concluyó que no funcionó"),
    }.get(measure.state, "")
