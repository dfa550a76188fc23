"""The only way to move a plan in force: an amendment that the Mesa decided on."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from concierta.amendments.models import Amendment, Change
from concierta.amendments.operations.decisions import check_decision, decided_on, record_amendment, told
from concierta.amendments.operations.live import write_live
from concierta.amendments.operations.reading import before_of, live_rows, named
from concierta.amendments.permissions import check_can_adopt
from concierta.amendments.queries.consistency import problems_of_amendment
from concierta.amendments.queries.plan_as_of import key_of, plan_as_of
from concierta.amendments.readers import last_frozen_cut_off
from concierta.amendments.workflow import AMENDMENT_WORKFLOW
from concierta.kernel.errors import Refusal, TransitionRefused, gettext_noop
from concierta.ledger.locking import locked, locked_by_key
from concierta.mesa.models import AgendaItem, Decision
from concierta.people.models import User
from concierta.plans.models import Plan
from concierta.plans.operations.readiness import Problem


class AmendmentInconsistent(Refusal):
    """`problems` is everything that the amendment would leave wrong in the plan."""

    def __init__(self, amendment: Amendment, problems: list[Problem]) -> None:
        super().__init__(
            gettext_noop("La modificación «%(title)s» no se puede adoptar así. Corrija:\n%(problems)s"),
            title=amendment.title,
            problems="",
        )
        self.problems = problems

    def render(self, translate: Callable[[str], str] = str) -> str:
        self.params["problems"] = "\n".join(f"— {problem.render(translate)}" for problem in self.problems)
        return super().render(translate)


@transaction.atomic
def adopt_amendment(
    *, amendment: Amendment, decision: Decision, council_act: str = "", by: User | None, at: datetime
) -> Amendment:
    """Put in force what the Mesa decided: the live plan takes every change, each with its before, after and date.

    Refused unless the plan is in force; the decision is of the plan's Mesa, carried, and taken under the item where
    the amendment stood, as it read then; it takes effect not before its session nor within a published corte; the
    council's act is there where the development plan itself changes (`council_act` may be given here, it often comes
    later); what is in force is still what the Mesa saw; and the plan makes sense with it (`AmendmentInconsistent`).

    When something moved since it was proposed, nothing is re-based: the Mesa voted on "from this to that", and with
    another "from" it would have voted on something else. The refusal lists what moved; revising needs another vote.
    """
    # Its plan first: two amendments of one plan are adopted one after the other.
    locked_by_key(Plan, amendment.plan_id)
    amendment = locked(amendment, "plan__secretariat", "plan__agreement")
    check_can_adopt(by, amendment)
    transition = AMENDMENT_WORKFLOW.check("adopt", amendment.state)
    item = check_decision(amendment, decision)
    amendment.council_act = council_act.strip() or amendment.council_act
    _check_was_voted_as_it_reads(amendment, decision)
    _check_effective(amendment, decision)
    _check_council(amendment)
    changes = list(amendment.changes.select_related("amendment").order_by("ordinal"))
    _check_nothing_moved(amendment, changes)
    if problems := problems_of_amendment(amendment):
        raise AmendmentInconsistent(amendment, problems)
    _mark_adopted(amendment, decision, item, transition.target, at)
    write_live(amendment, changes, plan_as_of(amendment.plan, amendment.effective_on), at)
    body: dict[str, object] = {
        "decision": decision.number,
        "session": decision.session.number,
        "effective_on": amendment.effective_on.isoformat(),
        "touches_development_plan": amendment.touches_development_plan,
        "council_act": amendment.council_act,
        **told(changes),
    }
    record_amendment(transition.event, amendment, body, {"cause": amendment.cause}, by, at)
    return amendment


def _mark_adopted(amendment: Amendment, decision: Decision, item: AgendaItem, state: str, at: datetime) -> None:
    last = Amendment.objects.filter(plan=amendment.plan).aggregate(last=Max("adoption"))["last"] or 0
    amendment.state, amendment.decision, amendment.item = state, decision, item
    amendment.adopted_at, amendment.adoption = at, last + 1
    amendment.save(update_fields=["state", "decision", "item", "adopted_at", "adoption", "council_act"])


def _check_was_voted_as_it_reads(amendment: Amendment, decision: Decision) -> None:
    written_at = amendment.revised_at or amendment.proposed_at
    voted_at = decision.motion.closed_at
    if voted_at is None or written_at > voted_at:
        raise TransitionRefused(
            gettext_noop(
                "«%(title)s» se escribió o cambió después de la votación de la decisión %(number)s: lo que la mesa "
                "votó no es lo que dice ahora. Vótela de nuevo."
            ),
            title=amendment.title,
            number=decision.number,
        )


def _check_effective(amendment: Amendment, decision: Decision) -> None:
    if amendment.effective_on < decided_on(decision):
        raise Refusal(
            gettext_noop(
                "La modificación no puede regir desde el %(effective)s, antes de la sesión que la decidió "
                "(%(session)s): cambie la fecha y vótela de nuevo."
            ),
            effective=amendment.effective_on.strftime("%d/%m/%Y"),
            session=decided_on(decision).strftime("%d/%m/%Y"),
        )
    frozen = last_frozen_cut_off(amendment.plan)
    if frozen is not None and amendment.effective_on <= frozen:
        raise Refusal(
            gettext_noop(
                "El corte al %(cut_off)s ya se publicó: la modificación solo puede regir desde el día siguiente. Lo "
                "publicado no se reescribe."
            ),
            cut_off=frozen.strftime("%d/%m/%Y"),
        )


def _check_council(amendment: Amendment) -> None:
    if amendment.touches_development_plan and not amendment.council_act:
        raise Refusal(
            gettext_noop(
                "«%(title)s» cambia el plan de desarrollo, y eso lo hace el concejo: escriba el número de su acuerdo."
            ),
            title=amendment.title,
        )


def _check_nothing_moved(amendment: Amendment, changes: list[Change]) -> None:
    version = plan_as_of(amendment.plan, amendment.effective_on)
    live = live_rows(amendment.plan, changes, amendment.effective_on)
    moved = []
    for change in changes:
        key = key_of(change)
        now = before_of(key, live, version)
        if now != change.before or _is_there_already(change, key, live.parts):
            moved.append(f"— {named(key)}: {_shown(change.before)} → {_shown(now)}")
    if moved:
        raise Refusal(
            gettext_noop(
                "Desde que se propuso «%(title)s» cambió lo que modifica:\n%(moved)s\n"
                "La mesa votó sobre otra cosa: actualice la propuesta y vótela de nuevo."
            ),
            title=amendment.title,
            moved="\n".join(moved),
        )


def _is_there_already(change: Change, key: Any, parts: Any) -> bool:
    """A project to add that somebody else added, one to close that was closed, a part that is no more."""
    part = parts.get((change.kind, change.subject))
    if change.field == "added":
        return part is not None
    return part is None or (change.field == "closed" and part.closed_on is not None)


def _shown(value: object) -> str:
    return "NP" if value is None else str(value) or "—"
