"""What contributions and means sought have in common: who may bring them, and the page of one with its acts."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from concierta.budgets.permissions import check_open
from concierta.kernel.errors import verdict_of
from concierta.people.enums import Role
from concierta.people.permissions import check_has_role
from concierta.people.queries import all_entities, entities_where
from concierta.plans.permissions import can_manage_plan
from concierta.web.kit.formats import date_time
from concierta.web.workspace.acts import why_not

if TYPE_CHECKING:
    from concierta.budgets.models import DeliveryStep, OpportunityStep
    from concierta.people.models import Entity, User
    from concierta.plans.models import Plan


def check_can_bring_means(user: "User", plan: "Plan") -> None:
    """For the plan's secretariat, and whoever reports for an entity, while the plan is open."""
    check_open(plan)
    if not can_manage_plan(user, plan):
        check_has_role(user, Role.REPORTER)


def entities_to_speak_for(user: "User", plan: "Plan") -> "list[Entity]":
    """The entities for which this person may offer or seek means: their own, or all for the plan's secretariat.
    Refused to whoever may do it for none."""
    check_can_bring_means(user, plan)
    return list(all_entities() if can_manage_plan(user, plan) else entities_where(user, Role.REPORTER))


def why_not_bring(user: "User", plan: "Plan") -> str:
    """In the button's place, why this person does not offer or seek means; "" where they do."""
    return why_not(verdict_of(check_can_bring_means, user, plan))


def history_of(
    steps: "Iterable[DeliveryStep] | Iterable[OpportunityStep]", words: Mapping[str, str], marks: Mapping[str, str]
) -> list[dict[str, object]]:
    """What happened, for the timeline: each act in `words`, with the mark of the state that it led to."""
    return [
        {
            "title": words.get(step.act, step.act),
            "when": date_time(step.at),
            "by": _who(step),
            "note": step.note,
            "state": marks.get(step.to_state, ""),
        }
        for step in steps
    ]


def _who(step: "DeliveryStep | OpportunityStep") -> str:
    who = step.by.name if step.by else gettext("la instalación")
    return f"{who}, {step.entity.short_name}" if step.entity else who
