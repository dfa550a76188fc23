"""The cortes that were published."""

from django.db.models import QuerySet

from concierta.people.models import User
from concierta.plans.models import Plan
from concierta.plans.permissions import check_can_see_plan
from concierta.publishing.models import Corte


def cortes_of(user: User | None, plan: Plan) -> QuerySet[Corte]:
    """The published cortes of a plan, newest first. They are public to whoever may see the plan."""
    check_can_see_plan(user, plan)
    return Corte.objects.filter(plan=plan).select_related("published_by").order_by("-cut_off")
