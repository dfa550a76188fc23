"""What the entities of a person still owe."""

from datetime import date

from concierta.indicators.models import Indicator
from concierta.people.enums import Role
from concierta.people.models import User
from concierta.people.queries import entities_where
from concierta.plans.enums import PlanState
from concierta.plans.models import ReportingPeriod
from concierta.reporting.enums import ReportState
from concierta.reporting.queries.standing import Standing, standings
from concierta.reporting.workflow import UNDER_WAY


def what_i_owe(user: User, on: date) -> list[Standing]:
    """The reports that the entities `user` reports for owe as of `on`: what came back first, then the rest to act on.

    Somebody waits for what was returned and has said what to do. Each part is by due date.
    Covers every period of the plans in force whose cut-off has come; what is already sent and not yet checked stays in
    the list, so that one sees where it is. The number of queries does not depend on how many there are.
    """
    indicators = (
        Indicator.objects.filter(reporter__in=entities_where(user, Role.REPORTER), plan__state=PlanState.IN_FORCE)
        .select_related("plan", "reporter", "product__project", "pledge")
        .order_by("code")
    )
    periods = ReportingPeriod.objects.filter(plan__state=PlanState.IN_FORCE, cut_off__lte=on)
    owed = [
        standing
        for standing in standings(indicators, periods, on)
        if standing.state is None or standing.state in UNDER_WAY
    ]
    return sorted(owed, key=lambda standing: (not standing.needs_report, standing.state != ReportState.RETURNED))
