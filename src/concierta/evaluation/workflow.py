"""The life of a risk, as data. The diagram in docs/reference is drawn from this table."""

from concierta.evaluation.enums import RiskState
from concierta.kernel.errors import gettext_noop as _
from concierta.kernel.workflow import Transition, Workflow

_OPEN = frozenset({RiskState.OPEN})

RISK_WORKFLOW = Workflow(
    name="risk",
    initial=RiskState.OPEN.value,
    labels={state.value: str(state.label) for state in RiskState},
    transitions=(
        Transition("reassess", _OPEN, RiskState.OPEN, "risk.reassessed", _("valorar de nuevo")),
        Transition("close", _OPEN, RiskState.CLOSED, "risk.closed", _("cerrar")),
    ),
)
