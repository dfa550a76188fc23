"""Products and activities: thousands of rows, compared as tuples and written at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model

from concierta.plans.models import Activity, ActivityFollowUp, Product, ProductFollowUp
from concierta.plans.operations.bulk import insert_rows, reserve_keys, update_rows
from concierta.plans.operations.load.progress import Load
from concierta.plans.operations.load.territories import Territories
from concierta.plans.operations.load.tree import described_in_later_period
from concierta.plans.schema import ActivityDescription, ProductDescription, described_values, in_matrix

Row = tuple[Any, ...]
_PRODUCT = tuple(in_matrix(ProductDescription))
_ACTIVITY = (*in_matrix(ActivityDescription), "territory_id")


def write_products(load: Load, projects: dict[str, int]) -> dict[str, int]:
    """Key of each product in the draft → primary key. Its identity is project and code: goals come and go."""
    known = {
        row[:2]: row[2:]
        for row in Product.objects.filter(project__plan=load.plan)
        .order_by()
        .values_list("project_id", "code", "pk", *_PRODUCT)
    }
    parts = _Parts(load, Product, ("project_id", "code"), _PRODUCT)
    parts.later = described_in_later_period(load, ProductFollowUp, "product_id")
    for draft in load.draft.plan.products:
        identity = (projects[draft.project], draft.code)
        # The unit is that of whoever first named the product: an indicator is measured in it.
        row = known.get(identity)
        parts.add(draft.key, identity, described_values(draft, ProductDescription), row, kept=("unit",))
    load.created["products"] = parts.write()
    return parts.keys


def write_activities(load: Load, products: dict[str, int]) -> dict[str, int]:
    """Key of each activity in the draft → primary key. Its identity is product, code and occurrence."""
    known = {
        row[:3]: row[3:]
        for row in Activity.objects.filter(product__project__plan=load.plan)
        .order_by()
        .values_list("product_id", "code", "occurrence", "pk", *_ACTIVITY)
    }
    parts = _Parts(load, Activity, ("product_id", "code", "occurrence"), _ACTIVITY)
    parts.later = described_in_later_period(load, ActivityFollowUp, "activity_id")
    territories = Territories(load)
    for draft in load.draft.plan.activities:
        identity = (products[draft.product], draft.code, draft.occurrence)
        place = {"territory_id": draft.territory and territories.key_of(draft)}
        said = described_values(draft, ActivityDescription) | place
        parts.add(draft.key, identity, said, known.get(identity))
    load.created["activities"] = parts.write()
    return parts.keys


@dataclass(slots=True)
class _Parts:
    """Rows of one model on their way in: new ones, and those that the file describes otherwise."""

    load: Load
    model: type[Model]
    identity: tuple[str, ...]
    columns: tuple[str, ...]
    later: set[int] = field(default_factory=set)
    """Described by a later file already: this one does not describe them again."""
    keys: dict[str, int] = field(default_factory=dict)
    fresh: dict[str, Row] = field(default_factory=dict)
    changed: list[Row] = field(default_factory=list)

    def add(
        self, key: str, identity: Row, said: Mapping[str, object], stored: Row | None, kept: tuple[str, ...] = ()
    ) -> None:
        """`stored` is the primary key and the columns of the row there is; of them `kept` stay as they are."""
        if stored is None:
            self.fresh[key] = (*identity, *(stored_as(said[name]) for name in self.columns))
            return
        pk, *values = stored
        self.keys[key] = pk
        if not self.load.weights_move:
            kept = (*kept, "weight")
        described = [value if name in kept else said[name] for name, value in zip(self.columns, values, strict=True)]
        if pk not in self.later and described != values:
            self.changed.append((*map(stored_as, described), pk))

    def write(self) -> int:
        """How many are new."""
        reserved = reserve_keys(self.model, len(self.fresh))
        rows = [(pk, *row) for pk, row in zip(reserved, self.fresh.values(), strict=True)]
        insert_rows(self.model, ("id", *self.identity, *self.columns), rows)
        update_rows(self.model, self.columns, self.changed)
        self.keys.update(zip(self.fresh, reserved, strict=True))
        return len(self.fresh)


def stored_as(value: Any) -> Any:
    """Drivers write dates in ways of their own; ISO text is the same for all."""
    return value.isoformat() if isinstance(value, date) else value
