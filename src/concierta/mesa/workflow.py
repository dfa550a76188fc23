"""The lives of a session, of its minutes and of an action item, as data. The diagrams are drawn from these."""

from concierta.kernel.errors import gettext_noop as _
from concierta.kernel.workflow import Transition, Workflow
from concierta.mesa.enums import ActionState, MinutesState, SessionState

SESSION_WORKFLOW = Workflow(
    name="session",
    initial=SessionState.PLANNED.value,
    labels={state.value: str(state.label) for state in SessionState},
    transitions=(
        Transition("notice", frozenset({SessionState.PLANNED}), SessionState.NOTICED, "session.noticed", _("convocar")),
        Transition("open", frozenset({SessionState.NOTICED}), SessionState.OPEN, "session.opened", _("abrir")),
        Transition("close", frozenset({SessionState.OPEN}), SessionState.CLOSED, "session.closed", _("terminar")),
        Transition(
            "not_held",
            frozenset({SessionState.NOTICED, SessionState.OPEN}),
            SessionState.NOT_HELD,
            "session.not_held",
            _("dejar constancia de que no se instaló"),
        ),
        Transition(
            "cancel",
            frozenset({SessionState.PLANNED, SessionState.NOTICED}),
            SessionState.CANCELLED,
            "session.cancelled",
            _("cancelar"),
        ),
    ),
)

MINUTES_WORKFLOW = Workflow(
    name="minutes",
    initial=MinutesState.DRAFT.value,
    labels={state.value: str(state.label) for state in MinutesState},
    transitions=(
        Transition(
            "circulate",
            frozenset({MinutesState.DRAFT}),
            MinutesState.CIRCULATED,
            "minutes.circulated",
            _("enviar a observaciones"),
        ),
        Transition(
            "approve", frozenset({MinutesState.CIRCULATED}), MinutesState.APPROVED, "minutes.approved", _("aprobar")
        ),
        Transition("sign", frozenset({MinutesState.APPROVED}), MinutesState.SIGNED, "minutes.signed", _("firmar")),
    ),
)

ACTION_WORKFLOW = Workflow(
    name="action_item",
    initial=ActionState.OPEN.value,
    labels={state.value: str(state.label) for state in ActionState},
    transitions=(
        Transition(
            "finish", frozenset({ActionState.OPEN}), ActionState.DONE, "action_item.done", _("dar por cumplida")
        ),
        Transition("reopen", frozenset({ActionState.DONE}), ActionState.OPEN, "action_item.reopened", _("devolver")),
        Transition("check", frozenset({ActionState.DONE}), ActionState.CHECKED, "action_item.checked", _("comprobar")),
        Transition(
            "drop", frozenset({ActionState.OPEN}), ActionState.DROPPED, "action_item.dropped", _("dejar sin efecto")
        ),
    ),
)
