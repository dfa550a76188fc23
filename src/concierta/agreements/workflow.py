"""The lives of a text, of a signatory and of a promise, as data. The diagrams are drawn from these."""

from concierta.agreements.enums import STANDING, PledgeState, SignatoryState, VersionState
from concierta.kernel.errors import gettext_noop as _
from concierta.kernel.workflow import Transition, Workflow

V = VersionState
VERSION_WORKFLOW = Workflow(
    name="text_version",
    initial=V.DRAFT.value,
    labels={state.value: str(state.label) for state in V},
    transitions=(
        Transition("open", frozenset({V.DRAFT}), V.OPEN, "agreement.text_opened", _("abrir a la firma")),
        Transition("adopt", frozenset({V.OPEN}), V.IN_FORCE, "agreement.text_adopted", _("adoptar")),
        Transition("replace", frozenset({V.IN_FORCE}), V.REPLACED, "agreement.text_replaced", _("reemplazar")),
        Transition(
            "abandon", frozenset({V.DRAFT, V.OPEN}), V.ABANDONED, "agreement.text_abandoned", _("dejar sin efecto")
        ),
    ),
)

S = SignatoryState
SIGNATORY_WORKFLOW = Workflow(
    name="signatory",
    initial=S.INVITED.value,
    labels={state.value: str(state.label) for state in S},
    transitions=(
        Transition(
            "invite_again", frozenset({S.DECLINED, S.WITHDRAWN}), S.INVITED, "signatory.invited_again",
            _("invitar de nuevo"),
        ),
        Transition(
            "mandate", frozenset({S.INVITED, S.MANDATED}), S.MANDATED, "signatory.mandated",
            _("registrar quién puede firmar"),
        ),
        Transition("decline", frozenset({S.INVITED, S.MANDATED}), S.DECLINED, "signatory.declined", _("no firmar")),
        Transition("sign", frozenset({S.INVITED, S.MANDATED}), S.SIGNED, "signatory.signed", _("firmar")),
        Transition("enter", frozenset({S.SIGNED}), S.ACTIVE, "signatory.entered", _("quedar obligada")),
        Transition("notify", frozenset({S.ACTIVE}), S.NOTIFIED, "signatory.notified", _("avisar")),
        Transition(
            "fall_silent", frozenset({S.NOTIFIED}), S.SILENT, "signatory.fell_silent", _("declarar en silencio")
        ),
        Transition(
            "answer", frozenset({S.NOTIFIED, S.SILENT}), S.ACTIVE, "signatory.answered", _("volver a estar activa")
        ),
        Transition("suspend", frozenset(STANDING), S.SUSPENDED, "signatory.suspended", _("suspender")),
        Transition("readmit", frozenset({S.SUSPENDED}), S.ACTIVE, "signatory.readmitted", _("readmitir")),
        Transition(
            "withdraw", frozenset({S.SIGNED, *STANDING, S.SUSPENDED}), S.WITHDRAWN, "signatory.withdrew",
            _("retirarse"),
        ),
    ),
)  # fmt: skip

P = PledgeState
PLEDGE_WORKFLOW = Workflow(
    name="pledge",
    initial=P.PROPOSED.value,
    labels={state.value: str(state.label) for state in P},
    transitions=(
        Transition("confirm", frozenset({P.PROPOSED}), P.CONFIRMED, "pledge.confirmed", _("confirmar")),
        Transition(
            "document", frozenset({P.PROPOSED}), P.DOCUMENTED, "pledge.documented", _("registrar según lo firmado"),
        ),
        Transition("decline", frozenset({P.PROPOSED}), P.DECLINED, "pledge.declined", _("no hacerla")),
        Transition("enter", frozenset({P.CONFIRMED}), P.STANDING, "pledge.entered", _("decir que se puede verificar")),
        Transition(
            "set_aside", frozenset({P.CONFIRMED}), P.NOT_VERIFIABLE, "pledge.set_aside",
            _("decir que no se puede verificar"),
        ),
        Transition(
            "release", frozenset({P.CONFIRMED, P.STANDING, P.DOCUMENTED}), P.RELEASED, "pledge.released",
            _("dejar sin quien responda"),
        ),
    ),
)  # fmt: skip
