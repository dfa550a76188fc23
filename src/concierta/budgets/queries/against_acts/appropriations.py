"""What was set aside by hand, the acts that changed it, what projects are estimated to cost, their contracts, and the
price indexes that pesos of different years are compared by."""

from collections import defaultdict

from concierta.budgets.models import (
    BudgetLine,
    Contract,
    Modification,
    ModificationLine,
    PriceIndex,
    PricePoint,
    ProjectNeed,
)
from concierta.kernel.canonical import sha256_of
from concierta.kernel.decimals import as_kept, plain
from concierta.kernel.origin import Origin
from concierta.ledger.queries import Comparison, Words
from concierta.ledger.recorded import Recorded, pesos

#: Lines kept by hand. Those of an official file are compared with their file's act.
LINES = Recorded[BudgetLine](
    kinds={"budget.line_defined": None},
    named_by=("fiscal_year", "line"),
    rows=BudgetLine.objects.exclude(origin=Origin.OFFICIAL)
    .order_by("pk")
    .select_related("plan", "project", "entity", "funding_source"),
    key=lambda line: (line.plan.slug, line.fiscal_year, line.key),
    name=lambda _plan, year, key: f"La línea {key} de {year}",
    columns={
        "initial": lambda line: pesos(line.initial),
        "entity": lambda line: line.entity.code,
        "fund": lambda line: line.funding_source.code,
        "project": lambda line: line.project.code if line.project else None,
        "bpin": lambda line: line.bpin,
        "origin": lambda line: line.origin,
    },
)
NEEDS = Recorded[ProjectNeed](
    kinds={"budget.need_stated": None},
    named_by=("fiscal_year", "project"),
    rows=ProjectNeed.objects.order_by("pk").select_related("project__plan"),
    key=lambda need: (need.project.plan.slug, need.fiscal_year, need.project.code),
    name=lambda _plan, year, project: f"Lo que costaría {project} en {year}",
    columns={"amount": lambda need: pesos(need.amount), "source": lambda need: need.source},
)
CONTRACTS = Recorded[Contract](
    kinds={"budget.contract_linked": None},
    ended_by=("budget.contract_unlinked",),
    named_by=("project", "process"),
    rows=Contract.objects.order_by("pk").select_related("plan", "project"),
    key=lambda contract: (contract.plan.slug, contract.project.code, contract.process_id),
    name=lambda _plan, project, process: f"El contrato {process} de {project}",
    columns={"url": lambda contract: contract.url, "value": lambda contract: pesos(contract.value)},
)


def compare_modifications(comparison: Comparison) -> None:
    lines: dict[int, list[str]] = defaultdict(list)
    touched = ModificationLine.objects.order_by().values_list("modification_id", "line__key", "effect", "amount")
    for modification, line, effect, amount in touched:
        lines[modification].append(f"{line}\t{effect}\t{amount}")
    Recorded[Modification](
        kinds={"budget.modified": None},
        named_by=("fiscal_year", "act_type", "act_number", "act_date", "kind"),
        rows=Modification.objects.order_by("pk").select_related("plan", "decision"),
        key=lambda act: (
            *(act.plan.slug, act.fiscal_year, act.act_type, act.act_number, act.act_date.isoformat(), act.kind),
        ),
        name=lambda _plan, _year, _type, number, day, _kind: f"El acto presupuestal {number} del {day}",
        columns={
            "increase": lambda act: pesos(act.increase),
            "decrease": lambda act: pesos(act.decrease),
            "held": lambda act: pesos(act.held),
            "decision": lambda act: act.decision.number if act.decision else None,
            "lines": lambda act: len(lines[act.pk]),
            "lines_sha256": lambda act: sha256_of("\n".join(sorted(lines[act.pk]))),
            "reason_sha256": lambda act: Words(act.reason),
        },
        count=lambda act: 1 + len(lines[act.pk]),
    ).compare(comparison)


def compare_prices(comparison: Comparison) -> None:
    points: dict[int, dict[str, str | None]] = defaultdict(dict)
    for index, year, value in PricePoint.objects.order_by("year").values_list("index_id", "year", "value"):
        points[index][str(year)] = plain(value)
    indexes = Recorded[PriceIndex](
        kinds={"budget.prices_kept": None},
        rows=PriceIndex.objects.order_by("pk"),
        key=lambda index: ("", f"prices/{index.slug}"),
        row_name=lambda index: f"El índice {index.slug}",
        columns={
            "base": lambda index: index.base,
            "points": lambda index: points[index.pk],
            "source": lambda index: index.source,
        },
        count=lambda index: len(points[index.pk]),
    )
    for pair in indexes.pairs(comparison):
        if pair.recorded:
            values, act = pair.recorded["points"]
            pair.recorded["points"] = ({year: as_kept(value) for year, value in values.items()}, act)
        comparison.hold(pair.name, pair.found, pair.recorded)
