"""From what an agenda item is named after («indicator:R-01») back to the page of the workspace where it is seen."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.http import urlencode

from concierta.agreements.models import Pledge
from concierta.agreements.permissions import can_read_agreement
from concierta.amendments.models import AdjustmentMeasure, Amendment
from concierta.evaluation.models import Risk, YearlyReview
from concierta.indicators.models import Indicator
from concierta.kernel.periods import Period
from concierta.mesa.models import ActionItem, AgendaItem, Mesa
from concierta.mesa.queries import mesas_of, sessions_of
from concierta.people.models import User
from concierta.plans.enums import PlanState
from concierta.plans.models import Plan, Project
from concierta.plans.queries import plans_of
from concierta.reporting.enums import ReportState
from concierta.reporting.permissions import can_oversee
from concierta.reporting.queries import visible_reports


@dataclass(frozen=True, slots=True)
class Place:
    """A page: the name of its view, its arguments, and what follows the question mark."""

    view: str
    arguments: tuple[Any, ...]
    query: str = ""


#: (slug of the plan, kind, name) → where it is seen. What is of the Mesa and of no plan has no slug.
Places = dict[tuple[str, str, str], Place]


@dataclass(frozen=True, slots=True)
class _Subject:
    """ "cali/report:R-01:2024-T4" → cali, report, R-01:2024-T4. Where the Mesa followed one plan, without its slug."""

    slug: str
    kind: str
    name: str

    @classmethod
    def read(cls, subject: str) -> "_Subject":
        place, _, name = subject.partition(":")
        slug, _, kind = place.rpartition("/")
        return cls(slug, kind, name)

    @property
    def code(self) -> str:
        """Of the thing itself, without the period in which it is looked at."""
        return self.name.rpartition(":")[0] if self.kind in ("report", "pledge") else self.name


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the items of one Mesa name, and the plans in which to look: those in force before the others."""

    user: User
    mesa: Mesa
    plans: list[Plan]
    subjects: list[_Subject]

    def codes(self, *kinds: str) -> set[str]:
        return {subject.code for subject in self.subjects if subject.kind in kinds}

    def numbers(self, kind: str) -> set[int]:
        return {int(code) for code in self.codes(kind) if code.isdecimal()}


def places_of(user: User, mesa: Mesa, items: Iterable[AgendaItem]) -> dict[int, list[Place]]:
    """By the key of each item, what `user` may open of the things it is about. A constant number of queries."""
    items = list(items)
    plans = sorted(
        plans_of(user).filter(agreement=mesa.agreement_id), key=lambda plan: plan.state != PlanState.IN_FORCE
    )
    subjects = {item.pk: _Subject.read(item.subject) for item in items if item.subject}
    asked = _Asked(user, mesa, plans, list(subjects.values()))
    known: Places = {(plan.slug, "lagging", "rest"): Place("plan", (plan.slug,)) for plan in plans}
    known |= {(plan.slug, "risks", "rest"): Place("risks", (plan.slug,)) for plan in plans}
    for source in (_projects, _indicators, _reports, _pledges, _entities, _proposals, _of_the_mesa, _of_the_agreement):
        known |= source(asked)
    found = _put_there(items, plans)
    for pk, subject in subjects.items():
        place = _place(subject, known, plans)
        if place is not None and place not in found[pk]:
            found[pk].append(place)
    return found


def _place(subject: _Subject, known: Places, plans: list[Plan]) -> Place | None:
    """Its own page; of a report that is not for this person to see, that of its indicator."""
    slugs = [subject.slug] if subject.slug else [*(plan.slug for plan in plans), ""]
    names = [(subject.kind, subject.name), (subject.kind, subject.code), ("indicator", subject.code)]
    return next((known[slug, *name] for slug in slugs for name in names if (slug, *name) in known), None)


def _put_there(items: list[AgendaItem], plans: list[Plan]) -> dict[int, list[Place]]:
    """Proposals that whoever made them brought to an item, whatever it is called."""
    found: dict[int, list[Place]] = {item.pk: [] for item in items}
    for kind, model in (("amendment", Amendment), ("measure", AdjustmentMeasure)):
        rows = model._default_manager.filter(item__in=items, plan__in=plans).order_by("pk")
        for item, pk in rows.values_list("item", "pk"):
            found[item].append(Place(kind, (pk,)))
    return found


