"""Products and activities: thousands of rows, compared as tuples and written at once."""

from typing import Any

from concierta.plans.models import Activity, ActivityFollowUp, Product, ProductFollowUp
from concierta.plans.operations.bulk import insert_rows, reserve_keys, update_rows
from concierta.plans.operations.load.progress import Load
from concierta.plans.operations.load.territories import Territories
from concierta.plans.operations.load.tree import described_in_later_period


def write_products(load: Load, projects: dict[str, int]) -> dict[str, int]:
    """Key of each product in the draft → primary key. Its identity is project and code: goals come and go."""
    columns = ("name", "goal_code", "goal_name", "weight")
    known = {
        row[:2]: row[2:]
        for row in Product.objects.filter(project__plan=load.plan)
        .order_by()
        .values_list("project_id", "code", "pk", *columns)
    }
    later = described_in_later_period(load, ProductFollowUp, "product_id")
    keys: dict[str, int] = {}
    fresh: list[tuple[Any, ...]] = []
    fresh_keys: list[str] = []
    changed = []
    for draft in load.draft.plan.products:
        identity = (projects[draft.project], draft.code)
        described = (draft.name, draft.goal_code or "", draft.goal_name or "", draft.weight)
        row = known.get(identity)
        if row is None:
            fresh_keys.append(draft.key)
            fresh.append((*identity, draft.unit or "", *described))
            continue
        keys[draft.key] = row[0]
        if not load.weights_move:
            described = (*described[:3], row[4])
        if row[0] not in later and row[1:] != described:
            changed.append((*described, row[0]))
    reserved = reserve_keys(Product, len(fresh))
    insert_rows(
        Product,
        ("id", "project_id", "code", "unit", *columns),
        [(pk, *row) for pk, row in zip(reserved, fresh, strict=True)],
    )
    update_rows(Product, columns, changed)
    keys.update(zip(fresh_keys, reserved, strict=True))
    load.created["products"] = len(fresh)
    return keys


def write_activities(load: Load, products: dict[str, int]) -> dict[str, int]:
    """Key of each activity in the draft → primary key. Its identity is product, code and occurrence."""
    columns = ("name", "weight", "territory_id", "unit", "starts_on", "ends_on")
    known = {
        row[:3]: row[3:]
        for row in Activity.objects.filter(product__project__plan=load.plan)
        .order_by()
        .values_list("product_id", "code", "occurrence", "pk", *columns)
    }
    later = described_in_later_period(load, ActivityFollowUp, "activity_id")
    territories = Territories(load)
    keys: dict[str, int] = {}
    fresh: list[tuple[Any, ...]] = []
    fresh_keys: list[str] = []
    changed = []
    for draft in load.draft.plan.activities:
        identity = (products[draft.product], draft.code, draft.occurrence)
        territory = draft.territory and territories.key_of(draft)
        row = known.get(identity)
        if row is None:
            starts_on, ends_on = draft.starts_on, draft.ends_on
            fresh_keys.append(draft.key)
            fresh.append(
                (
                    *identity,
                    draft.name,
                    draft.weight,
                    territory,
                    draft.unit or "",
                    starts_on.isoformat() if starts_on else None,
                    ends_on.isoformat() if ends_on else None,
                )
            )
            continue
        keys[draft.key] = row[0]
        if row[0] in later:
            continue
        weight = draft.weight if load.weights_move else row[2]
        described = (draft.name, weight, territory, draft.unit or "", draft.starts_on, draft.ends_on)
        if row[1:] != described:
            days = [day.isoformat() if day else None for day in described[4:]]
            changed.append((*described[:4], *days, row[0]))
    reserved = reserve_keys(Activity, len(fresh))
    insert_rows(
        Activity,
        ("id", "product_id", "code", "occurrence", *columns),
        [(pk, *row) for pk, row in zip(reserved, fresh, strict=True)],
    )
    update_rows(Activity, columns, changed)
    keys.update(zip(fresh_keys, reserved, strict=True))
    load.created["activities"] = len(fresh)
    return keys
