"""From the draft of an official matrix to the plan's tree and its facts of one period."""

from concierta.plans.operations.load.matrix import Loaded, OnExisting, add_findings, load_matrix, write_matrix
from concierta.plans.operations.load.plan import plan_for_import

__all__ = ["Loaded", "OnExisting", "add_findings", "load_matrix", "plan_for_import", "write_matrix"]
