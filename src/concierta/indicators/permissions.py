"""Who may define and answer for indicators: the secretariat, while the plan is a draft."""

from concierta.indicators.models import Indicator
from concierta.kernel.errors import Verdict, verdict_of
from concierta.people.models import User
from concierta.plans.models import Plan
from concierta.plans.permissions import check_can_feed_plan, check_can_see_plan, check_can_shape_plan


def check_can_define_indicators(user: User | None, plan: Plan) -> None:
    """Indicators, targets and responsibles take shape with the plan; afterwards only the Mesa moves them."""
    check_can_shape_plan(user, plan)


def can_define_indicators(user: User | None, plan: Plan) -> Verdict:
    return verdict_of(check_can_define_indicators, user, plan)


def check_can_derive_indicators(user: User | None, plan: Plan) -> None:
    """Products that a new fiscal year brings need their indicators also once the plan is in force."""
    check_can_feed_plan(user, plan)


def can_derive_indicators(user: User | None, plan: Plan) -> Verdict:
    return verdict_of(check_can_derive_indicators, user, plan)


def check_can_see_indicator(user: User | None, indicator: Indicator) -> None:
    """An indicator is seen by whoever may see its plan."""
    check_can_see_plan(user, indicator.plan)


def can_see_indicator(user: User | None, indicator: Indicator) -> Verdict:
    return verdict_of(check_can_see_indicator, user, indicator)
