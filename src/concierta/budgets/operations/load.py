"""Loading one file of execution: its lines, what each belongs to, and what could not be placed."""

from collections import Counter
from dataclasses import astuple, dataclass
from datetime import date, datetime
from typing import Literal

from django.db import transaction

from concierta.budgets.matrix import BudgetDraft, LineDraft, known_budget_profiles, load_budget_profile
from concierta.budgets.matrix.draft import SENTENCES
from concierta.budgets.models import BudgetFinding, BudgetImport, BudgetLine, ExecutionCut, FundingSource
from concierta.budgets.permissions import check_can_keep_budget
from concierta.budgets.queries.facts import cuts_by_project
from concierta.engines.finance import FIELDS
from concierta.kernel.digests import told_digests
from concierta.kernel.errors import AlreadyLoaded, Refusal, gettext_noop
from concierta.kernel.origin import Origin
from concierta.kernel.writing import shortened
from concierta.ledger.locking import locked
from concierta.people.models import Entity, User
from concierta.plans.models import Activity, Plan, Project
from concierta.plans.operations.acts import record_in_plan
from concierta.plans.operations.bulk import fitting, insert_rows, reserve_keys
from concierta.plans.operations.load.territories import TerritoryKeys
from concierta.workbooks.findings import Finding

#: project, product and activity of the plan; None where it has no such thing
OfPlan = tuple[int | None, int | None, int | None]


class Places:
    """Looked up once for a whole file. Entities and funds that are not there yet are made, as a plan's matrix does."""

    def __init__(self, plan: Plan, draft: BudgetDraft) -> None:
        self.findings: list[Finding] = []
        self._sheet = draft.sheet
        self._entities = _entities(draft)
        self._funds = _funds(plan, draft)
        self._projects = {
            code: (pk, node)
            for code, pk, node in Project.objects.filter(plan=plan).values_list("code", "pk", "node__code")
        }
        self._activities = _activities(plan)
        profile = draft.profile
        named = load_budget_profile(profile).territories.names if profile in known_budget_profiles() else {}
        self._territories = TerritoryKeys(named)
        self._told: set[tuple[str, str, str]] = set()

    def entity(self, line: LineDraft) -> int:
        return self._entities[line.entity_code]

    def fund(self, line: LineDraft) -> int:
        return self._funds[line.fund_code]

    def of_plan(self, line: LineDraft) -> OfPlan:
        project, node = self._projects.get(line.project_code, (None, ""))
        if project is None:
            self.tell("project-not-in-plan", line, line.project_code, line.project_name, once=True)
            return None, None, None
        if line.node_code and line.node_code != node:
            self.tell("node-differs", line, line.node_code, node, once=True)
        product, activity = self._activities.get((project, line.activity_code), (None, None))
        return project, product, activity

    def territory(self, line: LineDraft) -> int | None:
        if line.territory is None:
            return None
        found = self._territories.key_of(line.territory)
        if found is None:
            self.tell("territory-unregistered", line, line.territory, "")
        return found

    def tell(self, code: str, line: LineDraft, value: str, result: str, *, once: bool = False) -> None:
        """`once`: one finding for each project and value, at the first row that has it."""
        if once and (code, line.project_code, value) in self._told:
            return
        self._told.add((code, line.project_code, value))
        message, action = SENTENCES[code]
        self.findings.append(Finding(self._sheet, line.row, "", value, action, code, message, result))


def _entities(draft: BudgetDraft) -> dict[str, int]:
    names = {line.entity_code: line.entity_name for line in draft.lines}
    known = dict(Entity.objects.filter(code__in=list(names)).values_list("code", "pk"))
    made = Entity.objects.bulk_create(
        Entity(code=code, name=fitting(name or code, Entity, "name"))
        for code, name in names.items()
        if code not in known
    )
    return {**known, **{entity.code: entity.pk for entity in made}}


def _funds(plan: Plan, draft: BudgetDraft) -> dict[str, int]:
    lines = {line.fund_code: line for line in draft.lines}
    known = dict(FundingSource.objects.filter(plan=plan).values_list("code", "pk"))
    made = FundingSource.objects.bulk_create(
        FundingSource(
            plan=plan,
            code=fitting(code, FundingSource, "code"),
            name=fitting(line.fund_name or code, FundingSource, "name"),
            kind=line.funding_kind,
            classification=fitting(line.fund_class, FundingSource, "classification"),
        )
        for code, line in lines.items()
        if code not in known
    )
    return {**known, **{fund.code: fund.pk for fund in made}}


