"""What was spent until a day, and the acts that modify appropriations."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from concierta.budgets.enums import ActType, Effect, ModificationKind
from concierta.budgets.models import BudgetLine, ExecutionCut, Modification, ModificationLine
from concierta.budgets.operations.checks import checked_pesos, checked_year, refusal_of, shown
from concierta.budgets.permissions import check_can_keep_budget
from concierta.budgets.queries.cells import appropriation, changes_by_line
from concierta.budgets.queries.facts import own_cuts_by_line
from concierta.engines import finance
from concierta.engines.finance import FIELDS, Stages, breaches
from concierta.kernel.canonical import sha256_of
from concierta.kernel.checked import checked_choice, checked_past, checked_text
from concierta.kernel.clock import local_date
from concierta.kernel.digests import told_digests
from concierta.kernel.errors import Invalid, Phrase, Refusal, gettext_noop
from concierta.kernel.origin import Origin
from concierta.mesa.models import Decision
from concierta.people.models import User
from concierta.plans.models import Plan
from concierta.plans.operations.acts import record_in_plan

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
    record_in_plan(
        kind="budget.executed",
        subject=f"{plan.slug}/{cut_off.isoformat()}",
        plan=plan,
        body={
            "cut_off": cut_off.isoformat(),
            "lines": len(made),
            "figures_sha256": sha256_of(_as_text(cuts)),
            **{name: str(sum(getattr(cut, name) for cut in cuts)) for name in ("final", "obligation", "payment")},
            # The cut as it stands now, also the lines that an earlier act recorded.
            **told_digests(own_cuts_by_line(plan)[plan.slug, cut_off.isoformat()]),
        },
        by=by,
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
    record_in_plan(
        kind="budget.execution_withdrawn",
        subject=f"{plan.slug}/{cut_off.isoformat()}",
        plan=plan,
        body={"cut_off": cut_off.isoformat(), "lines": gone},
        sealed={"reason": why},
        by=by,
        at=at,
    )
    return gone


@dataclass(frozen=True, slots=True)
class LineChange:
    """What an act does to one line: a positive amount of whole pesos, and which way."""

    line: BudgetLine
    effect: Effect
    amount: int


@transaction.atomic
def record_modification(
    *,
    plan: Plan,
    fiscal_year: int,
    kind: ModificationKind,
    act_type: ActType,
    act_number: str,
    act_date: date,
    changes: Sequence[LineChange],
    reason: str = "",
    decision: Decision | None = None,
    origin: Origin = Origin.OWN,
    by: User | None,
    at: datetime,
) -> Modification:
    """Record an act and what it does to each line: all of it, or nothing.

    A transfer takes what it gives. What it takes, or holds back, fits in what no CDP, RP or deferral holds by the act's
    date. Lines of an official file already carry their modifications: an act on them is kept to be cited, and what
    they sum to stays what the file says.
    """
    check_can_keep_budget(by, plan)
    year = checked_year(fiscal_year, plan)
    checked_past(act_date, local_date(at), "act_date")
    if act_date.year != year:
        raise Invalid(gettext_noop("La fecha del acto no es de la vigencia que modifica."), field="act_date")
    # Held until the end: two acts must not both take the same free balance.
    keys = [change.line.pk for change in changes]
    lines = {line.pk: line for line in BudgetLine.objects.select_for_update().filter(plan=plan, pk__in=keys)}
    for change in changes:
        if change.line.pk not in lines or lines[change.line.pk].fiscal_year != year:
            raise Invalid(
                gettext_noop("La línea «%(line)s» no es de este plan y vigencia."),
                line=change.line.key,
                field="changes",
            )
    act = _act(kind, changes)
    _check(act, lines, act_date)
    number = checked_text(act_number, "act_number", 40)
    act_word = checked_choice(act_type, ActType, "act_type")
    if Modification.objects.filter(
        plan=plan, fiscal_year=year, act_type=act_word, act_number=number, act_date=act_date, kind=kind
    ).exists():
        raise Refusal(gettext_noop("Ese acto ya está registrado con esa fecha y ese efecto."))
    made = Modification.objects.create(
        plan=plan,
        fiscal_year=year,
        kind=ModificationKind(kind).value,
        act_type=act_word,
        act_number=number,
        act_date=act_date,
        reason=reason.strip(),
        decision=decision,
        increase=act.increase,
        decrease=act.decrease,
        held=act.held,
        recorded_at=at,
        recorded_by=by,
        origin=origin,
    )
    ModificationLine.objects.bulk_create(
        ModificationLine(modification=made, line=change.line, effect=change.effect, amount=change.amount)
        for change in changes
    )
    record_in_plan(
        kind="budget.modified",
        subject=f"{plan.slug}/{year}/{act_word}/{number}",
        plan=plan,
        body={
            "act_date": act_date.isoformat(),
            "act_number": number,
            "act_type": act_word,
            "decision": decision.number if decision else None,
            "fiscal_year": year,
            "kind": made.kind,
            "lines": len(changes),
            # An act may touch thousands of lines and a leaf holds 64 kB: the sums, and the hash of the rest.
            "lines_sha256": sha256_of(_change_as_text(changes)),
            "increase": str(made.increase),
            "decrease": str(made.decrease),
            "held": str(made.held),
        },
        sealed={"reason": made.reason},
        by=by,
        at=at,
    )
    return made


def _act(kind: ModificationKind, changes: Sequence[LineChange]) -> finance.Act:
    try:
        return finance.Act(
            finance.ActKind(kind),
            tuple(finance.Change(change.line.pk, finance.Effect(change.effect), change.amount) for change in changes),
        )
    except ValueError as error:
        raise Invalid(gettext_noop("Elija una de las opciones."), field="kind") from error


def _check(act: finance.Act, lines: dict[int, BudgetLine], on: date) -> None:
    """On the day of the act, and after all that is already recorded: an act that comes late must fit in both."""
    own = {key: line for key, line in lines.items() if line.origin != Origin.OFFICIAL}
    _check_not_cut(own, on)
    try:
        finance.check_act(act)
        for day in (on, date.max):
            stages = _stages_after(own, day)
            for change in act.changes:
                # Line by line: part of an act may be on lines of an official file.
                if change.line in stages:
                    finance.check_balance(stages[change.line], change)
    except finance.MoneyRefused as refused:
        raise refusal_of(refused, {key: line.key for key, line in lines.items()}) from refused


def _check_not_cut(own: dict[int, BudgetLine], on: date) -> None:
    cut = ExecutionCut.objects.filter(line__in=own, cut_off__gte=on).order_by("cut_off").first()
    if cut is not None:
        raise Refusal(
            gettext_noop(
                "La ejecución al %(cut_off)s ya se registró sin este acto: retire ese corte, registre el acto y "
                "vuelva a registrar el corte."
            ),
            cut_off=cut.cut_off.strftime("%d/%m/%Y"),
        )


def _stages_after(own: dict[int, BudgetLine], on: date) -> dict[Hashable, finance.Stages]:
    """How each line kept by hand stands on a day: its acts so far, and what was committed by then."""
    changed = changes_by_line(own, on)
    spent = {cut.line_id: cut for cut in ExecutionCut.objects.filter(line__in=own, cut_off__lte=on).order_by("cut_off")}
    found: dict[Hashable, finance.Stages] = {}
    for key, line in own.items():
        stages = appropriation(line.initial, changed.get(key, {}))
        cut = spent.get(key)
        found[key] = finance.with_spending(stages, cut.availability, cut.registration) if cut else stages
    return found


def _change_as_text(changes: Sequence[LineChange]) -> str:
    return "\n".join(sorted(f"{change.line.key}\t{change.effect}\t{change.amount}" for change in changes))
