"""Which acts, and which fields of the others, no comparison holds against a row, each with its reason.

Nothing else may be written: `tests/unit/installation/test_every_act_is_compared.py` fails for an act of another kind,
and `fields_nobody_compares`, which every test of a comparison asks, for another field.
"""

import json
from collections import defaultdict
from collections.abc import Iterator

from concierta.installation.figures import COMPARISONS
from concierta.ledger.models import Event
from concierta.ledger.queries import CELL
from concierta.plans.schema import (
    ActivityDescription,
    NodeDescription,
    ProductDescription,
    ProjectDescription,
    attributes,
)

_OF_THE_LOG = "of the log itself: the act is all there is"
_OF_NO_ROW = "something that happened, of which no row is kept"
_ELSEWHERE = "held against something else than a row: its package, its draw, what was counted"
_UNDER_WAY = "while an entity still writes, its figure is not an act"
_NOT_HELD = "docs/threat-model.md, «The rest of the database»"
#: What a part of the plan says of itself and is no figure.
_DESCRIBED = {
    name
    for described in (NodeDescription, ProjectDescription, ProductDescription, ActivityDescription)
    for name, attribute in attributes(described).items()
    if attribute.recorded and not attribute.compared
}

#: Kinds of act that no comparison reads.
KINDS: dict[str, str] = {
    **dict.fromkeys(
        (
            *("clock.accepted", "log.key_rotated", "log.loss_accepted", "log.recovered"),
            *("handover.packed", "handover.received", "handover.undone"),
            *("pages.published", "seals.destroyed"),
        ),
        _OF_THE_LOG,
    ),
    **dict.fromkeys(("account.password_chosen", "account.reset_link", "vote.withdrawn"), _OF_NO_ROW),
    **dict.fromkeys(("corte.published", "campaign.drawn"), _ELSEWHERE),
    "report.correction_opened": _UNDER_WAY,
    "signatory.paper_refused": _OF_NO_ROW,
    "pledge.delay_explained": _NOT_HELD,
    **dict.fromkeys(
        (
            *("account.blocked", "account.invitation_withdrawn", "account.invited", "account.unblocked"),
            *("action_item.assigned", "action_item.checked", "action_item.done", "action_item.dropped"),
            "action_item.reopened",
            *("agenda.item_added", "agenda.item_closed", "agenda.item_dropped", "agenda.item_edited"),
            *("agenda.item_moved", "agenda.item_opened", "agenda.item_restored"),
            *("amendment.on_agenda", "measure.on_agenda"),
            *("budget.funding_source_defined", "plan.tier_defined"),
            *("campaign.finished", "campaign.opened", "report.double_checked"),
            "conflict.declared",
            *("indicator.responsibles_assigned", "responsibilities.assigned"),
            *("responsibility.assigned", "responsibility.handed_over", "responsibility.substitute_named"),
            *("minutes.circulated", "minutes.remark_answered", "minutes.remark_made", "minutes.signature"),
            *("opportunity.deadline_met", "opportunity.deadline_set", "opportunity.document_attached"),
            *("session.arrival", "session.cancelled", "session.closed", "session.departure", "session.not_held"),
            *("session.noticed", "session.opened", "session.paper_added", "session.rescheduled"),
            *("table.delegation_ended", "table.delegation_registered", "table.established"),
            *("table.principal_set", "table.rules_changed", "table.seat_ended", "table.seat_given"),
        ),
        _NOT_HELD,
    ),
}

_NAMES_IT = "says which thing it is: the row is found by it"
_SAID_BY_ANOTHER = "follows from a field that is compared"
_BEFORE = "what was before, which no row has any more"
_OF_A_FILE = "says of a file what its SHA-256, which is compared, fixes"
_EVIDENCE = "files and words shown for it: docs/threat-model.md, «The rest of the database»"

