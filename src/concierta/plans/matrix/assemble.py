"""From typed columns to the tree of a plan: entities, tiers, projects, products, activities.

What a product is. The form repeats a product's data on each of its activities' rows and gives it no key. Two were
tried on the three real cuts: (project, MGA code) and (project, MGA code, development-plan goal). With the first, the
stated progress of 1,372 of the 1,373 products of December 2024 is exactly the weighted sum of their activities, and of
all 657 of March 2025; the quantity programmed and executed never vary with the goal, and a product charged to four
goals weighs 0.33 once, not four times. Only "Programación PI" belongs to the goal. So the pair is the product and its
goals are a list.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from concierta.plans.matrix.draft import (
    ActivityDraft,
    EntityDraft,
    GoalDraft,
    NodeDraft,
    PlanDraft,
    ProductDraft,
    ProjectDraft,
    TierDraft,
)
from concierta.plans.matrix.profile import PlanTable
from concierta.plans.schema import (
    ActivityDescription,
    Description,
    ProductDescription,
    ProjectDescription,
    attributes,
    in_matrix,
)
from concierta.workbooks.labels import label_key
from concierta.workbooks.table import grouped


class Keys:
    """The key of every row at each level, worked out once."""

    def __init__(self, table: PlanTable) -> None:
        fields = table.profile.columns
        self.nodes = [table.codes(tier.code, tier.label) for tier in table.profile.tiers]
        self.entities = table.codes("entity_code" if "entity_code" in fields else None, "entity_name")
        self.projects = table.codes("project_code" if "project_code" in fields else None, "project_name")
        # A matrix that stops at projects, or at products, has rows that are their own single product and activity.
        self.product_codes = self._below(table, "product", self.projects)
        self.activity_codes = self._below(table, "activity", self.product_codes)
        self.products = [f"{project}/{code}" for project, code in zip(self.projects, self.product_codes, strict=True)]
        self.by_project = grouped(self.projects)
        self.by_product = grouped(self.products)

    @staticmethod
    def _below(table: PlanTable, level: str, parents: list[str]) -> list[str]:
        if table.has(f"{level}_code"):
            return table.codes(f"{level}_code", f"{level}_name")
        return table.codes(None, f"{level}_name") if table.has(f"{level}_name") else parents


def assemble_tree(table: PlanTable, keys: Keys) -> PlanDraft:
    plan = PlanDraft(
        tiers=[TierDraft(level, tier.name) for level, tier in enumerate(table.profile.tiers, start=1)],
        entities=_entities(table, keys),
        nodes=_nodes(table, keys),
    )
    plan.projects = [_project(table, keys, code, positions) for code, positions in keys.by_project.items()]
    said_np = _not_programmed(table, keys)
    plan.products = [
        _product(table, keys, key, positions, key in said_np) for key, positions in keys.by_product.items()
    ]
    for product in plan.products:
        if product.key in said_np and product.programmed is not None:
            # A quantity in another of its rows stays, and NP is told.
            table.tell("values-disagree", ("programmed", 0), said_np[product.key], f"{product.programmed:f}")
    plan.activities = _activities(table, keys)
    return plan


def _entities(table: PlanTable, keys: Keys) -> list[EntityDraft]:
    units = table.column("unit", str)
    return [
        EntityDraft(
            code=code,
            name=table.settle("entity_name", str, positions) or code,
            units=list(dict.fromkeys(unit for position in positions if (unit := units[position]))),
        )
        for code, positions in grouped(keys.entities).items()
    ]


def _nodes(table: PlanTable, keys: Keys) -> list[NodeDraft]:
    nodes = []
    for level, tier in enumerate(table.profile.tiers, start=1):
        codes = keys.nodes[level - 1]
        for code, positions in grouped(codes).items():
            parent = None
            if level > 1:
                parent = _most_common(table, keys.nodes[level - 2], positions, table.profile.tiers[level - 2].code)
            nodes.append(NodeDraft(level, code, table.settle(tier.label, str, positions) or code, parent))
    return nodes


def _most_common(table: PlanTable, codes: list[str], positions: Sequence[int], field: str | None) -> str:
    if field is not None and table.has(field):
        return table.settle(field, str, positions) or codes[positions[0]]
    return codes[positions[0]]


def _described(
    table: PlanTable, of: type[Description], positions: Sequence[int], apart: tuple[str, ...] = ()
) -> dict[str, Any]:
    """The attributes of a part that the matrix says, without those settled `apart`; what is blank stays unsaid."""
    fields = {name: field for name, field in in_matrix(of).items() if name not in apart}
    said: dict[str, Any] = {name: table.settle(field, object, positions) for name, field in fields.items()}
    for name, attribute in attributes(of).items():
        if attribute.words and said.get(name) is not None:
            said[name] = _meant(attribute.words, said[name])
            if said[name] is None:
                table.tell("word-unknown", (fields[name], 0), positions[0], "")
    return {name: value for name, value in said.items() if value is not None}


def _meant(words: Mapping[str, str], text: str) -> str | None:
    """The word of which a cell holds the code, the name or both: «F», «Construcción», «F - Construcción»."""
    key = label_key(text)
    return next((word for word, name in words.items() if key in map(label_key, (word, name, f"{word} {name}"))), None)


def _project(table: PlanTable, keys: Keys, code: str, positions: Sequence[int]) -> ProjectDraft:
    last = table.profile.tiers[-1]
    return ProjectDraft(
        **({"name": code} | _described(table, ProjectDescription, positions)),
        code=code,
        entity=_most_common(table, keys.entities, positions, "entity_code"),
        node=_most_common(table, keys.nodes[-1], positions, last.code),
    )


def _product(table: PlanTable, keys: Keys, key: str, positions: Sequence[int], said_np: bool) -> ProductDraft:
    first = positions[0]
    goals = _goals(table, positions)
    main = goals[0] if goals else None
    own = table.has("product_code") or table.has("product_name")
    goal_name = main.name if main else table.settle("goal_name", str, positions)
    indicative = table.settle("indicative_programmed", Decimal, positions) if main is None else main.programmed
    programmed = table.settle("programmed", Decimal, positions)
    return ProductDraft(
        name=table.settle("product_name" if own else "project_name", str, positions) or keys.product_codes[first],
        goal_code=main.code if main else "",
        goal_name=goal_name or "",
        **_described(table, ProductDescription, positions, apart=("name", "goal_code", "goal_name")),
        key=key,
        project=keys.projects[first],
        code=keys.product_codes[first],
        indicative_programmed=indicative,
        programmed=programmed,
        goals=goals,
        not_programmed=said_np and programmed is None,
        accumulation=table.settle("accumulation", str, positions),
        baseline=table.settle("baseline", Decimal, positions),
    )


def _not_programmed(table: PlanTable, keys: Keys) -> dict[str, int]:
    """Key of each product that says NP → the first row that says it."""
    said: dict[str, int] = {}
    for position in table.saying("programmed", table.profile.not_programmed):
        said.setdefault(keys.products[position], position)
    return said


def _goals(table: PlanTable, positions: Sequence[int]) -> tuple[GoalDraft, ...]:
    """By code, so that the first is the same in every cut."""
    if not table.has("goal_code"):
        return ()
    column = table.column("goal_code", str)
    codes = {code for position in positions if (code := column[position]) is not None}
    if len(codes) == 1:
        by_code = {codes.pop(): positions}
    else:
        by_code = {code: [p for p in positions if column[p] == code] for code in sorted(codes)}
    goals = tuple(
        GoalDraft(code, table.settle("goal_name", str, found), table.settle("indicative_programmed", Decimal, found))
        for code, found in by_code.items()
    )
    if len(goals) > 1:
        second = by_code[goals[1].code][0]
        table.tell("several-goals", ("goal_code", 0), second, ", ".join(goal.code for goal in goals))
    return goals


def _activities(table: PlanTable, keys: Keys) -> list[ActivityDraft]:
    fields = in_matrix(ActivityDescription)
    for fallback in ("product_name", "project_name"):
        if not table.has(fields["name"]):
            fields["name"] = fallback
    described = zip(*(table.column(field, object) for field in fields.values()), strict=True)
    references = zip(
        keys.products,
        keys.activity_codes,
        table.column("territory", str),
        table.rows,
        table.column("goal_code", str),
        table.column("indicator_variable", str),
        strict=True,
    )
    counts: dict[tuple[str, str], int] = {}
    activities: list[ActivityDraft] = []
    for values, (product, code, territory, row, goal, variable) in zip(described, references, strict=True):
        said = {name: value for name, value in zip(fields, values, strict=True) if value is not None}
        occurrence = counts[product, code] = counts.get((product, code), 0) + 1
        activity = ActivityDraft(
            **(said | {"name": said.get("name") or code}),
            key=f"{product}/{code}" if occurrence == 1 else f"{product}/{code}#{occurrence}",
            product=product,
            code=code,
            occurrence=occurrence,
            territory=territory,
            row=row,
            goal=goal,
            indicator_variable=variable,
        )
        activities.append(activity)
        if occurrence > 1:
            table.tell("activity-repeated", ("activity_code", 0), len(activities) - 1, activity.key)
        start, end = activity.starts_on, activity.ends_on
        if start is not None and end is not None and end < start:
            table.tell("dates-reversed", ("ends_on", 0), len(activities) - 1, start.isoformat())
    return activities
