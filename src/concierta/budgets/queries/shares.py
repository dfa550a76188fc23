"""What of an opportunity is for each of its projects."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from concierta.budgets.enums import AmountKind
from concierta.budgets.models import Opportunity, OpportunityAmount, OpportunityShare
from concierta.engines.finance import PESO, apportion
from concierta.plans.models import Project

#: The nearest to money first.
_LATEST = (AmountKind.AGREED, AmountKind.APPROVED, AmountKind.REQUESTED, AmountKind.EXPECTED)
_CENTS = 100


@dataclass(frozen=True, slots=True)
class ProjectShare:
    """`part` of the whole. `pesos`: of the figure said last (None: none was); `amount` the same in its own currency;
    `disbursed`: of what came, each disbursement split to the peso."""

    project: Project
    part: Fraction
    pesos: int | None
    amount: Decimal | None
    disbursed: int


def latest_figure(opportunity: Opportunity) -> OpportunityAmount | None:
    """What was agreed, else approved, else asked for, else what will be. `opportunity` comes with its amounts."""
    said = {one.kind: one for one in opportunity.amounts.all()}
    return next((said[kind] for kind in _LATEST if kind in said), None)


def shares_of(opportunity: Opportunity) -> list[ProjectShare]:
    """By project code. `opportunity` comes with shares, their projects, and amounts: no query."""
    shares = list(opportunity.shares.all())
    parts = [share.parts for share in shares]
    figure = latest_figure(opportunity)
    pesos = apportion(figure.pesos, parts) if figure else []
    cents = 1 if figure is None or figure.currency == PESO else _CENTS
    amounts = apportion(int(figure.amount * cents), parts) if figure else []
    came = _columns(
        apportion(one.pesos, parts) for one in opportunity.amounts.all() if one.kind == AmountKind.DISBURSED
    )
    return [
        ProjectShare(
            share.project,
            Fraction(share.parts, sum(parts)),
            pesos[place] if figure else None,
            Decimal(amounts[place]) / cents if figure else None,
            came[place] if came else 0,
        )
        for place, share in enumerate(shares)
    ]


def are_alike(shares: Iterable[OpportunityShare]) -> bool:
    """True if every project has the same part."""
    return len({share.parts for share in shares}) <= 1


def _columns(rows: Iterable[list[int]]) -> list[int]:
    return [sum(column) for column in zip(*rows, strict=True)]
