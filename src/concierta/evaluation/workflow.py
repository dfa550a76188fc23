"""The lives of a risk, a milestone and a yearly review, as data. The diagrams in docs/reference are drawn from here."""

from concierta.evaluation.enums import MilestoneState, RiskState, YearlyReviewState
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

_DECLARED = frozenset({MilestoneState.DECLARED})

MILESTONE_WORKFLOW = Workflow(
    name="milestone",
    initial=MilestoneState.DECLARED.value,
    labels={state.value: str(state.label) for state in MilestoneState},
    transitions=(
        Transition("withdraw", _DECLARED, MilestoneState.WITHDRAWN, "milestone.withdrawn", _("retirar")),
        Transition("verify", _DECLARED, MilestoneState.VERIFIED, "milestone.verified", _("verificar")),
        Transition("reject", _DECLARED, MilestoneState.REJECTED, "milestone.rejected", _("rechazar")),
        Transition(
            "find_not_verifiable",
            _DECLARED,
            MilestoneState.NOT_VERIFIABLE,
            "milestone.not_verifiable",
            _("declarar no verificable"),
        ),
    ),
)

#: What a verifier found → the act that says it.
ACT_OF_FINDING = {
    MilestoneState.VERIFIED: "verify",
    MilestoneState.REJECTED: "reject",
    MilestoneState.NOT_VERIFIABLE: "find_not_verifiable",
}

YEARLY_WORKFLOW = Workflow(
    name="yearly_review",
    initial=YearlyReviewState.OPEN.value,
    labels={state.value: str(state.label) for state in YearlyReviewState},
    transitions=(
        Transition(
            "close",
            frozenset({YearlyReviewState.OPEN}),
            YearlyReviewState.CLOSED,
            "review.closed",
            _("cerrar por decisión de la mesa"),
        ),
    ),
)