def _activities(plan: Plan) -> dict[tuple[int, str], tuple[int | None, int | None]]:
    """(project, code) → product and activity. A code that the plan has twice says which product only if both agree."""
    rows = list(
        Activity.objects.filter(product__project__plan=plan).values_list("product__project", "code", "product", "pk")
    )
    times = Counter((project, code) for project, code, _product, _activity in rows)
    products = {(project, code): set[int]() for project, code, _product, _activity in rows}
    for project, code, product, _activity in rows:
        products[project, code].add(product)
    return {
        (project, code): (
            product if len(products[project, code]) == 1 else None,
            activity if times[project, code] == 1 else None,
        )
        for project, code, product, activity in rows
    }


OnExisting = Literal["refuse", "update"]


@dataclass(frozen=True, slots=True)
class LoadedBudget:
    """What a load did."""

    budget_import: BudgetImport
    status: Literal["loaded", "updated", "unchanged"]
    lines: int
    new_lines: int
    findings: int


@transaction.atomic
def load_budget(
    *, plan: Plan, draft: BudgetDraft, on_existing: OnExisting = "refuse", by: User | None, at: datetime
) -> LoadedBudget:
    """Load `draft` as the execution of `plan` at its cut-off: everything or, on any error, nothing.

    The same file again changes nothing. Another file for a loaded cut-off is refused, or with `on_existing="update"`
    replaces that cut; the earlier import stays on record. Nothing of the source is repaired.
    """
    check_can_keep_budget(by, plan)
    # Two loads of one plan would make the same lines twice: the second waits here.
    plan = locked(plan)
    current = list(BudgetImport.objects.filter(plan=plan, is_current=True))
    replaced = next((one for one in current if one.cut_off == draft.cut_off), None)
    if replaced and (replaced.sha256, replaced.profile) == (draft.sha256, draft.profile):
        return LoadedBudget(replaced, "unchanged", replaced.rows, 0, replaced.findings.count())
    _check_new_file(draft, current)
    if replaced:
        if on_existing == "refuse":
            raise _already_there(replaced)
        replaced.cuts.all().delete()
        BudgetImport.objects.filter(pk=replaced.pk).update(is_current=False)
    made = BudgetImport.objects.create(
        plan=plan,
        fiscal_year=draft.fiscal_year,
        cut_off=draft.cut_off,
        profile=draft.profile,
        filename=fitting(draft.filename, BudgetImport, "filename"),
        sha256=draft.sha256,
        sheet=fitting(draft.sheet, BudgetImport, "sheet"),
        columns=draft.columns,
        rows=len(draft.lines),
        counts=draft.counts,
        money=draft.money,
        imported_at=at,
        imported_by=by,
    )
    places = Places(plan, draft)
    keys, new = _write_lines(plan, draft, places)
    _write_cuts(made, draft, keys)
    _drop_lines_of_nothing(plan, draft.fiscal_year)
    findings = [*draft.findings, *places.findings]
    _write_findings(made, draft, findings)
    loaded = LoadedBudget(made, "updated" if replaced else "loaded", len(draft.lines), new, len(findings))
    _record(loaded, by, at)
    return loaded


def _write_lines(plan: Plan, draft: BudgetDraft, places: Places) -> tuple[list[int], int]:
    """The primary key of each line, in the order of the file, and how many are new. What a line was stays as it was."""
    known = dict(
        BudgetLine.objects.filter(plan=plan, fiscal_year=draft.fiscal_year).values_list("key", "pk").iterator()
    )
    stated = dict(
        BudgetLine.objects.filter(plan=plan, fiscal_year=draft.fiscal_year).values_list("key", "initial").iterator()
    )
    fresh = [line for line in draft.lines if line.key not in known]
    for line in draft.lines:
        if line.key in stated and line.stages.initial is not None and line.stages.initial != stated[line.key]:
            places.tell("initial-changed", line, str(line.stages.initial), str(stated[line.key]))
    numbers = reserve_keys(BudgetLine, len(fresh))
    source = f"{draft.filename} · {draft.sheet}"
    insert_rows(
        BudgetLine,
        (
            "id",
            "plan_id",
            "fiscal_year",
            "key",
            "vintage",
            "entity_id",
            "project_id",
            "project_code",
            "project_name",
            "product_id",
            "activity_id",
            "activity_code",
            "activity_name",
            "funding_source_id",
            "territory_id",
            "bpin",
            "object_code",
            "object_name",
            "initial",
            "origin",
            "source",
        ),
        [
            (number, plan.pk, draft.fiscal_year, line.key, line.vintage, *_row(line, places), source)
            for number, line in zip(numbers, fresh, strict=True)
        ],
    )
    known.update((line.key, number) for number, line in zip(numbers, fresh, strict=True))
    return [known[line.key] for line in draft.lines], len(fresh)


