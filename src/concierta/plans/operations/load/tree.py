"""Entities, nodes and projects: found by their codes, made where missing, described by the latest file."""

from collections.abc import Iterable
from typing import Any

from concierta.kernel.origin import Origin
from concierta.people.models import Entity
from concierta.plans.matrix.draft import NodeDraft, ProjectDraft
from concierta.plans.models import Node, Project, ProjectFollowUp
from concierta.plans.operations.bulk import fitting, insert_rows, reserve_keys, update_rows
from concierta.plans.operations.load.plan import tiers_for
from concierta.plans.operations.load.progress import Load, node_key
from concierta.plans.schema import ProjectDescription, described_values, in_matrix


def write_entities(load: Load) -> dict[str, int]:
    """Entity code → primary key.

    A name that a person gave is never changed: only one that an earlier file gave follows the latest file.
    """
    drafts = {entity.code: entity for entity in load.draft.plan.entities}
    known = Entity.objects.in_bulk(list(drafts), field_name="code")
    later = load.described_later("entities")
    for code, entity in known.items():
        given = {other.names.get("entities", {}).get(code) for other in load.others}
        name = fitting(drafts[code].name, Entity, "name")
        if code not in later and entity.name in given and entity.name != name:
            entity.name = name
            entity.save(update_fields=["name"])
    made = Entity.objects.bulk_create(
        Entity(code=fitting(code, Entity, "code"), name=fitting(entity.name, Entity, "name"))
        for code, entity in drafts.items()
        if code not in known
    )
    load.created["entities"] = len(made)
    return {entity.code: entity.pk for entity in [*known.values(), *made]}


def write_nodes(load: Load) -> dict[str, int]:
    """Code of each node of the deepest tier → primary key; projects hang only from those."""
    tiers = tiers_for(load.plan, load.draft)
    known = {(node.tier.depth, node.code): node for node in load.plan.nodes.select_related("tier")}
    later = load.described_later("nodes")
    before = len(known)
    for level in sorted(tiers):
        fresh = []
        for draft in (node for node in load.draft.plan.nodes if node.level == level):
            parent = known[level - 1, draft.parent] if draft.parent is not None else None
            node = known.get((level, draft.code))
            if node is None:
                fresh.append(
                    Node(
                        plan=load.plan,
                        tier=tiers[level],
                        parent=parent,
                        code=fitting(draft.code, Node, "code"),
                        name=fitting(draft.name, Node, "name"),
                    )
                )
            elif node_key(level, draft.code) not in later:
                _describe_node(node, draft, parent)
        known.update({(level, node.code): node for node in Node.objects.bulk_create(fresh)})
    load.created["nodes"] = len(known) - before
    deepest = max(tiers, default=0)
    return {code: node.pk for (level, code), node in known.items() if level == deepest}


def _describe_node(node: Node, draft: NodeDraft, parent: Node | None) -> None:
    name, parent_id = fitting(draft.name, Node, "name"), parent.pk if parent else None
    if (node.name, node.parent_id) != (name, parent_id):
        node.name, node.parent_id = name, parent_id
        node.save(update_fields=["name", "parent"])


def write_projects(load: Load, entities: dict[str, int], nodes: dict[str, int]) -> dict[str, int]:
    """Project code → primary key."""
    columns = ("node_id", "entity_id", "origin", "source", *in_matrix(ProjectDescription))
    known = {
        row[0]: row for row in Project.objects.filter(plan=load.plan).order_by().values_list("code", "pk", *columns)
    }
    later = described_in_later_period(load, ProjectFollowUp, "project_id")
    keys = {code: row[1] for code, row in known.items()}
    fresh, changed = [], []
    for draft in load.draft.plan.projects:
        described = _project(load, draft, entities, nodes)
        row = known.get(draft.code)
        if row is None:
            fresh.append((draft.code, described))
        elif row[1] not in later and row[2:] != described:
            changed.append((*described, row[1]))
            if row[3] != described[1]:
                load.moved[row[1]] = (row[3], described[1])
    reserved = reserve_keys(Project, len(fresh))
    insert_rows(
        Project,
        ("id", "plan_id", "code", *columns),
        [(pk, load.plan.pk, code, *described) for pk, (code, described) in zip(reserved, fresh, strict=True)],
    )
    update_rows(Project, columns, changed)
    keys.update({code: pk for pk, (code, _) in zip(reserved, fresh, strict=True)})
    load.created["projects"] = len(fresh)
    return keys


def _project(load: Load, draft: ProjectDraft, entities: dict[str, int], nodes: dict[str, int]) -> tuple[Any, ...]:
    said = described_values(draft, ProjectDescription)
    return (
        nodes[draft.node],
        entities[draft.entity],
        str(Origin.OFFICIAL),
        load.source,
        *(said[name] for name in in_matrix(ProjectDescription)),
    )


def described_in_later_period(load: Load, follow_up: type[Any], part: str) -> set[int]:
    """Primary keys of the parts about which a later period has facts: an older file does not describe them again."""
    if not load.later:
        return set()
    rows: Iterable[int] = (
        follow_up.objects.filter(period__plan=load.plan, period__cut_off__gt=load.period.cut_off)
        .order_by()
        .values_list(part, flat=True)
    )
    return set(rows)
