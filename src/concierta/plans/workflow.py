"""The life of a plan, as data. The diagram in docs/reference is drawn from this table."""

from concierta.kernel.errors import gettext_noop as _
from concierta.kernel.workflow import Transition, Workflow
from concierta.plans.enums import PlanState

S = PlanState

PLAN_WORKFLOW = Workflow(
    name="plan",
    initial=S.DRAFT.value,
    labels={state.value: str(state.label) for state in S},
    transitions=(
        Transition("put_in_force", frozenset({S.DRAFT}), S.IN_FORCE, "plan.in_force", _("poner en vigencia")),
        Transition("close", frozenset({S.IN_FORCE}), S.CLOSED, "plan.closed", _("cerrar")),
    ),
)
