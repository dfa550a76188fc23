"""What the Mesa reviewed, how much of the plan that is, and what waits to be written down or drawn."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db.models import Q, QuerySet

from concierta.budgets.queries import money_of
from concierta.evaluation.models import ProjectReview, ReviewDraw
from concierta.evaluation.queries.queue import of_weight, pesos_of_projects, projects_on, reviews_in, shares_of_pesos
from concierta.kernel.clock import local_date, today
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.mesa.enums import SessionState
from concierta.mesa.models import AgendaItem, Mesa, Session
from concierta.mesa.queries import member_mesas
from concierta.people.models import User
from concierta.plans.enums import PlanState
from concierta.plans.models import Plan, Project
from concierta.plans.permissions import check_can_see_plan
from concierta.plans.queries import plans_of

_KIND = "project"


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the plan the Mesa reviewed in a year: whole projects, and whole pesos of final appropriation."""

    year: int
    reviewed: int
    projects: int
    reviewed_pesos: int
    pesos: int

    @property
    def share(self) -> Fraction | None:
        """None where there is no project."""
        return Fraction(self.reviewed, self.projects) if self.projects else None

    @property
    def share_of_pesos(self) -> Fraction | None:
        """None where nothing was appropriated for the year."""
        return Fraction(self.reviewed_pesos, self.pesos) if self.pesos else None


def review_coverage(
    plan: Plan,
    year: int,
    *,
    on: date | None = None,
    until: datetime | None = None,
    among: Collection[int] | None = None,
) -> Coverage:
    """Of the projects that the plan has `on` a day of the year (its last that has come), those reviewed in it, and what
    the budget lines of the year have for them. `until`: only what was reviewed by then;
    `among`: the keys of the projects, where whoever asks counts them in another way.

    Anybody may know it. A constant number of queries.
    """
    on = on or min(today(), date(year, 12, 31))
    reviews = reviews_in(plan, year)
    if until is not None:
        reviews = reviews.filter(reviewed_at__lte=until)
    seen = set(reviews.order_by().values_list("project", flat=True))
    projects = set(projects_on(plan, on).values_list("pk", flat=True) if among is None else among)
    pesos = {pk: amount for pk, amount in pesos_of_projects(money_of(None, plan, on)).items() if pk in projects}
    return Coverage(
        year,
        reviewed=len(seen & projects),
        projects=len(projects),
        reviewed_pesos=sum(amount for pk, amount in pesos.items() if pk in seen),
        pesos=sum(pesos.values()),
    )


def reviewable_plans(user: User, mesa: Mesa) -> list[Plan]:
    """The plans in force of the Mesa's agreement that `user` sees, by slug."""
    return sorted(
        plans_of(user).filter(agreement=mesa.agreement_id, state=PlanState.IN_FORCE), key=lambda plan: plan.slug
    )


def reviews_of(user: User | None, plan: Plan) -> QuerySet[ProjectReview]:
    """The reviews of the plan's projects, the newest first, for whoever sees the plan; those of an item that was
    reserved since, for the Mesa alone."""
    check_can_see_plan(user, plan)
    readable = Q(item__reserved_basis="")
    if user is not None:
        readable |= Q(session__mesa__in=member_mesas(user).order_by().values("pk"))
    return (
        ProjectReview.objects.filter(readable, plan=plan)
        .select_related("project", "session", "item")
        .order_by("-reviewed_at", "project__code")
    )


def draws_of(user: User | None, plan: Plan) -> QuerySet[ReviewDraw]:
    """Every draw, the newest first, for whoever sees the plan."""
    check_can_see_plan(user, plan)
    return ReviewDraw.objects.filter(plan=plan).select_related("plan", "session").order_by("-drawn_at", "-pk")


def project_subject(plan: Plan, code: str) -> str:
    """How an agenda names a project: "project:BP-1"; where the Mesa follows several plans, "cali/project:BP-1"."""
    plans = Plan.objects.filter(agreement=plan.agreement_id, state=PlanState.IN_FORCE).count()
    return f"{_KIND}:{code}" if plans <= 1 else f"{plan.slug}/{_KIND}:{code}"


def project_code_of(plan: Plan, subject: str) -> str:
    """The code of the project of `plan` that an agenda item is about; "" where it is about anything else."""
    place, _, code = subject.partition(":")
    return code if place in (_KIND, f"{plan.slug}/{_KIND}") else ""


def project_of_item(user: User, item: AgendaItem) -> Project:
    """The project that an agenda item is about, of a plan that `user` sees; otherwise NotFound."""
    for plan in reviewable_plans(user, item.session.mesa):
        code = project_code_of(plan, item.subject)
        project = Project.objects.filter(plan=plan, code=code).select_related("plan__agreement", "entity").first()
        if code and project is not None:
            return project
    raise NotFound(gettext_noop("Ese punto no trata de un proyecto que usted pueda ver."))


def codes_on_agenda(plan: Plan, session: Session) -> set[str]:
    """The projects of `plan` that the session already has on its agenda, dropped or not."""
    subjects = AgendaItem.objects.filter(session=session).values_list("subject", flat=True)
    return {code for subject in subjects if (code := project_code_of(plan, subject))}


def drawable(plan: Plan, session: Session) -> Sequence[str]:
    """The codes among which a draw for `session` chooses: the projects of weight that nobody has reviewed in its year,
    and once all were, the others; without those that are on its agenda already."""
    on = local_date(session.starts_at)
    seen = set(reviews_in(plan, on.year).order_by().values_list("project", flat=True))
    there, weighty = codes_on_agenda(plan, session), of_weight(plan, on, shares_of_pesos(money_of(None, plan, on)))
    waiting = [
        (pk in weighty, code)
        for pk, code in projects_on(plan, on).order_by("code").values_list("pk", "code")
        if pk not in seen and code not in there
    ]
    return [code for heavy, code in waiting if heavy] or [code for _, code in waiting]


def items_to_write_down(plan: Plan, mesa: Mesa) -> list[tuple[AgendaItem, str]]:
    """Items about a project, with its code, that a session took up and of which nobody has written what it found."""
    taken_up = AgendaItem.objects.filter(
        session__mesa=mesa,
        session__state__in=(SessionState.OPEN, SessionState.CLOSED),
        opened_at__isnull=False,
        project_reviews__isnull=True,
        subject__contains=f"{_KIND}:",
    )
    found = taken_up.select_related("session").order_by("-session__number", "ordinal", "pk")
    return [(item, code) for item in found if (code := project_code_of(plan, item.subject))]
