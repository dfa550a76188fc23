"""Who owes what, for the secretariat."""

from dataclasses import dataclass, field
from datetime import date

from concierta.indicators.models import Indicator
from concierta.kernel.alphabet import alphabetical
from concierta.kernel.clock import today
from concierta.people.models import Entity, User
from concierta.plans.models import Plan, ReportingPeriod
from concierta.reporting.enums import ReportState
from concierta.reporting.permissions import check_can_oversee
from concierta.reporting.queries.standing import Standing, standings

_SETTLED = frozenset(
    {
        ReportState.VERIFIED,
        ReportState.ADJUSTED,
        ReportState.REJECTED,
        ReportState.NOT_VERIFIABLE,
        ReportState.PUBLISHED,
        ReportState.SUPERSEDED,
    }
)


@dataclass(frozen=True, slots=True)
class EntityStanding:
    """The reports of one entity in a period. `owed` counts all that is due from it; the rest say where each stands:
    owed = not_started + draft + returned + submitted + reviewed + checked, and overdue is among the first three."""

    entity: Entity
    standings: list[Standing] = field(default_factory=list)

    @property
    def owed(self) -> int:
        return len(self.standings)

    @property
    def not_started(self) -> int:
        return self._count(None)

    @property
    def draft(self) -> int:
        return self._count(ReportState.DRAFT)

    @property
    def returned(self) -> int:
        return self._count(ReportState.RETURNED)

    @property
    def submitted(self) -> int:
        return self._count(ReportState.SUBMITTED)

    @property
    def reviewed(self) -> int:
        return self._count(ReportState.REVIEWED)

    @property
    def checked(self) -> int:
        """Those about which a verifier has spoken, published or not."""
        return sum(standing.state in _SETTLED for standing in self.standings)

    @property
    def overdue(self) -> int:
        return sum(standing.overdue for standing in self.standings)

    def _count(self, state: ReportState | None) -> int:
        return sum(standing.state == state for standing in self.standings)


def who_owes_what(user: User, plan: Plan, period: ReportingPeriod, on: date | None = None) -> list[EntityStanding]:
    """Each reporting entity's standing in `period` as of `on` (today when not given), the most overdue first.

    Only for the secretariat of `plan`. The number of queries does not depend on how many indicators there are.
    """
    check_can_oversee(user, plan)
    indicators = (
        Indicator.objects.filter(plan=plan)
        .select_related("plan", "reporter", "product__project", "pledge")
        .order_by("code")
    )
    by_entity: dict[int, EntityStanding] = {}
    for standing in standings(indicators, [period], on or today()):
        entity = standing.indicator.reporter
        by_entity.setdefault(entity.pk, EntityStanding(entity)).standings.append(standing)
    return sorted(by_entity.values(), key=lambda row: (-row.overdue, alphabetical(row.entity.name)))
