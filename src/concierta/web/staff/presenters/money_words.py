"""How money is said on the pages of the workspace."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concierta.engines.achievement import AlertCode
from concierta.engines.finance import Stages
from concierta.web.components.formats import long_date, no_data, number, pesos_exact

_MILLION = 10**6
STAGES = ("initial", "final", "availability", "registration", "obligation", "payment")


_STAGE_WORDS = {
    "initial": _("Inicial"),
    "additions": _("Adiciones"),
    "reductions": _("Reducciones"),
    "credits": _("Créditos"),
    "counter_credits": _("Contracréditos"),
    "deferred": _("Aplazado"),
    "final": _("Definitiva"),
    "availability": _("CDP"),
    "registration": _("RP"),
    "obligation": _("Obligado"),
    "payment": _("Pagado"),
    "zero": _("cero"),
    "initial and modifications": _("inicial y sus modificaciones"),
}
_ALERT_WORDS = {
    AlertCode.OBLIGATIONS_WITHOUT_RESULT: _("Obliga dinero sin resultado ni explicación"),
    AlertCode.RESULT_WITHOUT_OBLIGATIONS: _("Resultado sin obligaciones"),
    AlertCode.RESULT_WITHOUT_NARRATIVE: _("Resultado sin explicación escrita"),
    AlertCode.CLOSE_UNDER_TARGET: _("A este paso cierra por debajo de la meta"),
}


def stage_word(name: str) -> str:
    return str(_STAGE_WORDS.get(name, name))


def alert_word(code: AlertCode) -> str:
    return str(_ALERT_WORDS[code])


def millions(value: int | Fraction | None) -> SafeString | str:
    """In millions of pesos, for a column that says so; the exact amount is one gesture away."""
    if value is None:
        return no_data()
    amount = Fraction(value) / _MILLION
    shown = number(amount, 1 if abs(amount) >= 1 else 3)
    return format_html('<data value="{}" title="{}">{}</data>', str(value), pesos_exact(value), shown)


def _whole(value: int | None) -> str:
    return number(value, 0)


def stage_cells(stages: Stages, *, exact: bool = False) -> list[dict[str, Any]]:
    """The six stages in their order, each with its label for a telephone: `exact` in pesos, else in millions of them.
    The column says which, so that no figure carries its sign."""
    write = _whole if exact else millions
    return [{"label": _STAGE_WORDS[name], "value": write(getattr(stages, name))} for name in STAGES]


def stage_labels() -> list[str]:
    return [stage_word(name) for name in STAGES]


def cut_off_options(cut_offs: Sequence[date], today: date) -> list[tuple[str, str]]:
    """The days of a list to choose from; today, where nobody closed figures today."""
    options = [(day.isoformat(), long_date(day)) for day in cut_offs]
    if today not in cut_offs:
        options.append((today.isoformat(), gettext("Hoy, %(day)s") % {"day": long_date(today)}))
    return options
