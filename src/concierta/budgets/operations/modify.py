"""Acts that change appropriations."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from concierta.budgets.enums import ActType, Effect, ModificationKind
from concierta.budgets.models import BudgetLine, ExecutionCut, Modification, ModificationLine
from concierta.budgets.operations.checks import checked_choice, checked_past, checked_text, checked_year, text_hash
from concierta.budgets.operations.sentences import refusal_of
from concierta.budgets.permissions import check_can_keep_budget
from concierta.budgets.queries.cells import appropriation, changes_by_line
from concierta.engines import finance
from concierta.kernel.clock import local_date
from concierta.kernel.errors import Invalid, Refusal, gettext_noop
from concierta.kernel.origin import Origin
from concierta.ledger.operations import record_event
from concierta.mesa.models import Decision
from concierta.people.models import User
from concierta.plans.models import Plan


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
    record_event(
        kind="budget.modified",
        subject=f"{plan.slug}/{year}/{act_word}/{number}",
        plan=plan.slug,
        body={
            "act_date": act_date.isoformat(),
            "act_number": number,
            "act_type": act_word,
            "decision": decision.number if decision else None,
            "fiscal_year": year,
            "kind": made.kind,
            "lines": len(changes),
            # An act may touch thousands of lines and a leaf holds 64 kB: the sums, and the hash of the rest.
            "lines_sha256": text_hash(_as_text(changes)),
            "increase": str(made.increase),
            "decrease": str(made.decrease),
            "held": str(made.held),
        },
        sealed={"reason": made.reason},
        by=by,
        entity=plan.secretariat,
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
            stages = _stages(own, day)
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


def _stages(own: dict[int, BudgetLine], on: date) -> dict[Hashable, finance.Stages]:
    """How each line kept by hand stands on a day: its acts so far, and what was committed by then."""
    changed = changes_by_line(own, on)
    spent = {cut.line_id: cut for cut in ExecutionCut.objects.filter(line__in=own, cut_off__lte=on).order_by("cut_off")}
    found: dict[Hashable, finance.Stages] = {}
    for key, line in own.items():
        stages = appropriation(line.initial, changed.get(key, {}))
        cut = spent.get(key)
        found[key] = finance.with_spending(stages, cut.availability, cut.registration) if cut else stages
    return found


def _as_text(changes: Sequence[LineChange]) -> str:
    return "\n".join(sorted(f"{change.line.key}\t{change.effect}\t{change.amount}" for change in changes))
