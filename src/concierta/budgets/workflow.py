"""The lives of a delivery and of an opportunity, as data: docs/reference draws its diagrams from these tables."""

from concierta.budgets.enums import DeliveryOutcome, DeliveryState, Stage
from concierta.kernel.errors import gettext_noop as _
from concierta.kernel.workflow import Transition, Workflow

D = DeliveryState
_DECLARED = frozenset({D.DECLARED})

DELIVERY_WORKFLOW = Workflow(
    name="delivery",
    initial=D.DECLARED.value,
    labels={state.value: str(state.label) for state in D},
    transitions=(
        Transition("withdraw", _DECLARED, D.WITHDRAWN, "delivery.withdrawn", _("retirar")),
        Transition("verify", _DECLARED, D.VERIFIED, "delivery.verified", _("verificar")),
        Transition("adjust", _DECLARED, D.ADJUSTED, "delivery.adjusted", _("verificar con ajuste")),
        Transition("reject", _DECLARED, D.REJECTED, "delivery.rejected", _("rechazar")),
        Transition(
            "find_not_verifiable", _DECLARED, D.NOT_VERIFIABLE, "delivery.not_verifiable", _("declarar no verificable")
        ),
    ),
)

ACT_OF_OUTCOME = {
    DeliveryOutcome.VERIFIED: "verify",
    DeliveryOutcome.ADJUSTED: "adjust",
    DeliveryOutcome.REJECTED: "reject",
    DeliveryOutcome.NOT_VERIFIABLE: "find_not_verifiable",
}

S = Stage
#: Where something may still come of it.
UNDER_WAY = (S.OPPORTUNITY, S.PREPARED, S.REQUESTED, S.APPROVED, S.AGREEMENT_SIGNED, S.DISBURSED)

MOBILISATION_WORKFLOW = Workflow(
    name="opportunity",
    initial=S.OPPORTUNITY.value,
    labels={state.value: str(state.label) for state in S},
    transitions=(
        Transition("prepare", frozenset({S.OPPORTUNITY}), S.PREPARED, "opportunity.prepared", _("preparar")),
        Transition("request", frozenset({S.PREPARED}), S.REQUESTED, "opportunity.requested", _("solicitar")),
        Transition(
            "approve", frozenset({S.REQUESTED}), S.APPROVED, "opportunity.approved", _("registrar la aprobación")
        ),
        Transition(
            "sign", frozenset({S.APPROVED}), S.AGREEMENT_SIGNED, "opportunity.agreement_signed", _("firmar el convenio")
        ),
        # More than one disbursement, also after the first report to who gave.
        Transition(
            "disburse",
            frozenset({S.AGREEMENT_SIGNED, S.DISBURSED, S.REPORTED_BACK}),
            S.DISBURSED,
            "opportunity.disbursed",
            _("registrar un desembolso"),
        ),
        Transition(
            "report_back",
            frozenset({S.DISBURSED}),
            S.REPORTED_BACK,
            "opportunity.reported_back",
            _("informar al aportante"),
        ),
        Transition(
            "refuse",
            frozenset({S.REQUESTED, S.APPROVED}),
            S.REFUSED,
            "opportunity.refused",
            _("registrar la negativa"),
        ),
        Transition(
            "expire",
            frozenset({S.OPPORTUNITY, S.PREPARED, S.REQUESTED, S.APPROVED, S.AGREEMENT_SIGNED}),
            S.EXPIRED,
            "opportunity.expired",
            _("dar por vencida"),
        ),
    ),
)
