"""How the states of commitments are told: rows of the matrix with their bar, figures in words, and what is missing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Generic, TypeVar

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from concierta.evaluation.clause_words import counted, figure_name, state_meaning, state_name
from concierta.web.kit import formats
from concierta.web.kit.charts import svg
from concierta.web.kit.clause_marks import ORDER, clause_mark

#: States that say whether a commitment is kept.
JUDGED = ("kept", "partly", "not_kept")
#: Of more signatories than these, the cells would be a wall: the bar and the words tell them.
MATRIX_COLUMNS = 40
#: The order of a list where what there is to do comes first.
WORST = ("not_kept", "partly", "kept", "not_due", "no_promise", "not_installed")
#: Of verifiers, or no duty: what is missing of them is not for the signatory alone to do.
_NOT_ITS_OWN = (
    "reports_looked_at",
    "reports_looked_at_in_time",
    "highest_rung",
    "leverage",
)
Amount = int | Decimal
#: Name, done, due (None where there is nothing to be part of) and unit, "COP" for pesos.
Figure = tuple[str, Amount, Amount | None, str]
Who = TypeVar("Who")


@dataclass(frozen=True, slots=True)
class BarPart:
    state: str
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A commitment: how many signatories are in each state, in words and as a bar, and its cells."""

    code: str
    title: str
    href: str
    told: str
    parts: list[BarPart]
    cells: list[tuple[SafeString, str]]


@dataclass(frozen=True, slots=True)
class StateLine(Generic[Who]):
    """One signatory before one commitment, with its figures in words; `missing` what is left to do."""

    who: Who
    state: str
    word: str
    mark: SafeString
    figures: str
    missing: str


def matrix_row(code: str, title: str, href: str, counts: Counter[str], states: Iterable[str]) -> MatrixRow:
    """`states` are those of the columns, in their order."""
    cells = [(clause_mark(state), state_name(state)) for state in states]
    return MatrixRow(code, title, href, counts_told(counts), bar_parts(counts), cells)


def legend_of(used: Iterable[str]) -> list[tuple[SafeString, str, str]]:
    """Mark, word and meaning of the states that are there, in the order of the marks."""
    there = set(used)
    return [(clause_mark(state), state_name(state), state_meaning(state)) for state in ORDER if state in there]


def bar_parts(counts: Counter[str]) -> list[BarPart]:
    """Places and widths in percentages, in the order of the marks."""
    total, at, parts = sum(counts.values()), 0, []
    for state in ORDER:
        if counts[state]:
            parts.append(BarPart(state, svg.share(Fraction(at, total)), svg.share(Fraction(counts[state], total))))
            at += counts[state]
    return parts


def counts_told(counts: Counter[str]) -> str:
    """ "7 cumplen · 2 cumplen en parte", in the order of the marks."""
    return " · ".join(counted(state, counts[state], formats.number(counts[state])) for state in ORDER if counts[state])


def kept_by_all(by_clause: Iterable[Counter[str]]) -> str:
    """How many of the commitments that can be judged today are kept by all who can be."""
    judged = [counts for counts in by_clause if any(counts[state] for state in JUDGED)]
    kept = sum(not counts["partly"] and not counts["not_kept"] for counts in judged)
    if not judged:
        return gettext("Todavía no se puede decir si los compromisos se cumplen")
    return ngettext(
        "En %(kept)s de %(n)s compromiso que ya se puede juzgar cumplen todas las firmantes",
        "En %(kept)s de los %(n)s compromisos que ya se pueden juzgar cumplen todas las firmantes",
        len(judged),
    ) % {"kept": formats.number(kept), "n": formats.number(len(judged))}


def state_line(who: Who, state: str, figures: Sequence[Figure]) -> StateLine[Who]:
    missing = " · ".join(filter(None, map(_missing_told, figures)))
    return StateLine(
        who=who,
        state=state,
        word=state_name(state),
        mark=clause_mark(state),
        figures=" · ".join(map(_figure_told, figures)),
        missing=missing if state in ("partly", "not_kept") else "",
    )


def _figure_told(figure: Figure) -> str:
    """ "Promesas cumplidas: 1 de 3"."""
    name, done, due, unit = figure
    amount = formats.pesos if unit == "COP" else formats.number
    if due is None:
        return f"{figure_name(name)}: {amount(done)}"
    told = gettext("%(done)s de %(due)s") % {"done": amount(done), "due": amount(due)}
    return f"{figure_name(name)}: {told}"


def _missing_told(figure: Figure) -> str:
    """ "Promesas cumplidas: faltan 2"; "" where nothing is, or it is not the signatory's to do."""
    name, done, due, unit = figure
    if due is None or done >= due or name in _NOT_ITS_OWN:
        return ""
    amount = formats.pesos if unit == "COP" else formats.number
    return gettext("%(figure)s: faltan %(left)s") % {"figure": figure_name(name), "left": amount(due - done)}
