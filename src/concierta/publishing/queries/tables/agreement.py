"""Rows of what was signed and promised, and of who answers for it."""

from collections.abc import Iterator
from typing import Any

from concierta.agreements.models import Clause as ClauseModel
from concierta.agreements.models import Pledge, Signatory
from concierta.people.models import Entity, Territory
from concierta.plans.models import Project
from concierta.publishing.datasets import agreement as declared
from concierta.publishing.queries.keys import join_key
from concierta.publishing.queries.snapshot import Snapshot


def agreements(snapshot: Snapshot) -> Iterator[Any]:
    agreement = snapshot.plan.agreement
    if agreement is not None:
        yield declared.AGREEMENTS.row(
            agreement=agreement.slug,
            title=agreement.title,
            title_en=agreement.title_en,
            signed_on=agreement.signed_on,
            summary=agreement.summary,
            summary_en=agreement.summary_en,
            source=agreement.source,
        )


def clauses(snapshot: Snapshot) -> Iterator[Any]:
    agreement = snapshot.plan.agreement
    if agreement is None:
        return
    for clause in ClauseModel.objects.filter(agreement=agreement).order_by("ordinal"):
        yield declared.CLAUSES.row(
            clause=clause.code,
            agreement=agreement.slug,
            ordinal=clause.ordinal,
            title=clause.title,
            title_en=clause.title_en,
            text=clause.text,
            text_en=clause.text_en,
        )


def signatories(snapshot: Snapshot) -> Iterator[Any]:
    agreement = snapshot.plan.agreement
    if agreement is None:
        return
    signed = Signatory.objects.filter(agreement=agreement).order_by().values_list("entity_id", flat=True)
    for code in sorted(snapshot.entities[pk] for pk in signed):
        yield declared.SIGNATORIES.row(agreement=agreement.slug, entity=code)


def pledges(snapshot: Snapshot) -> Iterator[Any]:
    found = Pledge.objects.filter(clause__in=list(snapshot.clauses)).select_related("clause").order_by()
    for pledge in sorted(found, key=lambda pledge: (pledge.clause.ordinal, pledge.code)):
        yield declared.PLEDGES.row(
            pledge=join_key(pledge.clause.code, pledge.code),
            clause=pledge.clause.code,
            code=pledge.code,
            entity=snapshot.entities[pledge.entity_id],
            text=pledge.text,
            text_en=pledge.text_en,
            kind=pledge.kind,
            amount=pledge.amount,
            quantity=pledge.quantity,
            unit=pledge.unit,
            due_on=pledge.due_on,
            origin=pledge.origin,
            source=pledge.source,
        )


def project_pledges(snapshot: Snapshot) -> Iterator[Any]:
    """Only pledges of the plan's own agreement, and projects that the cut-off knows."""
    links = Project.pledges.through.objects.filter(
        project__plan=snapshot.plan, pledge__clause__in=list(snapshot.clauses)
    ).values_list("project_id", "pledge__clause__code", "pledge__code")
    rows = [
        declared.PROJECT_PLEDGES.row(project=snapshot.projects[project].code, pledge=join_key(clause, code))
        for project, clause, code in links
        if project in snapshot.projects
    ]
    return iter(sorted(rows))


def entities(snapshot: Snapshot, referenced: set[str]) -> Iterator[Any]:
    """The entities that any other table names: an installation may serve several plans."""
    found = Entity.objects.filter(code__in=referenced).order_by()
    for entity in sorted(found, key=lambda entity: entity.code):
        yield declared.ENTITIES.row(entity=entity.code, name=entity.name, acronym=entity.acronym, kind=entity.kind)


def territories(snapshot: Snapshot, referenced: set[str]) -> Iterator[Any]:
    """Those named by an activity, those that contain them, and their siblings: a place without projects shows."""
    known = {territory.pk: territory for territory in Territory.objects.order_by()}
    shown = {pk for pk, territory in known.items() if territory.code in referenced}
    above: set[int] = set()
    for pk in shown:
        parent = known[pk].parent_id
        while parent is not None and parent not in above:
            above.add(parent)
            parent = known[parent].parent_id
    shown |= above | {pk for pk, territory in known.items() if territory.parent_id in above}
    for territory in sorted((known[pk] for pk in shown), key=lambda territory: territory.code):
        container = known[territory.parent_id] if territory.parent_id else None
        yield declared.TERRITORIES.row(
            territory=territory.code,
            name=territory.name,
            kind=territory.kind,
            parent=container.code if container else "",
        )
