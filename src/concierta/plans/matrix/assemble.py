"""From typed columns to the tree of a plan: entities, tiers, projects, products, activities.

What a product is. The form repeats a product's data on each of its activities' rows and gives it no key. Two were
tried on the three real cuts: (project, MGA code) and (project, MGA code, development-plan goal). With the first, the
stated progress of 1,372 of the 1,373 products of December 2024 is exactly the weighted sum of their activities, and of
all 657 of March 2025; the quantity programmed and executed never vary with the goal, and a product charged to four
goals weighs 0.33 once, not four times. Only "Programación PI" belongs to the goal. So the pair is the product and its
goals are a list.
"""

from collections.abc import Mapping, Sequence
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
from concierta.plans.schema import (
    ActivityDescription,
    Description,
    ProductDescription,
    ProjectDescription,
    attributes,
    in_matrix,
)
from concierta.workbooks.labels import label_key
from concierta.workbooks.sources import Source, grouped


class Keys:
    """The key of every row at each level, worked out once."""

    def __init__(self, source: Source) -> None:
        fields = source.profile.columns
        self.nodes = [source.codes(tier.code, tier.label) for tier in source.profile.tiers]
        self.entities = source.codes("entity_code" if "entity_code" in fields else None, "entity_name")
        self.projects = source.codes("project_code" if "project_code" in fields else None, "project_name")
        # A matrix that stops at projects, or at products, has rows that are their own single product and activity.
        self.product_codes = self._below(source, "product", self.projects)
        self.activity_codes = self._below(source, "activity", self.product_codes)
        self.products = [f"{project}/{code}" for project, code in zip(self.projects, self.product_codes, strict=True)]
        self.by_project = grouped(self.projects)
        self.by_product = grouped(self.products)

    @staticmethod
    def _below(source: Source, level: str, parents: list[str]) -> list[str]:
        if source.has(f"{level}_code"):
            return source.codes(f"{level}_code", f"{level}_name")
        return source.codes(None, f"{level}_name") if source.has(f"{level}_name") else parents


def assemble_tree(source: Source, keys: Keys) -> PlanDraft:
    plan = PlanDraft(
        tiers=[TierDraft(level, tier.name) for level, tier in enumerate(source.profile.tiers, start=1)],
        entities=_entities(source, keys),
        nodes=_nodes(source, keys),
    )
    plan.projects = [_project(source, keys, code, positions) for code, positions in keys.by_project.items()]
    said_np = _not_programmed(source, keys)
    plan.products = [
        _product(source, keys, key, positions, key in said_np) for key, positions in keys.by_product.items()
    ]
    for product in plan.products:
        if product.key in said_np and product.programmed is not None:
            # A quantity in another of its rows stays, and NP is told.
            source.tell("values-disagree", ("programmed", 0), said_np[product.key], f"{product.programmed:f}")
    plan.activities = _activities(source, keys)
    return plan


def _entities(source: Source, keys: Keys) -> list[EntityDraft]:
    units = source.column("unit")
    return [
        EntityDraft(
            code=code,
            name=source.settle("entity_name", positions) or code,
            units=list(dict.fromkeys(unit for position in positions if (unit := units[position]))),
        )
        for code, positions in grouped(keys.entities).items()
    ]


def _nodes(source: Source, keys: Keys) -> list[NodeDraft]:
    nodes = []
    for level, tier in enumerate(source.profile.tiers, start=1):
        codes = keys.nodes[level - 1]
        for code, positions in grouped(codes).items():
            parent = None
            if level > 1:
                parent = _most_common(source, keys.nodes[level - 2], positions, source.profile.tiers[level - 2].code)
            nodes.append(NodeDraft(level, code, source.settle(tier.label, positions) or code, parent))
    return nodes


def _most_common(source: Source, codes: list[str], positions: Sequence[int], field: str | None) -> str:
    if field is not None and source.has(field):
        return source.settle(field, positions) or codes[positions[0]]
    return codes[positions[0]]


