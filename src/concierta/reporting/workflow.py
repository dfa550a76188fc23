"""The life of a report, as data (DOMAIN §4). The diagram in docs/reference is drawn from this Mesa."""

from concierta.kernel.errors import gettext_noop as _
from concierta.kernel.workflow import Transition, Workflow
from concierta.reporting.enums import Outcome, ReportState

S = ReportState
#: States whose figure the reporting entity may still change.
EDITABLE = frozenset({S.DRAFT, S.RETURNED})
#: States in which somebody still has to act before the figure is checked.
UNDER_WAY = frozenset({S.DRAFT, S.SUBMITTED, S.RETURNED, S.REVIEWED})
#: States in which an independent verifier has spoken and the corte has not yet told the public.
CHECKED = frozenset({S.VERIFIED, S.ADJUSTED, S.REJECTED, S.NOT_VERIFIABLE})

REPORT_WORKFLOW = Workflow(
    name="report",
    initial=S.DRAFT.value,
    labels={state.value: str(state.label) for state in S},
    transitions=(
        Transition("submit", frozenset({S.DRAFT, S.RETURNED}), S.SUBMITTED, "report.submitted", _("enviar")),
        Transition("return", frozenset({S.SUBMITTED}), S.RETURNED, "report.returned", _("devolver")),
        Transition("review", frozenset({S.SUBMITTED}), S.REVIEWED, "report.reviewed", _("revisar")),
        Transition("verify", frozenset({S.REVIEWED}), S.VERIFIED, "report.verified", _("verificar")),
        Transition("adjust", frozenset({S.REVIEWED}), S.ADJUSTED, "report.adjusted", _("verificar con ajuste")),
        Transition("reject", frozenset({S.REVIEWED}), S.REJECTED, "report.rejected", _("rechazar")),
        Transition(
            "find_not_verifiable",
            frozenset({S.REVIEWED}),
            S.NOT_VERIFIABLE,
            "report.not_verifiable",
            _("no verificable"),
        ),
        Transition("publish", CHECKED, S.PUBLISHED, "report.published", _("publicar")),
        Transition("supersede", frozenset({S.PUBLISHED}), S.SUPERSEDED, "report.superseded", _("reemplazar")),
    ),
)

#: The act by which each outcome is reached.
ACT_OF_OUTCOME = {
    Outcome.VERIFIED: "verify",
    Outcome.ADJUSTED: "adjust",
    Outcome.REJECTED: "reject",
    Outcome.NOT_VERIFIABLE: "find_not_verifiable",
}
