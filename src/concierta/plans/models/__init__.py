"""The plan as a tree, and what a follow-up matrix said about it in each period."""

from concierta.plans.models.follow_up import ActivityFollowUp, ProductFollowUp, ProjectFollowUp, ReportingPeriod
from concierta.plans.models.imports import Finding, MatrixImport, ReconciliationRow
from concierta.plans.models.tree import Activity, Node, Plan, Product, Project, Tier

__all__ = [
    "Activity",
    "ActivityFollowUp",
    "Finding",
    "MatrixImport",
    "Node",
    "Plan",
    "Product",
    "ProductFollowUp",
    "Project",
    "ProjectFollowUp",
    "ReconciliationRow",
    "ReportingPeriod",
    "Tier",
]
