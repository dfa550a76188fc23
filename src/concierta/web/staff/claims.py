"""Everything the pages of one report show, loaded for the person who looks."""

from typing import Any

from concierta.indicators.queries import targets_of
from concierta.reporting.queries import reports_of_indicator
from concierta.web.staff.presenters.claim import claim_context


def claim_of(user: Any, checked: Any) -> dict[str, Any]:
    indicator = checked.sheet.indicator
    return claim_context(checked, reports_of_indicator(user, indicator.pk), targets_of(user, indicator))
