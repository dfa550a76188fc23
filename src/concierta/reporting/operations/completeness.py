"""What a report still needs before it can be sent."""

from datetime import datetime

from concierta.engines.achievement import Measure
from concierta.kernel.clock import local_date
from concierta.kernel.errors import Invalid, Refusal, gettext_noop
from concierta.reporting.models import Report
from concierta.reporting.operations.figures import check_breakdown


def sending_problems(report: Report, at: datetime) -> list[Refusal]:
    """Every reason why nobody could check `report` as it stands, in the order of the form; empty when there is none.

    Without a value (of a ratio, its two figures) or a narrative, with a value other than zero and no evidence, with
    parts that do not fit the total, or before its period ends. It asks nothing about who is sending: that is
    `check_can_submit`.
    """
    problems: list[Refusal] = []
    if report.indicator.measure == Measure.RATIO and (report.numerator is None or report.denominator is None):
        problems.append(
            Invalid(
                gettext_noop("Faltan el numerador y el denominador de esta tasa: con ellos se calcula su valor."),
                field="numerator" if report.numerator is None else "denominator",
            )
        )
    elif report.value is None:
        problems.append(Invalid(gettext_noop("Falta el valor. Si no hubo avance, escriba cero."), field="value"))
    if not report.narrative:
        problems.append(
            Invalid(
                gettext_noop("Falta la narrativa: diga en una o dos frases cómo se llegó a este valor."),
                field="narrative",
            )
        )
    if report.value and not report.evidence.exists():
        problems.append(
            Invalid(
                gettext_noop("Falta la evidencia: sin un archivo que lo respalde nadie puede verificar este valor."),
                field="evidence",
            )
        )
    if report.value is not None:
        try:
            check_breakdown(report)
        except Invalid as refusal:
            problems.append(refusal)
    if local_date(at) < report.period.cut_off:
        problems.append(
            Refusal(
                gettext_noop("%(period)s termina el %(cut_off)s: el reporte se envía desde ese día."),
                period=report.period.label,
                cut_off=report.period.cut_off.strftime("%d/%m/%Y"),
            )
        )
    return problems
