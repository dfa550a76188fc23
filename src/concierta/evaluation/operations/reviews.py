"""The Mesa's reviews of projects: taken to a session, by what is known of them or by lot, and what it found."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from concierta.evaluation.enums import ReviewFinding
from concierta.evaluation.models import ProjectReview, ReviewDraw
from concierta.evaluation.permissions import check_can_review, mesa_that_reviews
from concierta.evaluation.queries.queue import QueuedProject
from concierta.evaluation.queries.reviews import drawable, project_code_of, project_subject
from concierta.evaluation.words import reasons_in_words
from concierta.kernel.canonical import sha256_of
from concierta.kernel.checked import checked_choice, checked_text
from concierta.kernel.errors import Invalid, Refusal, TransitionRefused, gettext_noop
from concierta.kernel.writing import shortened
from concierta.ledger.operations import record_event
from concierta.mesa.enums import ItemSource, SessionState
from concierta.mesa.models import AgendaItem, Attendance, Session
from concierta.mesa.operations import fill_agenda
from concierta.mesa.operations.acts import check_minutes_open, locked_item, locked_session
from concierta.mesa.proposals import AgendaProposal
from concierta.mesa.queries import quorum_of
from concierta.people.models import User
from concierta.plans.models import Plan, Project

_HELD = (SessionState.OPEN, SessionState.CLOSED)


@transaction.atomic
def schedule_reviews(
    *, plan: Plan, session: Session, queued: Sequence[QueuedProject], by: User | None, at: datetime
) -> list[AgendaItem]:
    """Put the chosen projects on the agenda of a session, each with why it is looked at; gives the items it added.

    One that is there already is not put there twice.
    """
    _check_session(plan, session, by)
    if not queued:
        raise Invalid(gettext_noop("Marque al menos un proyecto."), field="project")
    return _propose(plan, session, [(one.project, reasons_in_words(one.reasons)) for one in queued], by, at)


@transaction.atomic
def draw_projects(*, plan: Plan, session: Session, size: int, phrase: str, by: User | None, at: datetime) -> ReviewDraw:
    """Draw up to `size` projects for a session, among those of weight that nobody has reviewed in its year, and put
    them on its agenda. `phrase` is something public that nobody chose: with it anyone can draw the same ones again.

    Refuses a second draw for a session, and one when no project is left.
    """
    session = locked_session(session.pk)
    _check_session(plan, session, by)
    if ReviewDraw.objects.filter(plan=plan, session=session).exists():
        raise Refusal(gettext_noop("Para esa sesión ya se sorteó: un segundo sorteo dejaría escoger."))
    phrase = checked_text(phrase, "phrase", 200)
    population = list(drawable(plan, session))
    if not population:
        raise Refusal(gettext_noop("No queda proyecto por sortear: ya se revisaron o están en la agenda."))
    if size < 1:
        raise Invalid(gettext_noop("Sortee al menos un proyecto."), field="size")
    draw = ReviewDraw.objects.create(
        plan=plan,
        session=session,
        phrase=phrase,
        population=population,
        size=min(size, len(population)),
        drawn_at=at,
    )
    record_event(
        kind="projects.drawn",
        subject=f"review_draw/{plan.slug}/{session.number}",
        plan=plan.slug,
        body={
            "session": session.number,
            "seed": draw.seed,
            "size": draw.size,
            "drawn": list(draw.drawn()),
            "population": len(population),
            "population_sha256": sha256_of("\n".join(population)),
        },
        by=by,
        entity=session.mesa.secretariat,
        at=at,
    )
    found = {project.code: project for project in Project.objects.filter(plan=plan, code__in=draw.drawn())}
    with translation.override(settings.LANGUAGE_CODE):
        why = gettext("Salió en el sorteo entre %(count)s proyectos, con la frase «%(phrase)s».") % {
            "count": len(population),
            "phrase": phrase,
        }
    _propose(plan, session, [(found[code], why) for code in draw.drawn()], by, at)
    return draw


@transaction.atomic
def review_project(
    *, item: AgendaItem, project: Project, finding: ReviewFinding, words: str, by: User | None, at: datetime
) -> ProjectReview:
    """Put on record what the Mesa found of a project in an item that it took up with quorum, during the session or
    after it. What was written may be corrected until the minutes are approved.

    Refuses an item of another Mesa, of another project, not taken up, reserved by law (a review is public), or without
    quorum all the while.
    """
    item, plan = locked_item(item), project.plan
    session = item.session
    check_can_review(by, plan)
    if session.mesa_id != mesa_that_reviews(plan).pk:
        raise Invalid(gettext_noop("Ese punto es de otra mesa."), field="item")
    named = project_code_of(plan, item.subject)
    if named and named != project.code:
        raise Invalid(gettext_noop("Ese punto trata del proyecto %(code)s."), field="project", code=named)
    if session.state not in _HELD or item.opened_at is None:
        raise TransitionRefused(gettext_noop("La mesa no ha tratado ese punto: todavía no hay qué registrar."))
    if item.reserved_basis:
        raise Refusal(gettext_noop("Ese punto está reservado por ley: lo que la mesa encontró queda en su acta."))
    if not _had_quorum(item, at):
        raise Refusal(gettext_noop("No hubo quórum mientras se trató ese punto: la mesa no revisó el proyecto."))
    changes = {
        "plan": plan,
        "item": item,
        "finding": ReviewFinding(checked_choice(finding, ReviewFinding, "finding")),
        "words": checked_text(words, "words", 4000),
        "reviewed_at": min(item.closed_at or at, at),
    }
    if ProjectReview.objects.filter(project=project, session=session).exists():
        check_minutes_open(session)
    review, _ = ProjectReview.objects.update_or_create(project=project, session=session, defaults=changes)
    _record(review, by, at)
    return review


def _check_session(plan: Plan, session: Session, by: User | None) -> None:
    check_can_review(by, plan)
    if session.mesa_id != mesa_that_reviews(plan).pk:
        raise Invalid(gettext_noop("Esa sesión es de otra mesa."), field="session")


def _propose(
    plan: Plan, session: Session, chosen: Sequence[tuple[Project, str]], by: User | None, at: datetime
) -> list[AgendaItem]:
    """The words are in the language of the installation, since they stay on record."""
    with translation.override(settings.LANGUAGE_CODE):
        proposals = [
            AgendaProposal(
                ItemSource.POAI,
                project_subject(plan, project.code),
                gettext("Revisar el proyecto %(code)s: %(name)s")
                % {"code": project.code, "name": shortened(project.name, 120)},
                why,
            )
            for project, why in chosen
        ]
    return fill_agenda(session=session, proposals=proposals, by=by, at=at)


def _had_quorum(item: AgendaItem, at: datetime) -> bool:
    """True if there was quorum at any moment of the item: when it was taken up, or when somebody came during it."""
    assert item.opened_at is not None
    came = Attendance.objects.filter(
        session=item.session, arrived_at__gt=item.opened_at, arrived_at__lt=item.closed_at or at
    )
    moments = [item.opened_at, *came.order_by("arrived_at").values_list("arrived_at", flat=True)]
    return any(quorum_of(item.session, moment).reached for moment in moments)


def _record(review: ProjectReview, by: User | None, at: datetime) -> None:
    body: Mapping[str, object] = {
        "project": review.project.code,
        "session": review.session.number,
        "finding": str(review.finding),
        "reviewed_at": review.reviewed_at.astimezone(UTC).isoformat(),
    }
    record_event(
        kind="project.reviewed",
        subject=f"project_review/{review.plan.slug}/{review.session.number}/{review.project.code}",
        plan=review.plan.slug,
        body=body,
        sealed={"words": review.words},
        by=by,
        entity=review.session.mesa.secretariat,
        at=at,
    )
