"""How a plan in force changes: amendments with a decision behind each, and measures whose success is looked at."""

from concierta.amendments.models.amendment import Amendment, Change
from concierta.amendments.models.measure import AdjustmentMeasure, MeasuredFigure

__all__ = ["AdjustmentMeasure", "Amendment", "Change", "MeasuredFigure"]
