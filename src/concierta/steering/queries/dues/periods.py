"""The cut-offs of the plans in force, and the cortes that must follow them."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext

from concierta.people.enums import Role
from concierta.plans.enums import PlanState
from concierta.plans.models import ReportingPeriod
from concierta.publishing.models import Corte
from concierta.reporting.queries import deadlines_on
from concierta.steering.enums import DueKind
from concierta.steering.queries.dues.due import Obligation, Window
from concierta.steering.queries.dues.words import day


def cut_offs(window: Window) -> Iterator[Obligation]:
    """Everybody's: a date to know, from today on."""
    for cut_off, period in _periods(window):
        if cut_off >= window.on:
            yield Obligation(
                DueKind.CUT_OFF,
                f"cut_off:{cut_off.isoformat()}",
                gettext("Corte del %(date)s: %(plan)s") % {"date": day(cut_off), "plan": period.plan.name},
                cut_off,
                None,
                roles=tuple(Role),
                plan=period.plan.slug,
                binding=False,
            )


def publications_due(window: Window) -> Iterator[Obligation]:
    """Of the cut-offs after the last corte; where there is none yet, from the latest that has come.

    What an older cut-off would have told, a newer corte tells: nobody owes the publication of the past.
    """
    last = dict(Corte.objects.order_by().values_list("plan").annotate(last=Max("cut_off")))
    by_plan: dict[int, list[tuple[date, ReportingPeriod]]] = defaultdict(list)
    for cut_off, period in _periods(window):
        by_plan[period.plan_id].append((cut_off, period))
    for plan, periods in by_plan.items():
        come = [cut_off for cut_off, _ in periods if cut_off <= window.on]
        first = max(come, default=date.min)
        for cut_off, period in periods:
            wanted = cut_off > last[plan] if plan in last else cut_off >= first
            if wanted and window.of(period.plan.secretariat_id):
                yield Obligation(
                    DueKind.PUBLICATION,
                    f"publication:{cut_off.isoformat()}",
                    gettext("Publicar el corte del %(date)s") % {"date": day(cut_off)},
                    deadlines_on(cut_off).publication_due(cut_off),
                    period.plan.secretariat,
                    roles=(Role.SECRETARIAT,),
                    secretariat=period.plan.secretariat_id,
                    plan=period.plan.slug,
                    address_hint=("publish", ()),
                )


def _periods(window: Window) -> list[tuple[date, ReportingPeriod]]:
    """One for each plan in force and cut-off: a year and its last quarter end on one day."""
    periods = (
        ReportingPeriod.objects.filter(plan__state=PlanState.IN_FORCE, cut_off__lte=window.until)
        .select_related("plan__secretariat")
        .order_by("plan__slug", "cut_off", "quarter")
    )
    return list({(period.plan_id, period.cut_off): (period.cut_off, period) for period in periods}.values())