def _described(
    source: Source, of: type[Description], positions: Sequence[int], apart: tuple[str, ...] = ()
) -> dict[str, Any]:
    """The attributes of a part that the matrix says, without those settled `apart`; what is blank stays unsaid."""
    fields = {name: field for name, field in in_matrix(of).items() if name not in apart}
    said = {name: source.settle(field, positions) for name, field in fields.items()}
    for name, attribute in attributes(of).items():
        if attribute.words and said.get(name) is not None:
            said[name] = _meant(attribute.words, said[name])
            if said[name] is None:
                source.tell("word-unknown", (fields[name], 0), positions[0], "")
    return {name: value for name, value in said.items() if value is not None}


def _meant(words: Mapping[str, str], text: str) -> str | None:
    """The word of which a cell holds the code, the name or both: «F», «Construcción», «F - Construcción»."""
    key = label_key(text)
    return next((word for word, name in words.items() if key in map(label_key, (word, name, f"{word} {name}"))), None)


def _project(source: Source, keys: Keys, code: str, positions: Sequence[int]) -> ProjectDraft:
    last = source.profile.tiers[-1]
    return ProjectDraft(
        **({"name": code} | _described(source, ProjectDescription, positions)),
        code=code,
        entity=_most_common(source, keys.entities, positions, "entity_code"),
        node=_most_common(source, keys.nodes[-1], positions, last.code),
    )


def _product(source: Source, keys: Keys, key: str, positions: Sequence[int], said_np: bool) -> ProductDraft:
    first = positions[0]
    goals = _goals(source, positions)
    main = goals[0] if goals else None
    own = source.has("product_code") or source.has("product_name")
    goal_name = main.name if main else source.settle("goal_name", positions)
    indicative = source.settle("indicative_programmed", positions) if main is None else main.programmed
    programmed = source.settle("programmed", positions)
    return ProductDraft(
        name=source.settle("product_name" if own else "project_name", positions) or keys.product_codes[first],
        goal_code=main.code if main else "",
        goal_name=goal_name or "",
        **_described(source, ProductDescription, positions, apart=("name", "goal_code", "goal_name")),
        key=key,
        project=keys.projects[first],
        code=keys.product_codes[first],
        indicative_programmed=indicative,
        programmed=programmed,
        goals=goals,
        not_programmed=said_np and programmed is None,
        accumulation=source.settle("accumulation", positions),
        baseline=source.settle("baseline", positions),
    )


def _not_programmed(source: Source, keys: Keys) -> dict[str, int]:
    """Where each product that says NP says it: once for all of its rows."""
    said: dict[str, int] = {}
    for position in source.saying("programmed", source.profile.not_programmed):
        said.setdefault(keys.products[position], position)
    return said


def _goals(source: Source, positions: Sequence[int]) -> tuple[GoalDraft, ...]:
    """By code, so that the first is the same in every cut."""
    column = source.typed.get(("goal_code", 0))
    if column is None:
        return ()
    codes = {column[position] for position in positions} - {None}
    if len(codes) == 1:
        by_code = {codes.pop(): positions}
    else:
        by_code = {code: [p for p in positions if column[p] == code] for code in sorted(codes)}
    goals = tuple(
        GoalDraft(code, source.settle("goal_name", found), source.settle("indicative_programmed", found))
        for code, found in by_code.items()
    )
    if len(goals) > 1:
        second = by_code[goals[1].code][0]
        source.tell("several-goals", ("goal_code", 0), second, ", ".join(goal.code for goal in goals))
    return goals


def _activities(source: Source, keys: Keys) -> list[ActivityDraft]:
    fields = in_matrix(ActivityDescription)
    for fallback in ("product_name", "project_name"):
        if not source.has(fields["name"]):
            fields["name"] = fallback
    described = zip(*(source.column(field) for field in fields.values()), strict=True)
    references = zip(
        keys.products,
        keys.activity_codes,
        source.column("territory"),
        source.rows,
        source.column("goal_code"),
        source.column("indicator_variable"),
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
            source.tell("activity-repeated", ("activity_code", 0), len(activities) - 1, activity.key)
        start, end = activity.starts_on, activity.ends_on
        if start is not None and end is not None and end < start:
            source.tell("dates-reversed", ("ends_on", 0), len(activities) - 1, start.isoformat())
    return activities
