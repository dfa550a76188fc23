"""Rows of what was planned."""

from collections.abc import Iterator
from typing import Any

from concierta.kernel.periods import Period
from concierta.plans.models import Tier
from concierta.publishing.models import Corte
from concierta.publishing.queries.achievement import BAND_SCALE
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables import plan as declared


def plan(snapshot: Snapshot) -> Iterator[Any]:
    plan, entity = snapshot.plan, snapshot.entity
    yield declared.PLAN.row(
        plan=plan.slug,
        name=plan.name,
        name_en=plan.name_en,
        city=plan.city,
        agreement=plan.agreement.slug if plan.agreement else "",
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        state=plan.state,
        secretariat=entity(plan.secretariat_id),
        reviewer=entity(plan.reviewer_id),
        verifier=entity(plan.verifier_id),
        presenter=entity(plan.presenter_id),
        origin=plan.origin,
        source=plan.source,
        cut_off=snapshot.cut_off,
        period=snapshot.period.label,
        year=snapshot.cut_off.year,
        published_at=snapshot.published_at,
        band_scale=BAND_SCALE.version,
    )


def cortes(snapshot: Snapshot) -> Iterator[Any]:
    """Those of earlier cut-offs, and this one, whose own manifest cannot be inside itself."""
    for corte in Corte.objects.filter(plan=snapshot.plan, cut_off__lt=snapshot.cut_off).order_by("cut_off"):
        yield declared.CORTES.row(
            corte.cut_off, Period.of_cut_off(corte.cut_off).label, corte.published_at, corte.manifest_sha256
        )
    yield declared.CORTES.row(snapshot.cut_off, snapshot.period.label, snapshot.published_at, "")


def periods(snapshot: Snapshot) -> Iterator[Any]:
    for period in snapshot.periods.values():
        yield declared.PERIODS.row(period.label, period.year, period.quarter, period.cut_off)


def tiers(snapshot: Snapshot) -> Iterator[Any]:
    for tier in Tier.objects.filter(plan=snapshot.plan).order_by("depth"):
        yield declared.TIERS.row(
            tier=tier.slug,
            depth=tier.depth,
            singular=tier.singular,
            plural=tier.plural,
            singular_en=tier.singular_en,
            plural_en=tier.plural_en,
        )


def nodes(snapshot: Snapshot) -> Iterator[Any]:
    for pk, node in snapshot.nodes.items():
        yield declared.NODES.row(
            node=snapshot.node_keys[pk],
            tier=node.tier.slug,
            depth=node.tier.depth,
            code=node.code,
            parent=snapshot.node_keys[node.parent_id] if node.parent_id else "",
            name=node.name,
            name_en=node.name_en,
            weight=node.weight,
        )


def projects(snapshot: Snapshot) -> Iterator[Any]:
    for project in snapshot.projects.values():
        yield declared.PROJECTS.row(
            project=project.code,
            bpin=project.bpin,
            name=project.name,
            node=snapshot.node_keys[project.node_id],
            entity=snapshot.entities[project.entity_id],
            office=project.unit,
            weight=project.weight,
            origin=project.origin,
            source=project.source,
        )


def products(snapshot: Snapshot) -> Iterator[Any]:
    for pk, product in snapshot.products.items():
        yield declared.PRODUCTS.row(
            product=snapshot.product_keys[pk],
            project=product.project.code,
            code=product.code,
            goal_code=product.goal_code,
            name=product.name,
            goal_name=product.goal_name,
            unit=product.unit,
            weight=snapshot.weights_at_cut_off[pk],
        )


def activities(snapshot: Snapshot) -> Iterator[Any]:
    for activity in snapshot.activities:
        yield declared.ACTIVITIES.row(
            activity=activity.key,
            product=snapshot.product_keys[activity.product],
            code=activity.code,
            occurrence=activity.occurrence,
            name=activity.name,
            weight=activity.weight,
            territory=activity.territory,
            office=activity.office,
            starts_on=activity.starts_on,
            ends_on=activity.ends_on,
        )
