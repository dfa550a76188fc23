"""Adjustment measures whose day to be judged comes, and amendments that begin to rule."""

from collections.abc import Iterator

from django.utils.translation import gettext

from concierta.amendments.enums import AmendmentState, MeasureState
from concierta.amendments.models import AdjustmentMeasure, Amendment
from concierta.people.enums import Role
from concierta.steering.enums import DueKind
from concierta.steering.queries.dues.due import Obligation, Window
from concierta.steering.queries.dues.words import shortened


def measures_due(window: Window) -> Iterator[Obligation]:
    """The entity of the measure brings the figures; the Mesa judges."""
    measures = (
        AdjustmentMeasure.objects.filter(state=MeasureState.ADOPTED, evaluate_on__lte=window.until)
        .select_related("plan", "entity")
        .order_by("plan__slug", "number")
    )
    for measure in measures:
        if window.of(measure.entity_id):
            yield Obligation(
                DueKind.MEASURE,
                f"measure:{measure.number}",
                gettext("Mostrar si funcionó: %(title)s") % {"title": shortened(measure.title)},
                measure.evaluate_on,
                measure.entity,
                roles=(Role.MEMBER, Role.REPORTER),
                person=measure.person_id,
                secretariat=measure.plan.secretariat_id,
                plan=measure.plan.slug,
                address_hint=("measure", (measure.pk,)),
            )


def amendments_ahead(window: Window) -> Iterator[Obligation]:
    """A date to know for the secretariat and for whoever proposed it."""
    amendments = (
        Amendment.objects.filter(state=AmendmentState.ADOPTED, effective_on__range=(window.on, window.until))
        .select_related("plan__secretariat")
        .order_by("plan__slug", "number")
    )
    for amendment in amendments:
        if window.of(amendment.plan.secretariat_id):
            yield Obligation(
                DueKind.AMENDMENT,
                f"amendment:{amendment.number}",
                gettext("Empieza a regir: %(title)s") % {"title": shortened(amendment.title)},
                amendment.effective_on,
                amendment.plan.secretariat,
                roles=(Role.SECRETARIAT,),
                plan=amendment.plan.slug,
                binding=False,
                address_hint=("amendment", (amendment.pk,)),
            )
