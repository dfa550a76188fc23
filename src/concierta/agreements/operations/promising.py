"""How the acts on a promise are recorded."""

from concierta.agreements.models import Pledge, PledgeStep
from concierta.agreements.workflow import PLEDGE_WORKFLOW
from concierta.ledger.acts import ActsOn

PLEDGE_ACTS = ActsOn[Pledge](
    workflow=PLEDGE_WORKFLOW,
    history=PledgeStep,
    row="pledge",
    subject=lambda pledge: f"pledge:{pledge.clause.agreement.slug}:{pledge.code}",
    plan=lambda pledge: "",
    says=lambda pledge: {"clause": pledge.clause.code},
)
