"""How far lines were spent, the contracts they paid for, and the index that compares their pesos."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from concierta.budgets.models import BudgetLine, Contract, ExecutionCut, PriceIndex, PricePoint
from concierta.budgets.operations.checks import checked_past, checked_pesos, checked_text, text_hash
from concierta.budgets.permissions import check_can_keep_budget, check_can_keep_prices
from concierta.budgets.queries.cells import appropriation, changes_by_line
from concierta.engines.finance import FIELDS, Stages, breaches
from concierta.kernel.clock import date_in_bogota
from concierta.kernel.decimals import plain
from concierta.kernel.errors import Invalid, Phrase, gettext_noop
from concierta.kernel.origin import Origin
from concierta.ledger.operations import record_event
from concierta.people.models import User
from concierta.plans.models import Plan, Project

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
    checked_past(cut_off, date_in_bogota(at), "cut_off")
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
        more=f"{more:,}".replace(",", "."),
        less=f"{less:,}".replace(",", "."),
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
        body={"cut_off": cut_off.isoformat(), "lines": gone, "reason_sha256": text_hash(why)},
        by=by,
        entity=plan.secretariat,
        at=at,
    )
    return gone


@transaction.atomic
def link_contract(
    *,
    project: Project,
    process_id: str,
    url: str,
    number: str = "",
    subject: str = "",
    value: int | None = None,
    signed_on: date | None = None,
    line: BudgetLine | None = None,
    origin: Origin = Origin.OWN,
    by: User | None,
    at: datetime,
) -> Contract:
    """Say which public contract a project's money went to, by its SECOP process; said again, it is described anew."""
    plan = project.plan
    check_can_keep_budget(by, plan)
    process = checked_text(process_id, "process_id", 80)
    if not url.startswith(("https://", "http://")) or len(url) > 400:
        raise Invalid(gettext_noop("Escriba la dirección del proceso, que empieza por https://."), field="url")
    if line is not None and line.project_id != project.pk:
        raise Invalid(gettext_noop("La línea no es de este proyecto."), field="line")
    contract, _made = Contract.objects.update_or_create(
        project=project,
        process_id=process,
        defaults={
            "plan": plan,
            "entity": project.entity,
            "line": line,
            "number": number.strip()[:80],
            "url": url,
            "subject": subject.strip(),
            "value": None if value is None else checked_pesos(value, "value"),
            "signed_on": signed_on,
            "origin": origin,
        },
    )
    record_event(
        kind="budget.contract_linked",
        subject=f"{plan.slug}/{project.code}/{process}"[:120],
        plan=plan.slug,
        body={
            "process": process,
            "project": project.code,
            "url": url,
            "value": None if contract.value is None else str(contract.value),
        },
        by=by,
        entity=plan.secretariat,
        at=at,
    )
    return contract


@transaction.atomic
def unlink_contract(*, contract: Contract, reason: str, by: User | None, at: datetime) -> None:
    """A process that was not this project's."""
    plan = contract.plan
    check_can_keep_budget(by, plan)
    why = checked_text(reason, "reason")
    record_event(
        kind="budget.contract_unlinked",
        subject=f"{plan.slug}/{contract.project.code}/{contract.process_id}"[:120],
        plan=plan.slug,
        body={
            "process": contract.process_id,
            "project": contract.project.code,
            "reason_sha256": text_hash(why),
        },
        by=by,
        entity=plan.secretariat,
        at=at,
    )
    contract.delete()


@transaction.atomic
def keep_price_index(
    *,
    slug: str,
    name: str,
    base: str,
    source: str,
    points: Mapping[int, Decimal],
    origin: Origin = Origin.OFFICIAL,
    by: User | None,
    at: datetime,
) -> PriceIndex:
    """Keep a published index of prices, year → value, with its source; it replaces what `slug` was before."""
    check_can_keep_prices(by)
    if not points or any(not isinstance(value, Decimal) or value <= 0 for value in points.values()):
        raise Invalid(gettext_noop("Un índice de precios tiene un valor mayor que cero por año."), field="points")
    index, _made = PriceIndex.objects.update_or_create(
        slug=checked_text(slug, "slug", 40),
        defaults={
            "name": checked_text(name, "name", 200),
            "base": checked_text(base, "base", 100),
            "source": checked_text(source, "source", 300),
            "origin": origin,
        },
    )
    index.points.all().delete()
    PricePoint.objects.bulk_create(PricePoint(index=index, year=year, value=value) for year, value in points.items())
    record_event(
        kind="budget.prices_kept",
        subject=f"prices/{index.slug}",
        body={
            "base": index.base,
            "points": {str(year): plain(value) for year, value in sorted(points.items())},
            "source": index.source,
        },
        by=by,
        entity=None,
        at=at,
    )
    return index
