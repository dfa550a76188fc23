"""What the table decides of a signatory, put on record by its secretariat: suspended, readmitted, given a role."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from concierta.agreements.enums import GAVE_THEIR_WORD, MAY_PROMISE, SignatoryState
from concierta.evaluation.operations import assign_role, readmit_signatory, suspend_signatory
from concierta.evaluation.permissions import can_be_readmitted, can_be_suspended
from concierta.kernel.clock import now, today
from concierta.mesa.permissions import can_run
from concierta.mesa.queries import decisions_of, mesa_of
from concierta.web.workspace.acts import Act, form_of, why_not
from concierta.web.workspace.evaluation.forms import AssignRoleForm, ByDecisionForm, SuspendForm
from concierta.web.workspace.shell import SignedInRequest

if TYPE_CHECKING:
    from concierta.agreements.models import Signatory
    from concierta.mesa.models import Decision


def table_acts(request: SignedInRequest, signatory: "Signatory") -> list[Act]:
    """For the secretariat of the agreement's table; none for the others, or of an entity that is not asked anything."""
    mesa = mesa_of(signatory.agreement)
    if mesa is None or signatory.state not in MAY_PROMISE or not can_run(request.user, mesa):
        return []
    decisions = list(decisions_of(mesa))
    undecided = "" if decisions else gettext("La mesa todavía no ha decidido nada que se pueda citar.")
    acts = [_role(request, signatory, decisions, undecided)]
    if signatory.state == SignatoryState.SUSPENDED:
        return [_readmission(request, signatory, decisions, undecided), *acts]
    if signatory.state in GAVE_THEIR_WORD:
        return [_suspension(request, signatory, decisions, undecided), *acts]
    return acts


def _suspension(request: SignedInRequest, signatory: "Signatory", decisions: "list[Decision]", undecided: str) -> Act:
    return Act(
        "suspend",
        gettext("Suspenderla, por decisión de la mesa"),
        gettext("Suspender a la entidad"),
        form_of(request, "suspend", SuspendForm, decisions=decisions),
        lambda given: suspend_signatory(signatory=signatory, **given, by=request.user, at=now()),
        gettext("Suspendida. Conserva sus deberes y su voz; desde mañana no vota."),
        kind="danger",
        words=gettext("Conserva sus deberes y su voz, y no vota desde mañana."),
        blocked=undecided or why_not(can_be_suspended(signatory)),
        folded=True,
    )


def _readmission(request: SignedInRequest, signatory: "Signatory", decisions: "list[Decision]", undecided: str) -> Act:
    return Act(
        "readmit",
        gettext("Readmitirla, por decisión de la mesa"),
        gettext("Readmitir a la entidad"),
        form_of(request, "readmit", ByDecisionForm, decisions=decisions),
        lambda given: readmit_signatory(signatory=signatory, **given, by=request.user, at=now()),
        gettext("Readmitida. Vuelve a votar desde mañana."),
        words=gettext("Después de la suspensión tiene que haber prometido algo nuevo y haber reportado."),
        blocked=undecided or why_not(can_be_readmitted(signatory, today())),
    )


def _role(request: SignedInRequest, signatory: "Signatory", decisions: "list[Decision]", undecided: str) -> Act:
    return Act(
        "assign-role",
        gettext("Darle un papel, por decisión de la mesa"),
        gettext("Registrar el papel"),
        form_of(request, "assign-role", AssignRoleForm, decisions=decisions),
        lambda given: assign_role(signatory=signatory, **given, by=request.user, at=now()),
        gettext("Papel registrado."),
        words=gettext("Se muestra junto al que por su misión le corresponde."),
        blocked=undecided,
        folded=True,
    )
