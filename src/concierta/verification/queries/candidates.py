"""Who could verify each of many reports without a stake in it: `check_can_verify`, asked for all at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from concierta.kernel.clock import today
from concierta.people.enums import Role
from concierta.people.models import Entity, Membership, User
from concierta.people.queries import in_force
from concierta.reporting.models import Report, ReportStep
from concierta.reporting.permissions import REPORTING_ACTS, REVIEWING_ACTS, reviewing_entity
from concierta.verification.permissions import verifying_entity

Pairs = Iterable[tuple[int, User]]


def verifiers_of(entities: Collection[Entity]) -> list[tuple[int, User]]:
    """Everybody who verifies for one of `entities` today, as (entity key, person), by e-mail."""
    held = (
        Membership.objects.filter(in_force(today()))
        .filter(role=Role.VERIFIER, entity__in=entities, user__is_active=True)
        .select_related("user")
        .order_by("user__email", "entity__code")
    )
    return [(membership.entity_id, membership.user) for membership in held]


def candidates(reports: Collection[Report], people: Pairs) -> dict[int, tuple[list[User], list[User]]]:
    """By report key: the people of its verifying entity who may verify it, and those of others who could look again.

    `people` as (entity key, person). Four queries however many there are. `reports` carry their indicator, its plan
    and their entities.
    """
    listed = sorted(people, key=lambda pair: (pair[1].email, pair[0]))
    users = {user.pk for _, user in listed}
    acts_for: dict[int, set[int]] = defaultdict(set)
    verifies_for: dict[int, set[int]] = defaultdict(set)
    for user, entity, role in _memberships(users):
        acts_for[user].add(entity)
        if role == Role.VERIFIER:
            verifies_for[user].add(entity)
    took_part = _took_part(reports, users)
    found = {}
    for report in reports:
        verifier, reviewer = verifying_entity(report.indicator), reviewing_entity(report.indicator)
        interested = {report.reporter_entity_id, report.reviewer_entity_id or (reviewer.pk if reviewer else None)}
        free = [
            (entity, user)
            for entity, user in listed
            if not interested & acts_for[user.pk] and (report.pk, user.pk) not in took_part
        ]
        own = verifier.pk if verifier and verifier.pk not in interested else None
        found[report.pk] = (
            _once(user for entity, user in free if entity == own and own in verifies_for[user.pk]),
            _once(user for entity, user in free if entity != own and entity in verifies_for[user.pk]),
        )
    return found


def _once(users: Iterable[User]) -> list[User]:
    return list({user.pk: user for user in users}.values())


def _memberships(users: set[int]) -> Iterable[tuple[int, int, str]]:
    held = Membership.objects.filter(in_force(today()), user__in=users)
    return held.order_by().values_list("user_id", "entity_id", "role")


def _took_part(reports: Collection[Report], users: set[int]) -> set[tuple[int, int | None]]:
    """(report, person) of everybody who sent or reviewed it."""
    acts = (*REPORTING_ACTS, *REVIEWING_ACTS)
    steps = ReportStep.objects.filter(report__in=[report.pk for report in reports], by__in=users, act__in=acts)
    done: set[tuple[int, int | None]] = set(steps.order_by().values_list("report_id", "by_id"))
    done.update((report.pk, report.reporter_id) for report in reports)
    done.update((report.pk, report.reviewer_id) for report in reports)
    return done
