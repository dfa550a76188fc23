"""The lives of an amendment and of an adjustment measure, as data. The diagrams are drawn from these."""

from concierta.amendments.enums import AmendmentState, MeasureState
from concierta.kernel.errors import gettext_noop as _
from concierta.kernel.workflow import Transition, Workflow

A, M = AmendmentState, MeasureState

AMENDMENT_WORKFLOW = Workflow(
    name="amendment",
    initial=A.PROPOSED.value,
    labels={state.value: str(state.label) for state in A},
    transitions=(
        Transition("adopt", frozenset({A.PROPOSED}), A.ADOPTED, "amendment.adopted", _("adoptar")),
        Transition("reject", frozenset({A.PROPOSED}), A.REJECTED, "amendment.rejected", _("negar")),
        Transition("withdraw", frozenset({A.PROPOSED}), A.WITHDRAWN, "amendment.withdrawn", _("retirar")),
    ),
)

MEASURE_WORKFLOW = Workflow(
    name="adjustment_measure",
    initial=M.PROPOSED.value,
    labels={state.value: str(state.label) for state in M},
    transitions=(
        Transition("adopt", frozenset({M.PROPOSED}), M.ADOPTED, "measure.adopted", _("adoptar")),
        Transition("reject", frozenset({M.PROPOSED}), M.REJECTED, "measure.rejected", _("negar")),
        Transition("worked", frozenset({M.ADOPTED}), M.WORKED, "measure.worked", _("declarar que funcionó")),
        Transition(
            "worked_partly", frozenset({M.ADOPTED}), M.PARTLY, "measure.partly", _("declarar que funcionó en parte")
        ),
        Transition("failed", frozenset({M.ADOPTED}), M.FAILED, "measure.failed", _("declarar que no funcionó")),
    ),
)
