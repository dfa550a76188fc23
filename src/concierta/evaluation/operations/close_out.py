"""What an agreement leaves when it ends, and what the next one makes of it, point by point."""

from datetime import datetime

from django.db import transaction

from concierta.agreements.enums import VersionState
from concierta.agreements.models import Agreement, Article
from concierta.evaluation.enums import CloseOutKind, CloseOutReply
from concierta.evaluation.models import CloseOutAnswer, CloseOutPoint
from concierta.evaluation.permissions import check_can_leave_point, check_can_open_review
from concierta.evaluation.queries.close_out import answer_subject, point_subject
from concierta.kernel.checked import checked_choice, checked_text
from concierta.kernel.errors import Invalid, Refusal, gettext_noop
from concierta.ledger.locking import locked
from concierta.ledger.operations import record_event
from concierta.mesa.models import Decision
from concierta.people.models import User


@transaction.atomic
def leave_point(
    *, agreement: Agreement, kind: CloseOutKind, text: str, decision: Decision, by: User | None, at: datetime
) -> CloseOutPoint:
    """The next point that the agreement leaves, by a decision of its table: it does not change."""
    check_can_leave_point(by, agreement)
    agreement = locked(agreement)
    if decision.mesa.agreement_id != agreement.pk:
        raise Invalid(gettext_noop("Esa decisión es de otra mesa."), field="decision")
    point = CloseOutPoint.objects.create(
        agreement=agreement,
        number=agreement.close_out_points.count() + 1,
        kind=checked_choice(kind, CloseOutKind, "kind"),
        text=checked_text(text, "text", 4000),
        decision=decision,
        left_at=at,
    )
    record_event(
        kind="close_out.point_left",
        subject=point_subject(point),
        body={"kind": point.kind, "decision": decision.number},
        sealed={"text": point.text},
        by=by,
        entity=decision.mesa.secretariat,
        at=at,
    )
    return point


@transaction.atomic
def answer_point(
    *, point: CloseOutPoint, reply: CloseOutReply, words: str, article: str = "", by: User | None, at: datetime
) -> CloseOutAnswer:
    """What the agreement that goes on makes of a point: in which part it takes it up or changes it, or why it leaves
    it out. It may be written again until that agreement is in force."""
    successor = Agreement.objects.filter(succeeds=point.agreement_id).first()
    if successor is None:
        raise Refusal(gettext_noop("Todavía no hay un acuerdo que continúe este."))
    check_can_open_review(by, successor)
    point = locked(point, "agreement")
    texts = successor.versions.exclude(state=VersionState.ABANDONED)
    before = CloseOutAnswer.objects.filter(point=point).exists()
    if before and texts.filter(state=VersionState.IN_FORCE).exists():
        raise Refusal(gettext_noop("El acuerdo nuevo ya rige: lo que respondió no cambia."))
    chosen, where = checked_choice(reply, CloseOutReply, "reply"), article.strip()
    if chosen == CloseOutReply.LEFT_OUT and where:
        raise Invalid(gettext_noop("Lo que se deja fuera no está en ningún artículo."), field="article")
    if chosen != CloseOutReply.LEFT_OUT and not Article.objects.filter(version__in=texts, code=where).exists():
        raise Invalid(gettext_noop("Escriba el código del artículo del acuerdo nuevo donde está."), field="article")
    answer, _created = CloseOutAnswer.objects.update_or_create(
        point=point,
        defaults={"reply": chosen, "words": checked_text(words, "words", 4000), "article": where, "answered_at": at},
    )
    record_event(
        kind="close_out.answered",
        subject=answer_subject(answer),
        body={"reply": answer.reply, "article": answer.article},
        sealed={"words": answer.words},
        by=by,
        entity=None,
        at=at,
    )
    return answer
