"""Milestones for whoever may read their agreement, and those that wait for a verifier."""

from django.db.models import QuerySet

from concierta.agreements.models import Agreement
from concierta.agreements.participation import READERS
from concierta.agreements.permissions import check_can_read_agreement
from concierta.evaluation.enums import MilestoneState
from concierta.evaluation.models import Milestone
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.people.enums import Role
from concierta.people.models import User
from concierta.people.queries import entities_of, entities_where

_WHOLE = Milestone.objects.select_related("clause__agreement", "entity", "pledge", "verifier_entity")


def milestone_for(user: User | None, pk: int) -> Milestone:
    """One milestone of an agreement that `user` may read; otherwise NotFound."""
    found = _WHOLE.filter(pk=pk).prefetch_related("evidence__file", "steps__entity").first()
    if found is None:
        raise NotFound(gettext_noop("No hay tal hito."))
    check_can_read_agreement(user, found.clause.agreement)
    return found


def milestones_of(user: User | None, agreement: Agreement) -> QuerySet[Milestone]:
    """Those of an agreement that `user` may read, by commitment and then by day, the newest last."""
    check_can_read_agreement(user, agreement)
    return _WHOLE.filter(clause__agreement=agreement).order_by("clause__ordinal", "reached_on", "pk")


def milestones_to_verify(user: User) -> QuerySet[Milestone]:
    """Those that wait for a verifier of another entity, of the agreements that `user` reads, the oldest first."""
    if not entities_where(user, Role.VERIFIER).exists():
        return _WHOLE.none()
    found = _WHOLE.filter(state=MilestoneState.DECLARED, clause__agreement__in=READERS.keys(user))
    return found.exclude(entity__in=entities_of(user)).exclude(declared_by=user).order_by("declared_at", "pk")
