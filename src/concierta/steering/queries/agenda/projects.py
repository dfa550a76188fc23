"""The periodic review of the projects of the Action Plan and the POAI (clause C2): all in turn, a few a session."""

from collections.abc import Iterator
from fractions import Fraction

from django.conf import settings
from django.utils.translation import gettext

from concierta.evaluation.queries import QueuedProject, review_queue
from concierta.evaluation.words import reasons_in_words
from concierta.mesa.enums import ItemSource, SessionState
from concierta.mesa.models import AgendaItem, Session
from concierta.mesa.proposals import AgendaProposal
from concierta.plans.models import Project
from concierta.steering.queries.agenda.figures import percent
from concierta.steering.queries.agenda.lagging import lagging
from concierta.steering.queries.agenda.money import spending_without_result
from concierta.steering.queries.agenda.situation import Situation
from concierta.steering.queries.dues.words import day, shortened


def projects_in_turn(situation: Situation) -> Iterator[AgendaProposal]:
    """By the queue of reviews: what is known of each, and among equals those never looked at, or longest ago.

    A project discussed in one of the last AGENDA_PROJECTS_EVERY sessions, for whatever reason, waits for its turn; one
    that is on this agenda because it lags, or spends for nothing, needs none.
    """
    discussed = _last_discussed(situation)
    there = {proposal.subject for source in (lagging, spending_without_result) for proposal in source(situation)}
    held = Session.objects.filter(mesa=situation.mesa, state=SessionState.CLOSED).order_by("-number")
    recent = set(held.values_list("number", flat=True)[: settings.AGENDA_PROJECTS_EVERY])
    for plan in situation.plans:
        projects = (
            Project.objects.filter(plan=plan).exclude(closed_on__lte=situation.on).exclude(entered_on__gt=situation.on)
        )
        queue = {one.project.code: one for one in review_queue(None, plan, situation.as_of)}
        waiting = [
            (discussed.get(subject, 0), code, name, entity)
            for code, name, entity in projects.order_by("code").values_list("code", "name", "entity__name")
            if (subject := situation.subject(plan, f"project:{code}")) not in there
        ]
        turn = sorted(
            (row for row in waiting if row[0] not in recent), key=lambda row: (_place(queue.get(row[1])), *row[:2])
        )[: settings.AGENDA_PROJECTS]
        measured, cut_off = situation.achievement(plan), situation.cut_offs.get(plan.pk)
        for session, code, name, entity in turn:
            before = (
                gettext("Revisado por última vez en la sesión %(number)s.") % {"number": session}
                if session
                else gettext("La mesa no lo ha revisado.")
            )
            tally = measured.tallies.get(("project", code)) if measured else None
            stands = (
                gettext("%(entity)s: %(verified)s verificado del año al %(date)s.")
                % {"entity": entity, "verified": percent(tally.verified_year), "date": day(cut_off)}
                if tally is not None and cut_off is not None
                else gettext("%(entity)s: sin cifras todavía.") % {"entity": entity}
            )
            yield AgendaProposal(
                ItemSource.POAI,
                situation.subject(plan, f"project:{code}"),
                gettext("Revisar el proyecto %(code)s: %(name)s") % {"code": code, "name": shortened(name)},
                " ".join([before, stands, *_reasons(queue.get(code))]),
            )


def _place(queued: QueuedProject | None) -> tuple[bool, Fraction]:
    """What was reviewed in the year goes last."""
    return (False, Fraction(0)) if queued is None else (queued.reviewed is not None, -queued.points)


def _reasons(queued: QueuedProject | None) -> list[str]:
    return [f"{reasons_in_words(queued.reasons)}."] if queued is not None and queued.reasons else []


def _last_discussed(situation: Situation) -> dict[str, int]:
    """The number of the latest session that opened an item about each project."""
    items = (
        AgendaItem.objects.filter(session__mesa=situation.mesa, session__state=SessionState.CLOSED)
        .filter(opened_at__isnull=False, subject__contains="project:")
        .order_by("session__number")
    )
    return dict(items.values_list("subject", "session__number"))
