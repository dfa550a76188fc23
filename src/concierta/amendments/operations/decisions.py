"""Whether a decision is one that can move this plan, and was taken about this very matter."""

from datetime import date

from concierta.amendments.models import AdjustmentMeasure, Amendment
from concierta.amendments.permissions import mesa_for_plan
from concierta.amendments.queries.amendments import amendment_subject
from concierta.amendments.queries.measures import measure_subject
from concierta.kernel.clock import local_date
from concierta.kernel.errors import Refusal, gettext_noop
from concierta.mesa.enums import MotionState
from concierta.mesa.models import AgendaItem, Decision


def check_decision(of: Amendment | AdjustmentMeasure, decision: Decision) -> AgendaItem:
    """The item under which it was decided. Refuses the decision of another Mesa, one whose motion was not carried,
    and one taken under an item of the agenda that was not about this."""
    mesa = mesa_for_plan(of.plan)
    if decision.mesa_id != mesa.pk:
        raise Refusal(
            gettext_noop("La decisión %(number)s es de otra mesa: el plan «%(plan)s» lo mueve «%(mesa)s»."),
            number=decision.number,
            plan=of.plan.name,
            mesa=mesa.name,
        )
    if decision.motion.state != MotionState.CARRIED:
        raise Refusal(
            gettext_noop("La proposición de la decisión %(number)s no fue aprobada por la mesa."),
            number=decision.number,
        )
    item = decision.motion.item
    if item.pk not in _items(of) and item.subject != _subject(of):
        raise Refusal(
            gettext_noop(
                "La decisión %(number)s se tomó en el punto «%(item)s» del orden del día, en el que «%(title)s» no "
                "estaba. Llévela al orden del día y vótela allí."
            ),
            number=decision.number,
            item=item.title,
            title=of.title,
        )
    return item


def decided_on(decision: Decision) -> date:
    """The day of the deciding session."""
    session = decision.session
    return local_date(session.opened_at or session.starts_at)


def _items(of: Amendment | AdjustmentMeasure) -> set[int | None]:
    """A measure that goes with an amendment may be decided with it, under its item."""
    items = {of.item_id}
    if isinstance(of, AdjustmentMeasure) and of.amendment is not None:
        items.add(of.amendment.item_id)
    return items


def _subject(of: Amendment | AdjustmentMeasure) -> str:
    return amendment_subject(of) if isinstance(of, Amendment) else measure_subject(of)
