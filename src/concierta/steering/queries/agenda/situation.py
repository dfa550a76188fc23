"""What the Mesa's agenda is made from: its plans as they stand, each measured once."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from concierta.budgets.queries import Money, money_of
from concierta.mesa.models import Mesa
from concierta.plans.enums import PlanState
from concierta.plans.models import Plan, ReportingPeriod
from concierta.publishing.models import Corte
from concierta.publishing.queries import achievement
from concierta.publishing.queries.achievement import Achievement
from concierta.reporting.queries import deadlines_on


@dataclass
class Situation:
    """Of `table` for a session on `on`, with what is known `as_of` an earlier day: nothing is late before its time."""

    mesa: Mesa
    on: date
    as_of: date
    _measured: dict[int, Achievement | None] = field(default_factory=dict)
    _money: dict[int, Money] = field(default_factory=dict)

    @cached_property
    def plans(self) -> list[Plan]:
        """The plans in force of the Mesa's agreement, by slug."""
        plans = Plan.objects.filter(agreement=self.mesa.agreement_id, state=PlanState.IN_FORCE)
        return list(plans.select_related("reviewer", "verifier").order_by("slug"))

    def subject(self, plan: Plan, name: str) -> str:
        """ "indicator:R-01"; where the Mesa follows several plans, "cali/indicator:R-01"."""
        return name if len(self.plans) == 1 else f"{plan.slug}/{name}"

    @cached_property
    def cut_offs(self) -> dict[int, date]:
        """By plan, the latest cut-off that can be judged: published, or with its reports already due."""
        published = set(Corte.objects.filter(plan__in=self.plans).order_by().values_list("plan_id", "cut_off"))
        periods = ReportingPeriod.objects.filter(plan__in=self.plans, cut_off__lte=self.as_of).order_by("cut_off")
        return {
            plan: cut_off
            for plan, cut_off in periods.values_list("plan_id", "cut_off")
            if (plan, cut_off) in published or deadlines_on(cut_off).report_due(cut_off) < self.as_of
        }

    def achievement(self, plan: Plan) -> Achievement | None:
        """How far `plan` is at that cut-off; None before there is one."""
        if plan.pk not in self._measured:
            cut_off = self.cut_offs.get(plan.pk)
            self._measured[plan.pk] = None if cut_off is None else achievement(plan, cut_off)
        return self._measured[plan.pk]

    def money(self, plan: Plan, cut_off: date) -> Money:
        """What `plan` was given and spent by then."""
        if plan.pk not in self._money:
            self._money[plan.pk] = money_of(None, plan, cut_off)
        return self._money[plan.pk]
