"""Rows of who answers for what, and of what signatories and the table say of promises without a figure."""

from collections.abc import Iterator
from typing import Any

from concierta.agreements.models import Pledge
from concierta.kernel.clock import date_in_bogota
from concierta.publishing.datasets import answering as declared
from concierta.publishing.queries.keys import join_key
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.queries.table_record import table_record
from concierta.reporting.models import SelfAssessment
from concierta.responsibilities.duties import DUTIES
from concierta.responsibilities.enums import SubjectKind
from concierta.responsibilities.queries.board import Line, read_board


def responsibilities(snapshot: Snapshot) -> Iterator[Any]:
    """On the day of the cut-off, of what the corte shows. Entities only: who in them does it is their business."""
    record = table_record(snapshot)
    shown = _shown(snapshot)
    actions = {str(action.number) for action in record.action_items.values()}
    for line in read_board(snapshot.plan, snapshot.cut_off).lines:
        subject = line.code if line.kind == SubjectKind.ACTION_ITEM and line.code in actions else ""
        subject = subject or shown.get((line.kind, line.pk), "")
        for duty, holding in line.cells.items() if subject else ():
            named = _named_by_the_plan(snapshot, line, duty)
            entity, since = (holding.entity, holding.since) if named in (None, holding.entity) else (named, None)
            # Whoever answers from the first day has no other beginning, also where handing over wrote it down later.
            if since is not None and since <= snapshot.plan.starts_on:
                since = None
            if entity is not None:
                yield declared.RESPONSIBILITIES.row(
                    kind=line.kind.value,
                    subject=subject,
                    duty=duty.value,
                    entity=snapshot.entity(entity),
                    since=since,
                )


def _shown(snapshot: Snapshot) -> dict[tuple[SubjectKind, int], str]:
    found = {(SubjectKind.PROJECT, pk): project.code for pk, project in snapshot.projects.items()}
    found |= {(SubjectKind.INDICATOR, pk): indicator.code for pk, indicator in snapshot.indicators.items()}
    pledges = Pledge.objects.filter(clause__in=list(snapshot.clauses)).order_by()
    for pk, clause, code in pledges.values_list("pk", "clause__code", "code"):
        found[SubjectKind.PLEDGE, pk] = join_key(clause, code)
    return found


def _named_by_the_plan(snapshot: Snapshot, line: Line, duty: Any) -> int | None:
    """The entity that the indicator or project itself named at the cut-off: amendments since have not changed it."""
    column = DUTIES[line.kind][duty].column
    if not column or line.kind not in (SubjectKind.INDICATOR, SubjectKind.PROJECT):
        return None
    things: Any = snapshot.indicators if line.kind == SubjectKind.INDICATOR else snapshot.projects
    named: int | None = getattr(things[line.pk], f"{column}_id")
    if named is None and line.kind == SubjectKind.INDICATOR:
        named = getattr(snapshot.plan, f"{column}_id")
    return named


def published_assessments(snapshot: Snapshot) -> list[tuple[tuple[str, str, str], SelfAssessment]]:
    """((clause, pledge, period), assessment), made by then for periods up to the cut-off, in the order of pledges."""
    record = table_record(snapshot)
    found = SelfAssessment.objects.filter(
        period__in=list(snapshot.periods), pledge__clause__in=list(snapshot.clauses), made_at__lte=record.moment
    ).select_related("pledge__clause")
    place = {pk: number for number, pk in enumerate(snapshot.periods)}
    ordered = sorted(
        found.order_by(), key=lambda one: (one.pledge.clause.ordinal, one.pledge.code, place[one.period_id])
    )
    return [((one.pledge.clause.code, one.pledge.code, snapshot.periods[one.period_id].label), one) for one in ordered]


def self_assessments(snapshot: Snapshot) -> Iterator[Any]:
    record = table_record(snapshot)
    for (clause, code, period), one in published_assessments(snapshot):
        opined = record.day_by_then(one.opined_at)
        yield declared.SELF_ASSESSMENTS.row(
            pledge=join_key(clause, code),
            period=period,
            entity=snapshot.entities[one.pledge.entity_id],
            rating=one.rating,
            text=one.text,
            made_on=date_in_bogota(one.made_at),
            opinion=one.opinion if opined else "",
            opinion_text=one.opinion_text if opined else "",
            opinion_decision=record.decision(one.opinion_decision_id) if opined else "",
            opined_on=opined,
        )
