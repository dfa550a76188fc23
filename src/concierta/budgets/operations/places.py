"""What the codes of an execution file are in this plan: entities, projects, activities, funds, territories."""

from collections import Counter

from concierta.budgets.matrix import (
    BudgetDraft,
    BudgetFindingDraft,
    LineDraft,
    known_budget_profiles,
    load_budget_profile,
)
from concierta.budgets.matrix.findings import SENTENCES
from concierta.budgets.models import FundingSource
from concierta.people.models import Entity
from concierta.plans.models import Activity, Plan, Project
from concierta.plans.operations.lengths import fitting
from concierta.plans.operations.load.territories import TerritoryKeys

#: project, product and activity of the plan; None where it has no such thing
OfPlan = tuple[int | None, int | None, int | None]


class Places:
    """Looked up once for a whole file. Entities and funds that are not there yet are made, as a plan's matrix does."""

    def __init__(self, plan: Plan, draft: BudgetDraft) -> None:
        self.findings: list[BudgetFindingDraft] = []
        self._entities = _entities(draft)
        self._funds = _funds(plan, draft)
        self._projects = {
            code: (pk, node)
            for code, pk, node in Project.objects.filter(plan=plan).values_list("code", "pk", "node__code")
        }
        self._activities = _activities(plan)
        profile = draft.profile
        named = load_budget_profile(profile).reading.territories.names if profile in known_budget_profiles() else {}
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
        self.findings.append(BudgetFindingDraft(line.row, "", value, code, message, action, result, line.project_code))


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
