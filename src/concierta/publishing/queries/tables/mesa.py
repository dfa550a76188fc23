"""Rows of the Mesa Técnica itself: who sits at it, by which rules, and how often each entity came."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from concierta.mesa.models import Rules
from concierta.publishing.queries.mesa_record import mesa_record
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.queries.tables.results import published
from concierta.publishing.tables import mesa as declared


def technical_table(snapshot: Snapshot) -> Iterator[Any]:
    mesa = mesa_record(snapshot).mesa
    if mesa is not None and snapshot.plan.agreement is not None:
        yield declared.TECHNICAL_TABLE.row(
            agreement=snapshot.plan.agreement.slug,
            name=mesa.name,
            name_en=mesa.name_en,
            secretariat=snapshot.entity(mesa.secretariat_id),
            chair=snapshot.entity(mesa.chair_id),
        )


def table_rules(snapshot: Snapshot) -> Iterator[Any]:
    """The first version, and those whose decision had been taken."""
    record = mesa_record(snapshot)
    for rules in Rules.objects.filter(mesa=record.mesa).order_by("version") if record.mesa else ():
        decision = record.decision(rules.decision_id)
        if rules.decision_id is None or decision:
            yield declared.RULES.row(
                version=rules.version,
                effective_on=rules.effective_on,
                notice_days=rules.notice_days,
                extraordinary_notice_days=rules.extraordinary_notice_days,
                quorum=rules.quorum,
                majority=rules.majority,
                period_months=rules.period_months,
                delegations_per_person=rules.delegations_per_person,
                decision=decision,
            )


def seats(snapshot: Snapshot) -> Iterator[Any]:
    record = mesa_record(snapshot)
    for seat in record.seats.values():
        ended = seat.until is not None and seat.until <= record.today
        yield declared.SEATS.row(
            entity=record.entity(seat), has_vote=seat.has_vote, since=seat.since, until=seat.until if ended else None
        )


def attendance_record(snapshot: Snapshot) -> Iterator[Any]:
    record = mesa_record(snapshot)
    for entity, (attended, held) in sorted(record.attendance.items()):
        yield declared.ATTENDANCE_RECORD.row(
            entity=entity, held=held, attended=attended, share=published(Fraction(attended, held)) if held else None
        )
