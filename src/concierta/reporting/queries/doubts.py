"""Figures that can be and are probably not meant: asked before a report is sent."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from concierta.engines.achievement import Accumulation
from concierta.indicators.written import is_count
from concierta.kernel.errors import Number, Refusal, gettext_noop
from concierta.reporting.models import Report
from concierta.reporting.queries.standing import Standing

#: Over this many times its target, a figure is asked about [D].
MUCH_OVER = 2
#: What is told from 1 January to the cut-off: it can only grow in a year.
_TO_DATE = frozenset({Accumulation.CUMULATIVE, Accumulation.FLOW})
_DIVIDED_BY_TARGET = _TO_DATE | {Accumulation.STOCK, Accumulation.MAINTENANCE}


@dataclass(frozen=True, slots=True)
class SendingDoubt:
    """`code` and the figure name the doubt: who says that it is meant says it of this figure. `asked` is a sentence."""

    code: str
    asked: Refusal


def sending_doubts(report: Report, standing: Standing) -> list[SendingDoubt]:
    """What to ask before `report` is sent: a figure to date below the one before it, or far over its target."""
    value, accumulation = report.value, Accumulation(standing.indicator.accumulation)
    if value is None:
        return []
    found = []
    before = _before(report) if accumulation in _TO_DATE and is_count(standing.indicator.unit) else None
    if before is not None and before.value is not None and value < before.value:
        sentence = gettext_noop(
            "En %(period)s se reportaron %(before)s y ahora %(value)s: lo acumulado en el año baja. ¿Es lo acumulado "
            "desde el 1 de enero, y no solo lo de este periodo?"
        )
        found.append(_doubt("falls", report, sentence, before=Number(before.value), period=before.period.label))
    target = standing.target
    if accumulation in _DIVIDED_BY_TARGET and target is not None and target > 0 and value > MUCH_OVER * target:
        share = (value / target * 100).quantize(Decimal(1), ROUND_HALF_UP)
        sentence = gettext_noop("%(value)s es el %(share)s %% de la meta, que es %(target)s. ¿Está bien la cifra?")
        found.append(_doubt("over", report, sentence, share=Number(share), target=Number(target)))
    return found


def _doubt(code: str, report: Report, sentence: str, **said: Any) -> SendingDoubt:
    value = report.value or Decimal(0)
    return SendingDoubt(f"{code}={value.normalize():f}", Refusal(sentence, value=Number(value), **said))


def _before(report: Report) -> Report | None:
    """The newest figure of an earlier cut-off of the same year that was sent."""
    cut_off = report.period.cut_off
    return (
        Report.objects.filter(
            indicator=report.indicator_id,
            period__cut_off__lt=cut_off,
            period__cut_off__year=cut_off.year,
            submitted_at__isnull=False,
            value__isnull=False,
        )
        .select_related("period")
        .only("value", "period__year", "period__quarter")
        .order_by("-period__cut_off", "-version")
        .first()
    )
