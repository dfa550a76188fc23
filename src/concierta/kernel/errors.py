"""Refusals: every "no" says what happened, why, and what to do next.

The sentence is written in Spanish, the language of its users, and carries its parameters apart so that the web and
the command line can translate it without parsing text.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from concierta.kernel.decimals import plain


def gettext_noop(message: str) -> str:
    """Mark a sentence for the translation catalogue; the kernel itself does not translate."""
    return message


class Phrase(str):
    """A parameter that is itself words of ours, such as the name of a state: translated with its sentence."""

    __slots__ = ()


#: How a number is written, for a translator to write as their readers do: its two marks are taken from here.
_WRITTEN = gettext_noop("1.234,5")


@dataclass(frozen=True, slots=True)
class Number:
    """A parameter that is a figure, written as its reader writes them; `before` is what stands before it, as «$ »."""

    value: int | Decimal
    before: str = ""

    def render(self, translate: Callable[[str], str] = str) -> str:
        written = translate(_WRITTEN)
        whole, _point, rest = (plain(Decimal(self.value)) or "").lstrip("-").partition(".")
        sign = "-" if self.value < 0 else ""
        grouped = f"{int(whole):,}".replace(",", written[1])
        return f"{self.before}{sign}{grouped}{written[5] if rest else ''}{rest}"

    def __str__(self) -> str:
        return self.render()


def filled_in(message: str, params: Mapping[str, Any], translate: Callable[[str], str] = str) -> str:
    """A sentence of ours, translated, with its parameters in it: decimals as its reader writes them."""
    sentence = translate(message)
    return sentence % {name: _written(value, translate) for name, value in params.items()} if params else sentence


class Refusal(Exception):
    """An act that the rules do not allow, with a sentence a person can act on."""

    def __init__(self, message: str, **params: Any) -> None:
        super().__init__(message)
        self.message = message
        self.params = params

    def render(self, translate: Callable[[str], str] = str) -> str:
        """The sentence, translated by `translate` and filled in."""
        return filled_in(self.message, self.params, translate)

    def __str__(self) -> str:
        return self.render()


def _written(value: Any, translate: Callable[[str], str]) -> Any:
    if isinstance(value, Phrase):
        return translate(str(value))
    if isinstance(value, Decimal) and value.is_finite():
        value = Number(value)
    return value.render(translate) if isinstance(value, Number) else value


class PermissionRefused(Refusal):
    """This person may not do this."""


class TransitionRefused(Refusal):
    """Nobody may do this now: the state does not allow it."""


class NotFound(Refusal):
    """No such thing, or none that this person may see; deliberately indistinguishable."""


class AlreadyLoaded(Refusal):
    """Other data are in the place of those that come: only who asks for it has them replaced."""


class Invalid(Refusal):
    """A value that cannot be accepted; `field` names the form field to point at."""

    def __init__(self, message: str, *, field: str = "", **params: Any) -> None:
        super().__init__(message, **params)
        self.field = field


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of a permission: allowed, or the refusal that explains why not."""

    refusal: Refusal | None = None

    def __bool__(self) -> bool:
        return self.refusal is None

    @property
    def allowed(self) -> bool:
        return self.refusal is None

    @property
    def reason(self) -> str:
        return "" if self.refusal is None else str(self.refusal)


def verdict_of(check: Callable[..., None], *args: Any, **kwargs: Any) -> Verdict:
    """Turn a `check_can_x` into its `can_x`: the same rule, asked instead of demanded."""
    try:
        check(*args, **kwargs)
    except Refusal as refusal:
        return Verdict(refusal)
    return Verdict()