def _row(line: LineDraft, places: Places) -> tuple[object, ...]:
    project, product, activity = places.of_plan(line)
    return (
        places.entity(line),
        project,
        line.project_code,
        line.project_name,
        product,
        activity,
        line.activity_code,
        line.activity_name,
        places.fund(line),
        places.territory(line),
        line.bpin,
        line.object_code,
        line.object_name,
        line.stages.initial or 0,
        Origin.OFFICIAL.value,
    )


def _write_cuts(made: BudgetImport, draft: BudgetDraft, keys: list[int]) -> None:
    day = draft.cut_off.isoformat()
    insert_rows(
        ExecutionCut,
        ("line_id", "cut_off", *FIELDS, "budget_import_id", "row", "origin"),
        [
            (key, day, *astuple(line.stages), made.pk, line.row, Origin.OFFICIAL.value)
            for key, line in zip(keys, draft.lines, strict=True)
        ],
    )


def _drop_lines_of_nothing(plan: Plan, fiscal_year: int) -> None:
    """Official lines that no file names any more, after one was replaced, and that nothing else rests on."""
    BudgetLine.objects.filter(
        plan=plan,
        fiscal_year=fiscal_year,
        origin=Origin.OFFICIAL,
        cuts__isnull=True,
        modifications__isnull=True,
        contracts__isnull=True,
    ).delete()


def _write_findings(made: BudgetImport, draft: BudgetDraft, findings: list[Finding]) -> None:
    projects = {line.row: line.project_code for line in draft.lines}
    insert_rows(
        BudgetFinding,
        ("budget_import_id", "sheet", "row", "column", "value", "action", "result", "code", "message", "project_code"),
        [
            (
                made.pk,
                made.sheet,
                one.row,
                shortened(one.column, 200),
                one.value,
                one.action,
                one.result,
                one.code,
                one.message,
                projects.get(one.row, ""),
            )
            for one in findings
        ],
    )


def _record(loaded: LoadedBudget, by: User | None, at: datetime) -> None:
    """The one ledger event of an import: the hash of its file, and digests of what was read from it, by project."""
    made = loaded.budget_import
    record_in_plan(
        kind="budget.imported",
        subject=f"{made.plan.slug}/{made.cut_off.isoformat()}",
        plan=made.plan,
        body={
            "counts": made.counts,
            "cut_off": made.cut_off.isoformat(),
            "filename": made.filename,
            "findings": loaded.findings,
            "money": {name: str(pesos) for name, pesos in made.money.items()},
            "profile": made.profile,
            "sha256": made.sha256,
            "status": loaded.status,
            **told_digests(cuts_by_project([made.pk])[made.pk]),
        },
        by=by,
        at=at,
    )


def _check_new_file(draft: BudgetDraft, current: list[BudgetImport]) -> None:
    """One file is one cut-off: the same bytes for a second one are a slip of the hand."""
    for one in current:
        if one.sha256 == draft.sha256 and one.cut_off != draft.cut_off:
            raise Refusal(
                gettext_noop(
                    "«%(filename)s» ya está cargado con corte al %(loaded)s: no se carga también con corte al "
                    "%(cut_off)s. Revise la fecha indicada."
                ),
                filename=draft.filename,
                loaded=_day(one.cut_off),
                cut_off=_day(draft.cut_off),
            )


def _already_there(replaced: BudgetImport) -> AlreadyLoaded:
    return AlreadyLoaded(
        gettext_noop("La ejecución al %(cut_off)s ya se cargó desde «%(filename)s», que no es este archivo."),
        cut_off=_day(replaced.cut_off),
        filename=replaced.filename,
    )


def _day(day: date) -> str:
    return day.strftime("%d/%m/%Y")
