"""Where to look for who answers for an indicator: its own row first, then its project's or its pledge's."""

from concierta.indicators.models import Indicator
from concierta.steering.queries.dues.due import Matter


def matters_of(indicator: Indicator) -> tuple[Matter, ...]:
    """Needs `indicator.product` loaded."""
    found: list[Matter] = [("indicator", indicator.pk)]
    if indicator.product is not None:
        found.append(("project", indicator.product.project_id))
    if indicator.pledge_id is not None:
        found.append(("pledge", indicator.pledge_id))
    return tuple(found)
