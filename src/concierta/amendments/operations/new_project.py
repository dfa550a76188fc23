"""Saving a project that an amendment adds."""

from datetime import date

from concierta.amendments.enums import SubjectKind
from concierta.amendments.subjects.attributes import parts_of
from concierta.amendments.subjects.new_project import (
    build_activities,
    build_indicator,
    build_product,
    build_project,
    build_targets,
    read_project,
)
from concierta.indicators.models import Target
from concierta.people.models import Entity
from concierta.plans.models import Activity, Node, Plan, Project


def write_new_project(plan: Plan, code: str, described: object, entered_on: date) -> Project:
    """Project, products, activities, indicators and targets, part of the plan from `entered_on`."""
    project = read_project(described)
    node = parts_of(plan, [(SubjectKind.NODE.value, project.node)])[SubjectKind.NODE.value, project.node]
    assert isinstance(node, Node)
    entities = {entity.code: entity for entity in Entity.objects.filter(code__in=project.entities).order_by("pk")}
    row = build_project(plan, node, code, project, entities)
    row.entered_on = entered_on
    row.save()
    for described_product in project.products:
        product = build_product(row, described_product)
        product.save()
        Activity.objects.bulk_create(build_activities(product, described_product.activities))
        if described_product.indicator is not None:
            indicator = build_indicator(plan, product, described_product.indicator, entities)
            indicator.save()
            Target.objects.bulk_create(build_targets(indicator, described_product.indicator))
    return row
