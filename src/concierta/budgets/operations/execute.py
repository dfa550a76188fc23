"""How far lines were spent, the contracts they paid for, and the index that compares their pesos."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from concierta.budgets.models import BudgetLine, ExecutionCut
from concierta.budgets.operations.checks import checked_past, checked_pesos, checked_text, text_hash
from concierta.budgets.operations.sentences import shown
from concierta.budgets.permissions import check_can_keep_budget
from concierta.budgets.queries.cells import appropriation, changes_by_line
from concierta.budgets.queries.facts import own_cuts_by_line
from concierta.engines.finance import FIELDS, Stages, breaches
from concierta.kernel.clock import local_date
from concierta.kernel.digests import told_digests
from concierta.kernel.errors import Invalid, Phrase, gettext_noop
from concierta.kernel.origin import Origin
from concierta.ledger.operations import record_event
from concierta.people.models import User
from concierta.plans.models import Plan

_WORDS = {
    "final": gettext_noop("la apropiación definitiva"),
    "availability": gettext_noop("el CDP"),
    "registration": gettext_noop("el registro presupuestal"),
    "obligation": gettext_noop("las obligaciones"),
    "payment": gettext_noop("los pagos"),
    "deferred": gettext_noop("lo aplazado"),
    "zero": gettext_noop("cero"),
}


@dataclass(frozen=True, slots=True)
class LineExecution:
    """Whole pesos, cumulative in the fiscal year up to the cut-off."""

    line: BudgetLine
    availability: int
    registration: int
    obligation: int
    payment: int


@transaction.atomic
def record_execution(
    *, plan: Plan, cut_off: date, figures: Sequence[LineExecution], by: User | None, at: datetime
) -> list[ExecutionCut]:
    """Record how far lines kept by hand were spent at the end of a month, replacing what was recorded for it before.

    The appropriation is not given: it is the initial one and the acts by that day. Refuses, naming the line, unless
    final ≥ CDP ≥ RP ≥ obligation ≥ payment ≥ 0 and what is deferred is not in a CDP.
    """
    check_can_keep_budget(by, plan)
    if (cut_off + timedelta(days=1)).day != 1:
        raise Invalid(gettext_noop("Un corte es el último día de un mes."), field="cut_off")
    checked_past(cut_off, local_date(at), "cut_off")
    if not figures:
        raise Invalid(gettext_noop("Diga la ejecución de al menos una línea."), field="figures")
    keys = [one.line.pk for one in figures]
    if len(set(keys)) < len(keys):
        raise Invalid(gettext_noop("Una línea aparece dos veces en el corte."), field="figures")
    lines = {line.pk: line for line in BudgetLine.objects.select_for_update().filter(plan=plan, pk__in=keys)}
    changed = changes_by_line(keys, cut_off)
    cuts = []
    for one in figures:
        line = lines.get(one.line.pk)
        if line is None or line.origin == Origin.OFFICIAL or line.fiscal_year != cut_off.year:
            raise Invalid(
                gettext_noop(
                    "La línea «%(line)s» no se lleva a mano en esta vigencia: su ejecución entra con su archivo."
                ),
                line=one.line.key,
                field="figures",
            )
        stages = _stages(line, changed.get(line.pk, {}), one)
        cuts.append(
            ExecutionCut(
                line=line,
                cut_off=cut_off,
                recorded_at=at,
                recorded_by=by,
                origin=line.origin,
                **{name: getattr(stages, name) for name in FIELDS},
            )
        )
    ExecutionCut.objects.filter(line__in=keys, cut_off=cut_off).delete()
    made = ExecutionCut.objects.bulk_create(cuts)
    record_event(
        kind="budget.executed",
        subject=f"{plan.slug}/{cut_off.isoformat()}",
        plan=plan.slug,
        body={
            "cut_off": cut_off.isoformat(),
            "lines": len(made),
            "figures_sha256": text_hash(_as_text(cuts)),
            **{name: str(sum(getattr(cut, name) for cut in cuts)) for name in ("final", "obligation", "payment")},
            # The cut as it stands now, also the lines that an earlier act recorded.
            **told_digests(own_cuts_by_line(plan)[plan.slug, cut_off.isoformat()]),
        },
        by=by,
        entity=plan.secretariat,
        at=at,
    )
    return made


def _stages(line: BudgetLine, changes: dict[str, int], one: LineExecution) -> Stages:
    own = appropriation(line.initial, changes)
    spent = {
        name: checked_pesos(getattr(one, name), name, zero=True)
        for name in ("availability", "registration", "obligation", "payment")
    }
    stages = Stages(**{name: getattr(own, name) for name in FIELDS if name not in spent}, **spent)
    for breach in breaches(stages):
        raise _refusal(line, breach.left, breach.right, breach.left_value, breach.right_value)
    free = (stages.final or 0) - (stages.availability or 0)
    if (stages.deferred or 0) > free:
        raise _refusal(line, "final", "deferred", free, stages.deferred or 0)
    return stages


def _refusal(line: BudgetLine, above: str, below: str, more: int, less: int) -> Invalid:
    return Invalid(
        gettext_noop("En la línea «%(line)s», %(below)s ($ %(less)s) no cabe en %(above)s ($ %(more)s)."),
        field="figures",
        line=line.key,
        above=Phrase(_WORDS.get(above, above)),
        below=Phrase(_WORDS.get(below, below)),
        more=shown(more),
        less=shown(less),
    )


def _as_text(cuts: Sequence[ExecutionCut]) -> str:
    return "\n".join(sorted("\t".join([cut.line.key, *(str(getattr(cut, name)) for name in FIELDS)]) for cut in cuts))


@transaction.atomic
def withdraw_execution(*, plan: Plan, cut_off: date, reason: str, by: User | None, at: datetime) -> int:
    """Take back a cut recorded by hand, to record it again after an act that it lacked; how many lines it had."""
    check_can_keep_budget(by, plan)
    why = checked_text(reason, "reason")
    cuts = ExecutionCut.objects.filter(line__plan=plan, cut_off=cut_off).exclude(origin=Origin.OFFICIAL)
    gone = cuts.count()
    if not gone:
        raise Invalid(gettext_noop("No hay un corte llevado a mano en esa fecha."), field="cut_off")
    cuts.delete()
    record_event(
        kind="budget.execution_withdrawn",
        subject=f"{plan.slug}/{cut_off.isoformat()}",
        plan=plan.slug,
        body={"cut_off": cut_off.isoformat(), "lines": gone},
        sealed={"reason": why},
        by=by,
        entity=plan.secretariat,
        at=at,
    )
    return gone