def _projects(asked: _Asked) -> Places:
    rows = Project.objects.filter(plan__in=asked.plans, code__in=asked.codes("project")).order_by()
    return {
        (slug, "project", code): Place("plan_project", (slug, code))
        for slug, code in rows.values_list("plan__slug", "code")
    }


def _indicators(asked: _Asked) -> Places:
    """An indicator is seen where it stands: on its project's page, its pledge's, or the plan's."""
    rows = Indicator.objects.filter(plan__in=asked.plans, code__in=asked.codes("indicator", "report")).order_by()
    found: Places = {}
    for slug, code, project, pledge in rows.values_list("plan__slug", "code", "product__project__code", "pledge"):
        if project:
            place = Place("plan_project", (slug, project))
        elif pledge:
            place = Place("pledge", (pledge,), urlencode({"plan": slug}))
        else:
            place = Place("plan", (slug,))
        found[slug, "indicator", code] = place
    return found


def _reports(asked: _Asked) -> Places:
    """The newest version that `user` may see of each; a draft is its writer's."""
    rows = (
        visible_reports(asked.user)
        .exclude(state=ReportState.DRAFT)
        .filter(indicator__plan__in=asked.plans, indicator__code__in=asked.codes("report"))
        .order_by("version")
        .values_list("indicator__plan__slug", "indicator__code", "period__year", "period__quarter", "pk")
    )
    return {
        (slug, "report", f"{code}:{Period(year, quarter).label}"): Place("report", (pk,))
        for slug, code, year, quarter, pk in rows
    }


def _pledges(asked: _Asked) -> Places:
    rows = Pledge.objects.filter(clause__agreement=asked.mesa.agreement_id, code__in=asked.codes("pledge"))
    return {
        (plan.slug, "pledge", code): Place("pledge", (pk,), urlencode({"plan": plan.slug}))
        for code, pk in rows.order_by().values_list("code", "pk")
        for plan in asked.plans
    }


def _entities(asked: _Asked) -> Places:
    """What an entity owes: report by report for the secretariat, for everybody else on the entity's page."""
    codes, found = asked.codes("reports"), Places()
    for plan in asked.plans if codes else ():
        oversees = bool(can_oversee(asked.user, plan))
        for code in codes:
            found[plan.slug, "reports", code] = (
                Place("who_owes", (), urlencode({"plan": plan.slug, "entidad": code, "estado": "overdue"}))
                if oversees
                else Place("entity_pledges", (code,), urlencode({"plan": plan.slug}))
            )
    return found


def _proposals(asked: _Asked) -> Places:
    found: Places = {}
    for kind, model in (("amendment", Amendment), ("measure", AdjustmentMeasure), ("risk", Risk)):
        rows = model._default_manager.filter(plan__in=asked.plans, number__in=asked.numbers(kind)).order_by()
        found |= {
            (slug, kind, str(number)): Place(kind, (pk,))
            for slug, number, pk in rows.values_list("plan__slug", "number", "pk")
        }
    return found


def _of_the_mesa(asked: _Asked) -> Places:
    """Its tasks, for those who belong to it; its minutes, also for others once they are signed."""
    ours = mesas_of(asked.user).order_by().values("pk")
    tasks = ActionItem.objects.filter(mesa=asked.mesa, mesa__in=ours, number__in=asked.numbers("action_item"))
    sessions = sessions_of(asked.user, asked.mesa).filter(number__in=asked.numbers("minutes"))
    found: Places = {}
    for kind, rows in (("action_item", tasks), ("minutes", sessions)):
        for number, pk in rows.order_by().values_list("number", "pk"):
            found["", kind, str(number)] = Place(kind, (pk,))
    return found


def _of_the_agreement(asked: _Asked) -> Places:
    """Its yearly reviews, and what the agreement before left, for whoever reads it."""
    agreement = asked.mesa.agreement
    if not any(subject.kind in ("yearly_review", "close_out") for subject in asked.subjects):
        return {}
    if not can_read_agreement(asked.user, agreement):
        return {}
    years = YearlyReview.objects.filter(agreement=agreement, year__in=asked.numbers("yearly_review"))
    found: Places = {
        ("", "yearly_review", str(year)): Place("agreement_review", (agreement.slug, year))
        for year in years.order_by().values_list("year", flat=True)
    }
    return found | {("", "close_out", "previous"): Place("close_out", (agreement.slug,))}
