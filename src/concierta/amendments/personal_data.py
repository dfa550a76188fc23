from concierta.amendments.models import AdjustmentMeasure, Amendment
from concierta.people.privacy import keeps, signs

keeps(
    signs(Amendment, "proposed_by"),
    signs(AdjustmentMeasure, "person"),
)
