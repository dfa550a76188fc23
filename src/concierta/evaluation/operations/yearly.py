"""The yearly review of an agreement: opened, told by each signatory of itself, seen by others, closed by the table."""

from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.db import transaction

from concierta.agreements.models import Agreement, Signatory
from concierta.engines.clauses import ClauseState
from concierta.engines.sampling import draw_double_checks
from concierta.evaluation.enums import CellRating, YearlyReviewState
from concierta.evaluation.models import CellAssessment, CellCoding, ReviewCell, ReviewDissent, YearlyReview
from concierta.evaluation.permissions import (
    check_can_assess_cell,
    check_can_close_review,
    check_can_code_cell,
    check_can_dissent,
    check_can_open_review,
    coder_of,
)
from concierta.evaluation.queries.clauses import clause_standings
from concierta.evaluation.queries.yearly import cell_subject, cells_of, cells_sha256, review_subject
from concierta.evaluation.workflow import YEARLY_WORKFLOW
from concierta.kernel.checked import checked_choice, checked_text
from concierta.kernel.clock import local_date
from concierta.kernel.decimals import plain
from concierta.kernel.errors import Invalid, Refusal, gettext_noop
from concierta.ledger.locking import locked
from concierta.ledger.operations import record_event
from concierta.mesa.models import Decision
from concierta.people.models import User


@transaction.atomic
def open_review(
    *, agreement: Agreement, year: int, assess_by: date, phrase: str, by: User | None, at: datetime
) -> YearlyReview:
    """Fix who is reviewed before which commitments (those bound today), with what is computed of each, and draw the
    part that two entities will see. `phrase` is something public that nobody chose."""
    check_can_open_review(by, agreement)
    agreement, today = locked(agreement), local_date(at)
    if not agreement.signed_on.year <= year <= today.year:
        raise Invalid(gettext_noop("Escriba un año desde la firma del acuerdo hasta este."), field="year")
    if assess_by < today:
        raise Invalid(gettext_noop("Esa fecha ya pasó: dé un plazo para autoevaluarse."), field="assess_by")
    if YearlyReview.objects.filter(agreement=agreement, year=year).exists():
        raise Refusal(gettext_noop("La revisión de ese año ya se abrió."))
    known = clause_standings(agreement, min(today, date(year, 12, 31)), year=year)
    if not (bound := [one for one in known if one.state != ClauseState.NOT_BOUND]):
        raise Refusal(gettext_noop("Nadie está obligado por este acuerdo: no hay qué revisar."))
    review = YearlyReview.objects.create(
        agreement=agreement,
        year=year,
        assess_by=assess_by,
        phrase=checked_text(phrase, "phrase", 200),
        double_share=Decimal(settings.REVIEW_DOUBLE_SHARE),
        opened_at=at,
    )
    cells = [ReviewCell(review=review, clause=one.clause, signatory=one.signatory, state=one.state) for one in bound]
    drawn = set(draw_double_checks(review.seed, [cell.key for cell in cells], review.double_share))
    for cell in cells:
        cell.doubled = cell.key in drawn
    ReviewCell.objects.bulk_create(cells, batch_size=200)
    _record(
        "review.opened",
        review,
        {
            "assess_by": assess_by.isoformat(),
            "seed": review.seed,
            "double_share": plain(review.double_share),
            "cells": len(cells),
            "doubled": len(drawn),
            "cells_sha256": cells_sha256(cells),
        },
        by,
        at,
    )
    return review


@transaction.atomic
def assess_cell(*, cell: ReviewCell, rating: CellRating, words: str, by: User, at: datetime) -> CellAssessment:
    """What the signatory says of itself, before what is computed of it. Once: it does not change."""
    cell = locked(cell, "review__agreement", "clause", "signatory__entity")
    check_can_assess_cell(by, cell, local_date(at))
    made = CellAssessment.objects.create(
        cell=cell,
        rating=checked_choice(rating, CellRating, "rating"),
        words=checked_text(words, "words", 4000),
        made_by=by,
        made_at=at,
    )
    record_event(
        kind="review.assessed",
        subject=cell_subject(cell),
        body={"rating": made.rating},
        sealed={"words": made.words},
        by=by,
        entity=cell.signatory.entity,
        at=at,
    )
    return made


@transaction.atomic
def code_cell(*, cell: ReviewCell, rating: CellRating, words: str, by: User, at: datetime) -> CellCoding:
    """How another entity sees it. The log keeps its rating sealed: whoever comes second reads it nowhere."""
    cell = locked(cell, "review__agreement", "clause", "signatory__entity")
    check_can_code_cell(by, cell, local_date(at))
    before = list(cell.codings.all())
    coder = coder_of(by, cell, before)
    made = CellCoding.objects.create(
        cell=cell,
        turn=len(before) + 1,
        rating=checked_choice(rating, CellRating, "rating"),
        words=checked_text(words, "words", 4000),
        entity=coder,
        made_by=by,
        made_at=at,
    )
    record_event(
        kind="review.coded",
        subject=cell_subject(cell),
        body={"turn": made.turn, "coder": coder.code},
        sealed={"rating": made.rating, "words": made.words},
        by=by,
        entity=coder,
        at=at,
    )
    return made


@transaction.atomic
def record_dissent(*, review: YearlyReview, signatory: Signatory, words: str, by: User, at: datetime) -> ReviewDissent:
    """What a signatory does not share, in its own words; before the table votes, or after."""
    review = locked(review, "agreement")
    check_can_dissent(by, review, signatory)
    made = ReviewDissent.objects.create(
        review=review, signatory=signatory, words=checked_text(words, "words", 8000), made_by=by, made_at=at
    )
    record_event(
        kind="review.dissented",
        subject=review_subject(review),
        body={"entity": signatory.entity.code},
        sealed={"words": made.words},
        by=by,
        entity=signatory.entity,
        at=at,
    )
    return made


@transaction.atomic
def close_review(*, review: YearlyReview, decision: Decision, by: User | None, at: datetime) -> YearlyReview:
    """The table closes it as it is: what nobody assessed or saw stays told as such. Refuses while somebody still has
    time to assess itself, and a decision from before the review."""
    review = locked(review, "agreement")
    check_can_close_review(by, review)
    if decision.mesa.agreement_id != review.agreement_id:
        raise Invalid(gettext_noop("Esa decisión es de otra mesa."), field="decision")
    if decision.decided_at < review.opened_at:
        raise Invalid(gettext_noop("Esa decisión es anterior a la revisión."), field="decision")
    if local_date(at) <= review.assess_by and any(not hasattr(cell, "assessment") for cell in cells_of(review)):
        raise Refusal(gettext_noop("Falta quien se autoevalúe y todavía tiene plazo: espere a que venza."))
    transition = YEARLY_WORKFLOW.check("close", review.state)
    review.state, review.decision, review.closed_at = YearlyReviewState(transition.target), decision, at
    review.save(update_fields=["state", "decision", "closed_at"])
    _record(transition.event, review, {"decision": decision.number}, by, at)
    return review


def _record(kind: str, review: YearlyReview, body: dict[str, object], by: User | None, at: datetime) -> None:
    record_event(kind=kind, subject=review_subject(review), body=body, by=by, entity=None, at=at)
