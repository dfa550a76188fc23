"""What an agreement leaves when it ends, and what it answers to the one that it goes on from."""

from django.http import HttpResponse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from concierta.agreements.queries import agreement_by_slug
from concierta.evaluation.operations import answer_point, leave_point
from concierta.evaluation.permissions import can_leave_point, can_open_review, table_of
from concierta.evaluation.queries import points_left_by, points_to_answer, unanswered
from concierta.kernel.clock import now
from concierta.mesa.queries import decisions_of
from concierta.web.workspace.acts import Act, acts_view, form_of
from concierta.web.workspace.evaluation.yearly_forms import AnswerForm, PointForm
from concierta.web.workspace.shell import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def close_out(request: SignedInRequest, slug: str) -> HttpResponse:
    """The points of the agreement before, with what is missing to answer, then those that this one leaves."""
    agreement = agreement_by_slug(request.user, slug)
    inherited, left = list(points_to_answer(agreement)), list(points_left_by(agreement))
    missing = unanswered(inherited)
    acts = []
    if inherited and can_open_review(request.user, agreement):
        acts.append(
            Act(
                "answer",
                gettext("Responder un punto del acuerdo anterior"),
                gettext("Guardar la respuesta"),
                form_of(
                    request, "answer", AnswerForm, points=[*missing, *(one for one in inherited if one not in missing)]
                ),
                lambda given: answer_point(**given, by=request.user, at=now()),
                gettext("Respuesta guardada. Puede cambiarla hasta que este acuerdo rija."),
                kind="primary",
            )
        )
    if can_leave_point(request.user, agreement):
        decisions = list(decisions_of(table_of(agreement)))
        acts.append(
            Act(
                "leave",
                gettext("Dejar un punto al acuerdo que siga"),
                gettext("Dejar el punto"),
                form_of(request, "leave", PointForm, decisions=decisions),
                lambda given: leave_point(agreement=agreement, **given, by=request.user, at=now()),
                gettext("El punto quedó dicho: no cambia."),
                folded=bool(inherited),
                blocked="" if decisions else gettext("Estos puntos los decide la mesa: llévelos a una sesión."),
            )
        )
    context = {
        "agreement": agreement,
        "finding": _finding(len(missing), len(inherited)),
        "inherited": [(point, getattr(point, "answer", None)) for point in inherited],
        "left": left,
    }
    return acts_view(request, "evaluation/close_out.html", acts, lambda: context)


def _finding(missing: int, inherited: int) -> str:
    if not inherited:
        return gettext("El cierre del acuerdo")
    if not missing:
        return gettext("Todo lo que dejó el acuerdo anterior tiene respuesta")
    return ngettext(
        "%(n)s de %(all)s punto del cierre anterior sigue sin respuesta",
        "%(n)s de %(all)s puntos del cierre anterior siguen sin respuesta",
        inherited,
    ) % {"n": missing, "all": inherited}
