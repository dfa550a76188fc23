"""Rows of who answers for what, and of what signatories and the table say of promises without a figure."""

from collections.abc import Iterator
from typing import Any

from concierta.agreements.models import Pledge
from concierta.indicators.models import Indicator
from concierta.kernel.clock import local_date
from concierta.publishing.queries.keys import join_key
from concierta.publishing.queries.mesa_record import mesa_record
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables import answering as declared
from concierta.reporting.models import SelfAssessment
from concierta.responsibilities.duties import DUTIES
from concierta.responsibilities.enums import Duty, SubjectKind
from concierta.responsibilities.queries.board import Line, read_board


def responsibilities(snapshot: Snapshot) -> Iterator[Any]:
    """On the day of the cut-off, of what the corte shows. Entities only: who in them does it is their business."""
    record = mesa_record(snapshot)
    shown = _shown(snapshot)
    implied = _Implied(snapshot)
    actions = {str(action.number) for action in record.action_items.values()}
    for line in read_board(snapshot.plan, snapshot.cut_off).lines:
        subject = line.code if line.kind == SubjectKind.ACTION_ITEM and line.code in actions else ""
        subject = subject or shown.get((line.kind, line.pk), "")
        for duty, holding in line.cells.items() if subject else ():
            named = implied.entity(line, duty)
            said = holding.row is not None and (named == holding.entity or not DUTIES[line.kind][duty].column)
            entity, since = (holding.entity, holding.since) if said or named is None else (named, None)
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


#: Duties that a project or a pledge leaves to its indicators where these agree, and otherwise to the plan.
_CHECKING = {Duty.REVIEWS: "reviewer_id", Duty.VERIFIES: "verifier_id", Duty.PRESENTS: "presenter_id"}


class _Implied:
    """What the things themselves said at the cut-off, by the rules of the matrix: amendments since changed nothing."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.of_owner: dict[tuple[SubjectKind, int], list[Indicator]] = {}
        for indicator in snapshot.indicators.values():
            if indicator.product_id is not None:
                owner = (SubjectKind.PROJECT, snapshot.products[indicator.product_id].project_id)
            elif indicator.pledge_id is not None:
                owner = (SubjectKind.PLEDGE, indicator.pledge_id)
            else:
                continue
            self.of_owner.setdefault(owner, []).append(indicator)

    def entity(self, line: Line, duty: Duty) -> int | None:
        """The key of the entity; None where only the matrix knows (a signatory, a task)."""
        if line.kind == SubjectKind.INDICATOR:
            return self._of_indicator(self.snapshot.indicators[line.pk], duty)
        if line.kind == SubjectKind.ACTION_ITEM:
            return None
        if duty in _CHECKING:
            default: int | None = getattr(self.snapshot.plan, _CHECKING[duty])
            followed = self.of_owner.get((line.kind, line.pk), ())
            named = {getattr(indicator, _CHECKING[duty]) or default for indicator in followed}
            return named.pop() if len(named) == 1 else default
        return self.snapshot.projects[line.pk].entity_id if line.kind == SubjectKind.PROJECT else None

    def _of_indicator(self, indicator: Indicator, duty: Duty) -> int | None:
        if duty in _CHECKING:
            named: int | None = getattr(indicator, _CHECKING[duty]) or getattr(self.snapshot.plan, _CHECKING[duty])
            return named
        if duty == Duty.REPORTS:
            return indicator.reporter_id
        if indicator.product_id is not None:
            return self.snapshot.projects[self.snapshot.products[indicator.product_id].project_id].entity_id
        return indicator.reporter_id if indicator.pledge_id is None else None


def published_assessments(snapshot: Snapshot) -> list[tuple[tuple[str, str, str], SelfAssessment]]:
    """((clause, pledge, period), assessment), made by then for periods up to the cut-off, in the order of pledges."""
    record = mesa_record(snapshot)
    found = SelfAssessment.objects.filter(
        period__in=list(snapshot.periods), pledge__clause__in=list(snapshot.clauses), made_at__lte=record.moment
    ).select_related("pledge__clause")
    place = {pk: number for number, pk in enumerate(snapshot.periods)}
    ordered = sorted(
        found.order_by(), key=lambda one: (one.pledge.clause.ordinal, one.pledge.code, place[one.period_id])
    )
    return [((one.pledge.clause.code, one.pledge.code, snapshot.periods[one.period_id].label), one) for one in ordered]


def self_assessments(snapshot: Snapshot) -> Iterator[Any]:
    record = mesa_record(snapshot)
    for (clause, code, period), one in published_assessments(snapshot):
        opined = record.day_by_then(one.opined_at)
        yield declared.SELF_ASSESSMENTS.row(
            pledge=join_key(clause, code),
            period=period,
            entity=snapshot.entities[one.pledge.entity_id],
            rating=one.rating,
            text=one.text,
            made_on=local_date(one.made_at),
            opinion=one.opinion if opined else "",
            opinion_text=one.opinion_text if opined else "",
            opinion_decision=record.decision(one.opinion_decision_id) if opined else "",
            opined_on=opined,
        )
