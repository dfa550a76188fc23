"""What can be done with a plan."""

from concierta.plans.operations.follow_ups import (
    ActivityFacts,
    ProductFacts,
    ProjectFacts,
    record_follow_ups,
)
from concierta.plans.operations.load import load_matrix, plan_for_import
from concierta.plans.operations.plan import assign_plan_roles, close_plan, create_plan, open_period, put_in_force
from concierta.plans.operations.readiness import PlanIncomplete, Problem
from concierta.plans.operations.shape import (
    define_activity,
    define_node,
    define_product,
    define_project,
    define_tier,
    set_weight,
)

__all__ = [
    "ActivityFacts",
    "PlanIncomplete",
    "Problem",
    "ProductFacts",
    "ProjectFacts",
    "assign_plan_roles",
    "close_plan",
    "create_plan",
    "define_activity",
    "define_node",
    "define_product",
    "define_project",
    "define_tier",
    "load_matrix",
    "open_period",
    "plan_for_import",
    "put_in_force",
    "record_follow_ups",
    "set_weight",
]
