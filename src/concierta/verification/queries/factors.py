"""The verification factor: of what was claimed and looked at, how much held; and how much was looked at at all.

    factor = Σ verified ÷ Σ reported        over the claims that a verifier looked at

Rejected and not verifiable claims count as zero. Claims that nobody looked at are in neither sum: they are told in the
coverage, by number of reports and by the money behind them. People and kilometres are not added: above one unit, the
row without unit counts every claim as one (its own verified ÷ reported) and the factor is their mean.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from concierta.people.models import User
from concierta.plans.models import Node, Plan
from concierta.plans.permissions import check_can_see_plan
from concierta.reporting.enums import Outcome, ReportState
from concierta.reporting.models import Report
from concierta.verification.queries.facts import money_behind

PLAN, NODE, ENTITY, INDICATOR = "plan", "node", "entity", "indicator"
LEVELS = (PLAN, NODE, ENTITY, INDICATOR)
Group = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure that stands at a cut-off. `groups` (level, key) that it is part of; `money` obligated pesos or None."""

    groups: tuple[Group, ...]
    unit: str
    reported: Decimal
    outcome: str
    verified: Decimal | None
    money: int | None

    @property
    def found(self) -> Decimal:
        """What held: nothing, where it was rejected or could not be verified."""
        return self.verified if self.verified is not None else Decimal(0)


@dataclass(frozen=True, slots=True)
class Factor:
    """One group in one unit; `unit` "" is all of them together. `reported`, `verified` of what was looked at.

    `reports` all claims, `looked_at` those with an outcome, of which `rejected` and `not_verifiable` count as zero.
    `money` and `money_looked_at` whole pesos, None where no claim has money behind it.
    """

    level: str
    key: str
    unit: str
    reported: Fraction
    verified: Fraction
    reports: int
    looked_at: int
    rejected: int
    not_verifiable: int
    money: int | None
    money_looked_at: int | None

    @property
    def factor(self) -> Fraction | None:
        """Σ verified ÷ Σ reported; None where nothing was looked at, or what was adds up to nothing."""
        return self.verified / self.reported if self.reported else None

    @property
    def reports_share(self) -> Fraction | None:
        return Fraction(self.looked_at, self.reports) if self.reports else None

    @property
    def money_share(self) -> Fraction | None:
        return Fraction(self.money_looked_at or 0, self.money) if self.money else None


def factors_of(claims: Iterable[Claim]) -> list[Factor]:
    """A row per group, and below it one per unit (indicators have one only): by level, key and unit."""
    piles: dict[Group, dict[str, list[Claim]]] = {}
    for claim in claims:
        for group in claim.groups:
            piles.setdefault(group, {}).setdefault(claim.unit, []).append(claim)
    return list(_rows(piles))


def _rows(piles: dict[Group, dict[str, list[Claim]]]) -> Iterator[Factor]:
    for level, key in sorted(piles, key=lambda group: (LEVELS.index(group[0]), group[1])):
        by_unit = piles[level, key]
        together = [claim for listed in by_unit.values() for claim in listed]
        yield _factor(level, key, "", together, added=len(by_unit) == 1)
        if level != INDICATOR:
            for unit in sorted(filter(None, by_unit)):
                yield _factor(level, key, unit, by_unit[unit], added=True)


def _factor(level: str, key: str, unit: str, claims: list[Claim], *, added: bool) -> Factor:
    looked_at = [claim for claim in claims if claim.outcome]
    if added:
        reported = sum((Fraction(claim.reported) for claim in looked_at), Fraction(0))
        verified = sum((Fraction(claim.found) for claim in looked_at), Fraction(0))
    else:
        shares = [Fraction(claim.found) / Fraction(claim.reported) for claim in looked_at if claim.reported]
        reported, verified = Fraction(len(shares)), sum(shares, Fraction(0))
    money = [claim.money for claim in claims if claim.money is not None]
    return Factor(
        level=level,
        key=key,
        unit=unit,
        reported=reported,
        verified=verified,
        reports=len(claims),
        looked_at=len(looked_at),
        rejected=sum(claim.outcome == Outcome.REJECTED for claim in looked_at),
        not_verifiable=sum(claim.outcome == Outcome.NOT_VERIFIABLE for claim in looked_at),
        money=sum(money) if money else None,
        money_looked_at=sum(claim.money or 0 for claim in looked_at) if money else None,
    )


def verification_factors(user: User | None, plan: Plan, cut_off: date) -> list[Factor]:
    """The factors of the periods that end at `cut_off`, as things are now. A constant number of queries.

    What a corte published is in its own table; a correction under way does not count before it is verified itself.
    """
    check_can_see_plan(user, plan)
    return factors_of(_claims(plan, cut_off))


def _claims(plan: Plan, cut_off: date) -> Iterator[Claim]:
    nodes = node_paths(plan)
    reports = (
        Report.objects.filter(indicator__plan=plan, period__cut_off=cut_off)
        .exclude(state__in=(ReportState.DRAFT, ReportState.SUPERSEDED))
        .select_related("indicator__product__project", "reporter_entity")
        .order_by("version")
    )
    standing: dict[tuple[int, int], Report] = {}
    for report in reports:
        key = (report.indicator_id, report.period_id)
        if report.state == ReportState.RETURNED and report.matrix_import_id is not None:
            continue
        if key not in standing or standing[key].state != ReportState.PUBLISHED:
            standing[key] = report
    money = money_behind(reports.order_by().values("pk"))
    for report in standing.values():
        indicator = report.indicator
        node = indicator.product.project.node_id if indicator.product else indicator.node_id
        yield Claim(
            groups=(
                (PLAN, plan.slug),
                *((NODE, key) for key in nodes.get(node, ())),
                (ENTITY, report.reporter_entity.code),
                (INDICATOR, indicator.code),
            ),
            unit=indicator.unit,
            reported=report.value or Decimal(0),
            outcome=report.outcome,
            verified=report.verified_value,
            money=money.get((report.indicator_id, report.period_id), (None, None))[0],
        )


def node_paths(plan: Plan) -> dict[int | None, tuple[str, ...]]:
    """The keys ("tier/code") of each node and of all above it."""
    found: dict[int | None, tuple[str, ...]] = {}
    rows = Node.objects.filter(plan=plan).order_by("tier__depth")
    for pk, parent, tier, code in rows.values_list("pk", "parent_id", "tier__slug", "code"):
        found[pk] = (*found.get(parent, ()), f"{tier}/{code}")
    return found
