"""The life of a verification campaign, as data. The diagram in docs/reference is drawn from this table."""

from concierta.kernel.errors import gettext_noop as _
from concierta.kernel.workflow import Transition, Workflow
from concierta.verification.enums import CampaignState

C = CampaignState

#: There is no way back and none to abandon: whoever could draw again could draw until the sample pleases.
CAMPAIGN_WORKFLOW = Workflow(
    name="campaign",
    initial=C.PLANNED.value,
    labels={state.value: str(state.label) for state in C},
    transitions=(
        Transition("open", frozenset({C.PLANNED}), C.OPEN, "campaign.opened", _("abrir y comprometer la semilla")),
        Transition("draw", frozenset({C.OPEN}), C.DRAWN, "campaign.drawn", _("cerrar la población y sortear")),
        Transition("finish", frozenset({C.DRAWN}), C.FINISHED, "campaign.finished", _("terminar")),
    ),
)
