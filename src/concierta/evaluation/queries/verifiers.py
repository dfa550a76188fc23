"""Who verifies, what waits for each, and since when it has verified nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Coalesce

from concierta.indicators.models import Indicator
from concierta.plans.models import Plan
from concierta.reporting.enums import ReportState
from concierta.reporting.models import Report


@dataclass(frozen=True, slots=True)
class VerifyingEntity:
    """`entity` is its key. Reports that wait for it, since when the oldest does, and when it last verified one; None:
    never."""

    entity: int
    waiting: int
    waiting_since: datetime | None
    last_verified_at: datetime | None


def verifying_entities(plans: Iterable[Plan], moment: datetime) -> list[VerifyingEntity]:
    """Every entity that is to verify in `plans` or has, as of `moment`, in no useful order. Three queries."""
    chosen = list(plans)
    named = Coalesce("verifier", "plan__verifier")
    known = set(Indicator.objects.filter(plan__in=chosen).order_by().values_list(named, flat=True))
    reports = Report.objects.filter(indicator__plan__in=chosen, reviewed_at__lte=moment).order_by()
    waits = Q(state=ReportState.REVIEWED) | Q(verified_at__gt=moment)
    waiting = {
        row["of"]: (row["n"], row["since"])
        for row in reports.filter(waits)
        .annotate(of=Coalesce("indicator__verifier", "indicator__plan__verifier"))
        .values("of")
        .annotate(n=Count("pk"), since=Min("reviewed_at"))
    }
    done = Report.objects.filter(indicator__plan__in=chosen, verified_at__lte=moment, verifier_entity__isnull=False)
    last = dict(done.order_by().values_list("verifier_entity").annotate(last=Max("verified_at")))
    return [
        VerifyingEntity(entity, *waiting.get(entity, (0, None)), last.get(entity))
        for entity in known | waiting.keys() | last.keys()
        if entity is not None
    ]