#: Thing (the kind up to its dot) → field → reason.
FIELDS: dict[str, dict[str, str]] = {
    "account": {"account_sha256": _NOT_HELD, "entities": _NOT_HELD, "first": _NOT_HELD, "roles": _NOT_HELD},
    "amendment": {"proposed_by": _NOT_HELD, "session": _SAID_BY_ANOTHER},
    "budget": {
        **dict.fromkeys(("final", "figures_sha256", "lines", "obligation", "payment"), _SAID_BY_ANOTHER),
        **dict.fromkeys(("counts", "findings", "profile"), _OF_A_FILE),
        **dict.fromkeys(("filename", "status"), _NOT_HELD),
        "reason_sha256": _BEFORE,
    },
    "delivery": {"evidence": _EVIDENCE, "note_sha256": _EVIDENCE},
    "entity": {"free_mail": _SAID_BY_ANOTHER, "kind": _NOT_HELD, "name": _NOT_HELD, "was": _BEFORE},
    "independence": {"address_sha256": _SAID_BY_ANOTHER},
    "indicator": {
        **dict.fromkeys(("measure", "name", "node", "origin", "pledge", "product"), _NOT_HELD),
        **dict.fromkeys(("presenter", "reporter", "reviewer", "verifier"), _NOT_HELD),
        "before": _BEFORE,
    },
    "matrix": {
        **dict.fromkeys(("counts", "findings", "indicators", "money", "period", "profile", "reports"), _OF_A_FILE),
        **dict.fromkeys(("filename", "status"), _NOT_HELD),
    },
    "measure": {"amendment": _NOT_HELD, "entity": _NOT_HELD, "session": _SAID_BY_ANOTHER},
    "motion": {
        **dict.fromkeys(("item", "proposed_by", "proposed_by_sha256"), _NOT_HELD),
        "quorum": _NOT_HELD,
    },
    "opportunity": {"note_sha256": _EVIDENCE},
    "plan": {
        **dict.fromkeys(("entity", "goal", "node", "occurrence"), _NOT_HELD),
        **dict.fromkeys(_DESCRIBED, _NOT_HELD),
        **dict.fromkeys(("origin", "parent", "source"), _NOT_HELD),
        **dict.fromkeys(("activities", "figures_sha256", "products", "projects"), _SAID_BY_ANOTHER),
        "before": _BEFORE,
    },
    "pledge": {
        "entity": _SAID_BY_ANOTHER,
        **dict.fromkeys(("evidence", "note_sha256"), _EVIDENCE),
        "replaces": _BEFORE,
    },
    "milestone": {"evidence": _EVIDENCE, "note_sha256": _EVIDENCE},
    "signatory": {"decision": _NOT_HELD, "fate": _SAID_BY_ANOTHER},
    "report": {
        **dict.fromkeys(("indicator", "period", "version"), _NAMES_IT),
        **dict.fromkeys(("checklist", "evidence_sha256", "method", "note_sha256", "records"), _EVIDENCE),
        "verification_evidence": _EVIDENCE,
        **dict.fromkeys(("campaign", "origin", "superseded_by"), _NOT_HELD),
    },
    "risk": {"note_sha256": _EVIDENCE},
    "role": {"address_sha256": _SAID_BY_ANOTHER},
}


def what_is_read() -> dict[str, set[str]]:
    """Kind of act → the fields of its body that some comparison reads."""
    fields: dict[str, set[str]] = defaultdict(set)
    for compare in COMPARISONS.values():
        for kind, read in compare().reads.items():
            fields[kind] |= read
    return dict(fields)


def fields_nobody_compares() -> list[str]:
    """ "kind field" of every act in the database that has a field without a comparison and without a reason."""
    read, unread = what_is_read(), set()
    for payload in Event.objects.values_list("payload", flat=True):
        act = json.loads(payload)
        if act["kind"] in read:
            known = read[act["kind"]] | FIELDS.get(act["kind"].split(".")[0], {}).keys()
            unread |= {f"{act['kind']} {field}" for field in _fields(act["body"]) if field not in known}
        elif act["kind"] not in KINDS:
            unread.add(act["kind"])
    return sorted(unread)


def _fields(body: dict) -> Iterator[str]:
    """Cells of a breakdown are compared one by one, whatever their categories."""
    yield from body.keys() - {"sealed"}
    yield from (f"{name}_sha256" for name in body.get("sealed", ()) if not name.startswith(CELL))
