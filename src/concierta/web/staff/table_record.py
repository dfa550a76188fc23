"""What other pages need of the table: its decisions to cite, and its coming sessions to bring a matter to."""

from collections.abc import Sequence
from typing import Any

from concierta.table.queries import table_of


def decisions_for(user: Any, plan: Any, session: Any = None) -> Sequence[Any]:
    """The decisions of the plan's table that may be cited, the newest first; only those of `session` when given."""
    table = table_of(plan.agreement) if plan.agreement is not None else None
    if table is None:
        return []
    from concierta.table.queries import decisions_of  # type: ignore[attr-defined]

    found = sorted(decisions_of(table), key=lambda one: (one.decided_at, one.pk), reverse=True)
    return [one for one in found if session is None or one.session_id == session.pk]
