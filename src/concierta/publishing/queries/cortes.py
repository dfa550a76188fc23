"""The cortes that were published."""

from decimal import Decimal
from fractions import Fraction

from django.db.models import QuerySet

from concierta.people.models import User
from concierta.plans.models import Plan
from concierta.plans.permissions import check_can_see_plan
from concierta.publishing.models import Corte
from concierta.publishing.operations.folders import package_folder
from concierta.publishing.queries.measuring import Tally
from concierta.publishing.queries.measuring.facts import YEAR_STATUSES
from concierta.publishing.queries.package import read_package


def cortes_of(user: User | None, plan: Plan) -> QuerySet[Corte]:
    """The published cortes of a plan, newest first. They are public to whoever may see the plan."""
    check_can_see_plan(user, plan)
    return Corte.objects.filter(plan=plan).select_related("published_by", "plan").order_by("-cut_off")


def published_tally(user: User | None, corte: Corte) -> Tally:
    """What the whole plan came to in a published corte, as its package says; NotFound when the package is gone.

    The database knows more by now: what was verified since belongs to a later corte.
    """
    check_can_see_plan(user, corte.plan)
    package = read_package(package_folder(corte.plan.slug, corte.cut_off))
    row = package.by_key("achievement")["plan", corte.plan.slug]
    return Tally(
        verified_year=_exact(row.verified_year),
        reported_year=_exact(row.reported_year),
        expected_year=_exact(row.expected_year),
        indicators=row.indicators,
        counts={status: getattr(row, status) for status in YEAR_STATUSES},
    )


def _exact(published: Decimal | None) -> Fraction | None:
    return None if published is None else Fraction(published)
