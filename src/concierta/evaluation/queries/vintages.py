"""Of what was promised in each year, how much has come due by now and how much is kept."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from concierta.agreements.enums import COUNTED, PledgeState
from concierta.agreements.models import Agreement, Pledge
from concierta.evaluation.queries.clauses import Facts
from concierta.kernel.clock import local_date


@dataclass(frozen=True, slots=True)
class Vintage:
    """Counts of promises, never a mean of shares: `kept` of all, `due_kept` of those `due`. `released` were left with
    nobody who answers: they stay in the year in which they were made, or it would only ever look better."""

    year: int
    promised: int
    due: int
    due_kept: int
    kept: int
    released: int


def pledge_vintages(agreement: Agreement, on: date) -> list[Vintage]:
    """By year in which an entity made them its own; those of a signed paper, by the date of the agreement. The number
    of queries does not depend on how many there are."""
    kept = Facts(agreement, on).kept
    made: dict[int, list[Pledge]] = defaultdict(list)
    promises = Pledge.objects.filter(clause__agreement=agreement, state__in=(*COUNTED, PledgeState.RELEASED))
    for pledge in promises.order_by("pk"):
        day = local_date(pledge.confirmed_at) if pledge.confirmed_at else agreement.signed_on
        if day <= on:
            made[day.year].append(pledge)
    return [_vintage(year, made[year], kept, on) for year in sorted(made)]


def _vintage(year: int, promises: list[Pledge], kept: set[int], on: date) -> Vintage:
    due = [pledge for pledge in promises if pledge.due_on is not None and pledge.due_on <= on]
    return Vintage(
        year=year,
        promised=len(promises),
        due=len(due),
        due_kept=sum(pledge.pk in kept for pledge in due),
        kept=sum(pledge.pk in kept for pledge in promises),
        released=sum(pledge.state == PledgeState.RELEASED for pledge in promises),
    )
