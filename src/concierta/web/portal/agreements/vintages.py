"""Of what was promised in each year, how much is kept: one bar a year, in counts and never in means."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext, ngettext

from concierta.web.kit import formats
from concierta.web.kit.charts import svg
from concierta.web.kit.clause_states import BarPart
from concierta.web.portal.corte import Corte, Row
from concierta.web.portal.page import joined


@dataclass(frozen=True, slots=True)
class VintageLine:
    year: str
    told: str
    note: str
    parts: list[BarPart]


def vintage_lines(corte: Corte) -> list[VintageLine]:
    """The oldest first; nothing in a corte older than the table."""
    return [VintageLine(str(row.year), told(row), _note(row), _parts(row)) for row in corte.table("pledge_vintages")]


def told(row: Row) -> str:
    """ "De lo que se prometió en 2024, 3 de 7 ya se cumplió"."""
    return ngettext(
        "De lo que se prometió en %(year)s, %(kept)s de %(n)s ya se cumplió.",
        "De lo que se prometió en %(year)s, %(kept)s de %(n)s ya se cumplieron.",
        row.kept,
    ) % {"year": row.year, "kept": formats.number(row.kept), "n": formats.number(row.promised)}


def _note(row: Row) -> str:
    """What had come due, and what was left with nobody who answers."""
    due = (
        ngettext(
            "%(n)s ya venció y de ella se cumplió %(kept)s",
            "%(n)s ya vencieron y de ellas se cumplieron %(kept)s",
            row.due,
        )
        % {"n": formats.number(row.due), "kept": formats.number(row.due_kept)}
        if row.due
        else gettext("Ninguna ha vencido")
    )
    released = ngettext("%(n)s quedó sin quien responda", "%(n)s quedaron sin quien responda", row.released) % {
        "n": formats.number(row.released)
    }
    return joined([due, released if row.released else ""])


def _parts(row: Row) -> list[BarPart]:
    """What is kept, what came due and is not, and what still has time."""
    broken = row.due - row.due_kept
    sizes = (("kept", row.kept), ("not_kept", broken), ("not_due", row.promised - row.kept - broken))
    at, parts = 0, []
    for state, size in sizes:
        if size:
            parts.append(BarPart(state, svg.share(_of(at, row)), svg.share(_of(size, row))))
            at += size
    return parts


def _of(size: int, row: Row) -> Fraction:
    return Fraction(size, row.promised)
