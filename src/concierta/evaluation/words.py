"""Why a project is looked at, in sentences, in the active language."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from concierta.evaluation.enums import ReviewReason
from concierta.evaluation.queries.queue import Reason


def reasons_in_words(reasons: Iterable[Reason]) -> str:
    """ "2 reportes vencidos; tiene el 12,5 % de los pesos del año"; "" where there is none."""
    sentence = "; ".join(reason_in_words(reason) for reason in reasons)
    return sentence[:1].upper() + sentence[1:]


def reason_in_words(reason: Reason) -> str:
    n = int(reason.size)
    match reason.kind:
        case ReviewReason.CRITICAL_RISK:
            return ngettext("%(n)s riesgo crítico abierto", "%(n)s riesgos críticos abiertos", n) % {"n": n}
        case ReviewReason.REJECTED:
            return ngettext("%(n)s cifra no aceptada", "%(n)s cifras no aceptadas", n) % {"n": n}
        case ReviewReason.OVERDUE:
            return ngettext("%(n)s reporte vencido", "%(n)s reportes vencidos", n) % {"n": n}
        case ReviewReason.BEHIND:
            return gettext("va %(share)s por debajo de lo esperado") % {"share": percent(reason.size)}
        case ReviewReason.MONEY_WITHOUT_RESULT:
            return gettext("ha gastado y nada está verificado")
        case ReviewReason.WEIGHT:
            return gettext("tiene el %(share)s de los pesos del año") % {"share": percent(reason.size)}


def percent(share: Fraction) -> str:
    """Fraction(1, 8) → "12,5 %"."""
    value = Decimal(share.numerator * 100) / Decimal(share.denominator)
    written = number_format(value.quantize(Decimal("0.1"), ROUND_HALF_UP), decimal_pos=1, force_grouping=True)
    return f"{written}\N{NO-BREAK SPACE}%"
