"""Everything that imports write, without keys, clock or person: two databases are alike when their dumps are equal."""

from typing import Any

from concierta.indicators.models import Indicator, Target
from concierta.people.models import Entity, Territory
from concierta.plans.models import (
    Activity,
    ActivityFollowUp,
    Finding,
    MatrixImport,
    Node,
    Plan,
    Product,
    ProductFollowUp,
    Project,
    ProjectFollowUp,
    ReconciliationRow,
    ReportingPeriod,
    Tier,
)
from concierta.reporting.models import Report, ReportStep

_PRODUCT = ("product__project__code", "product__code")
_ACTIVITY = ("activity__product__project__code", "activity__product__code", "activity__code", "activity__occurrence")
_PERIOD = ("period__year", "period__quarter")
_IMPORT = ("matrix_import__sha256", "matrix_import__is_current")

_COLUMNS: dict[type[Any], tuple[str, ...]] = {
    Entity: ("code", "name", "acronym", "kind"),
    Territory: ("code", "name", "kind", "parent__code"),
    Plan: ("slug", "name", "starts_on", "ends_on", "state", "origin", "source"),
    Tier: ("plan__slug", "depth", "slug", "singular", "plural"),
    Node: ("tier__depth", "code", "name", "parent__code", "weight"),
    Project: ("code", "bpin", "name", "unit", "node__code", "entity__code", "weight", "origin", "source"),
    Product: ("project__code", "code", "goal_code", "goal_name", "name", "unit", "weight"),
    Activity: (*_PRODUCT, "code", "occurrence", "name", "weight", "territory__code", "unit", "starts_on", "ends_on"),
    ReportingPeriod: ("plan__slug", "year", "quarter", "cut_off"),
    ActivityFollowUp: (
        *(*_ACTIVITY, *_PERIOD, "weight", "stated_progress", "explanation"),
        *("initial", "modified", "executed", "obligated", "paid"),
    ),
    ProductFollowUp: (
        *(*_PRODUCT, *_PERIOD, "weight", "programmed", "not_programmed", "indicative_programmed"),
        *("executed", "stated_progress", "explanation"),
    ),
    ProjectFollowUp: ("project__code", *_PERIOD, "stated_progress"),
    MatrixImport: (*_PERIOD, "profile", "filename", "sha256", "rows", "counts", "money", "names", "is_current"),
    Finding: (*_IMPORT, "sheet", "row", "column", "value", "action", "result", "code", "message"),
    ReconciliationRow: (*_IMPORT, "level", "code", "name", "measure", "stated", "recomputed"),
    Indicator: (
        *("code", "kind", "product__code", "name", "accumulation", "flow_policy", "unit", "decimals", "weight"),
        *("reporter__code", "reviewer__code", "verifier__code", "presenter__code", "origin", "source"),
    ),
    Target: ("indicator__code", "year", "quarter", "value"),
    Report: (
        *("indicator__code", *_PERIOD, "version", "state", "outcome", "value", "narrative", "origin", "source"),
        *("reporter", "reporter_entity__code", "matrix_import__sha256"),
    ),
    ReportStep: ("report__indicator__code", "act", "from_state", "to_state", "value", "note", "by", "entity__code"),
}


def full_dump() -> dict[str, list[tuple[Any, ...]]]:
    """Table → its rows, sorted."""
    return {
        model.__name__: sorted(model.objects.order_by().values_list(*columns), key=repr)
        for model, columns in _COLUMNS.items()
    }
