"""The Mesa: its page, its rules, establishing one, and its documents."""

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from concierta.agreements.queries import agreements_of
from concierta.kernel.clock import now, today
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.kernel.writing import shortened
from concierta.mesa.enums import SessionState
from concierta.mesa.operations import change_rules, establish_mesa
from concierta.mesa.permissions import can_run, check_can_run
from concierta.mesa.queries import (
    action_for,
    actions_of_person,
    agenda_of,
    decisions_of,
    delegation_for,
    is_overdue,
    mesa_for,
    mesa_of,
    mesas_of,
    next_session,
    paper_for,
    papers_of,
    rules_of,
    rules_on,
    seat_of,
    seats_on,
    session_for,
    sessions_of,
)
from concierta.people.enums import Role
from concierta.people.permissions import check_has_role
from concierta.people.queries import all_entities, entities_where
from concierta.steering.queries import late_ordinary_session
from concierta.web.kit.formats import long_date, short_date
from concierta.web.workspace.acts import act_view, sent
from concierta.web.workspace.mesa.forms import MesaForm, RulesForm
from concierta.web.workspace.mesa.members import members_href, members_title
from concierta.web.workspace.mesa.session_rows import SessionSheet, session_sheet
from concierta.web.workspace.shell import SignedInRequest, in_language, page, roles_of
from concierta.web.workspace.steering.views import chosen
from concierta.web.workspace.uploads import download

if TYPE_CHECKING:
    from concierta.mesa.models import Mesa, Rules, Seat, Session

_FEW = 6


@require_safe
def mesa(request: SignedInRequest) -> HttpResponse:
    """With one Mesa there is nothing to choose."""
    mesas = list(mesas_of(request.user))
    mesa: Mesa | None = chosen(mesas, request.GET.get("mesa", ""), lambda mesa: str(mesa.pk))
    if mesa is None:
        return page(request, "mesa/none.html", {"convenes": Role.SECRETARIAT in roles_of(request.user)})
    seat = seat_of(request.user, mesa, today())
    can_arrange = bool(can_run(request.user, mesa))
    tasks = [task for task in actions_of_person(request.user) if task.mesa_id == mesa.pk]
    coming = next_session(mesa, now())
    context = {
        "mesa": mesa,
        "mesas": [(one.pk, in_language(one, "name")) for one in mesas],
        "can_arrange": can_arrange,
        "seat": seat,
        "seat_words": _seat_words(seat, can_arrange),
        "next": _next(request, coming, can_arrange=can_arrange) if coming else None,
        "late_session": _late_words(mesa),
        "tasks": tasks,
        "late": sum(is_overdue(task, today()) for task in tasks),
        "sessions": [session for session in sessions_of(request.user, mesa) if session != coming],
        "decisions": decisions_of(mesa)[:_FEW],
        "members": members_title(list(seats_on(mesa, today()))),
        "rules": rules_on(mesa, today()),
    }
    return page(request, "mesa/mesa.html", context)


def _next(request: SignedInRequest, coming: "Session", *, can_arrange: bool) -> SessionSheet:
    """The session that comes, each document once; members read a plan only once it is convened."""
    session = session_for(request.user, coming.pk)
    if not can_arrange and session.state == SessionState.PLANNED:
        return session_sheet(session, [], can_arrange=can_arrange)
    papers = {paper.document.file_id: paper for paper in papers_of(session)}
    return session_sheet(session, agenda_of(session), can_arrange=can_arrange, papers=papers.values())


def _late_words(mesa: "Mesa") -> str:
    """What the rules ask for and nobody has convened, once its day has passed."""
    late = late_ordinary_session(mesa, today())
    if late is None:
        return ""
    rule = ngettext(
        "Las reglas piden una sesión ordinaria cada mes y el plazo venció el %(due)s.",
        "Las reglas piden una sesión ordinaria al menos cada %(months)s meses y el plazo venció el %(due)s.",
        late.months,
    ) % {"months": late.months, "due": long_date(late.due_on)}
    if late.held_on is None:
        return gettext("%(rule)s No ha habido ninguna.") % {"rule": rule}
    return gettext("%(rule)s La última fue el %(date)s.") % {"rule": rule, "date": long_date(late.held_on)}


def _seat_words(seat: "Seat | None", can_arrange: bool) -> str:
    if seat is not None:
        voice = gettext("voz y voto") if seat.has_vote else gettext("voz")
        return gettext("Usted se sienta por %(entity)s, con %(voice)s") % {
            "entity": seat.entity.short_name,
            "voice": voice,
        }
    return gettext("Usted lleva la secretaría técnica") if can_arrange else gettext("Usted no tiene silla en esta mesa")


@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: SignedInRequest, pk: int) -> HttpResponse:
    """The versions of the rules; the secretariat records the change that the Mesa decided."""
    mesa = mesa_for(request.user, pk)
    if request.method == "POST":
        check_can_run(request.user, mesa)
    current = rules_on(mesa, today())
    context = {"mesa": mesa, "rules": current, "versions": [_version(version) for version in rules_of(mesa)]}
    if not can_run(request.user, mesa):
        return page(request, "mesa/rules.html", {**context, "form": None, "errors": []})
    decisions = [(decision, f"{decision.number}. {shortened(decision.text, 80)}") for decision in decisions_of(mesa)]
    form = sent(request, RulesForm, rules=current, decisions=decisions)
    return act_view(
        request,
        "mesa/rules.html",
        form,
        lambda: change_rules(mesa=mesa, **form.cleaned_data, by=request.user, at=now()),
        done="",
        to=request.path,
        context={
            **context,
            "blocked": "" if decisions else gettext("La mesa todavía no ha tomado ninguna decisión."),
        },
    )


def _version(rules: "Rules") -> dict[str, str]:
    """One version of the rules, for a timeline."""
    cited = rules.decision
    return {
        "title": gettext("Versión %(n)s") % {"n": rules.version},
        "when": gettext("Rige desde el %(day)s") % {"day": short_date(rules.effective_on)},
        "by": gettext("decisión %(number)s") % {"number": cited.number} if cited else gettext("con la mesa"),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def new_mesa(request: SignedInRequest) -> HttpResponse:
    check_has_role(request.user, Role.SECRETARIAT)
    agreements = [agreement for agreement in agreements_of(request.user) if mesa_of(agreement) is None]
    form = sent(
        request,
        MesaForm,
        agreements=[(agreement, in_language(agreement, "title")) for agreement in agreements],
        own=[(entity, entity.name) for entity in entities_where(request.user, Role.SECRETARIAT)],
        entities=[(entity, entity.name) for entity in all_entities()],
    )
    return act_view(
        request,
        "mesa/new.html",
        form,
        lambda: establish_mesa(**form.cleaned_data, by=request.user, at=now()),
        done=gettext("Mesa registrada. Ahora déle silla a cada entidad."),
        to=lambda mesa: members_href(mesa.pk),
        context={"any": bool(agreements)},
    )


@require_safe
def paper(request: SignedInRequest, pk: int) -> HttpResponseBase:
    return download(paper_for(request.user, pk).document)


@require_safe
def delegation(request: SignedInRequest, pk: int) -> HttpResponseBase:
    return download(delegation_for(request.user, pk).document)


@require_safe
def task_evidence(request: SignedInRequest, pk: int, evidence: int) -> HttpResponseBase:
    shown = next((one for one in action_for(request.user, pk).evidence.all() if one.pk == evidence), None)
    if shown is None:
        raise NotFound(gettext_noop("Esa tarea no tiene tal evidencia."))
    return download(shown)
