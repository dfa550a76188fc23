"""Clauses and pledges as the page reads them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from concierta.agreements.enums import PledgeKind
from concierta.web.components.formats import measure, pesos, short_date
from concierta.web.staff.presenters.languages import in_language


@dataclass(frozen=True, slots=True)
class PledgeLine:
    code: str
    entity: str
    text: str
    kind: str
    amount: str
    due: str
    origin: str
    source: str


@dataclass(frozen=True, slots=True)
class ClauseBlock:
    code: str
    title: str
    text: str
    pledges: list[PledgeLine]


def clause_block(clause: Any) -> ClauseBlock:
    return ClauseBlock(
        clause.code,
        in_language(clause, "title"),
        in_language(clause, "text"),
        [_line(pledge) for pledge in clause.pledges.all()],
    )


def _line(pledge: Any) -> PledgeLine:
    if pledge.kind == PledgeKind.CASH:
        amount = pesos(pledge.amount)
    elif pledge.quantity is not None:
        amount = measure(pledge.quantity, pledge.unit)
    else:
        amount = "—"
    return PledgeLine(
        pledge.code,
        pledge.entity.short_name,
        in_language(pledge, "text"),
        str(PledgeKind(pledge.kind).label),
        amount,
        short_date(pledge.due_on) if pledge.due_on else gettext("sin fecha"),
        pledge.origin,
        pledge.source,
    )
