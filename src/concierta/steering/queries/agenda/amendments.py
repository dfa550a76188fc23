"""Measures whose success is to be judged or that wait to be adopted, and amendments that wait for a vote."""

from collections.abc import Iterator

from django.db.models import Count, Q
from django.utils.translation import gettext, ngettext

from concierta.amendments.enums import AmendmentState, MeasureState
from concierta.amendments.models import AdjustmentMeasure, Amendment
from concierta.plans.models import Plan
from concierta.steering.queries.agenda.figures import quantity
from concierta.steering.queries.agenda.situation import Situation
from concierta.steering.queries.dues.words import day
from concierta.table.enums import ItemSource
from concierta.table.proposals import AgendaProposal


def measures(situation: Situation) -> Iterator[AgendaProposal]:
    """Those to judge by the day of the session come first."""
    found = list(
        AdjustmentMeasure.objects.filter(plan__in=situation.plans)
        .filter(Q(state=MeasureState.ADOPTED, evaluate_on__lte=situation.on) | Q(state=MeasureState.PROPOSED))
        .select_related("entity")
        .prefetch_related("figures__indicator")
        .order_by("plan__slug", "number")
    )
    plans = {plan.pk: plan for plan in situation.plans}
    for measure in sorted(found, key=lambda one: one.state == MeasureState.PROPOSED):
        plan = plans[measure.plan_id]
        named = {"number": measure.number, "title": measure.title}
        proposed = measure.state == MeasureState.PROPOSED
        yield AgendaProposal(
            ItemSource.MEASURE,
            situation.subject(plan, f"measure:{measure.number}"),
            (
                gettext("Adoptar la medida %(number)s: %(title)s")
                if proposed
                else gettext("Evaluar la medida %(number)s: %(title)s")
            )
            % named,
            _waits(measure) if proposed else _before_and_after(situation, plan, measure),
        )


def _waits(measure: AdjustmentMeasure) -> str:
    return gettext("La propone %(entity)s; se evaluaría el %(date)s.") % {
        "entity": measure.entity.short_name,
        "date": day(measure.evaluate_on),
    }


def _before_and_after(situation: Situation, plan: Plan, measure: AdjustmentMeasure) -> str:
    """Each figure when the measure was adopted, what was sought, and the one verified by now."""
    sentences = [gettext("Debía evaluarse el %(date)s.") % {"date": day(measure.evaluate_on)}]
    measured = situation.achievement(plan)
    for figure in measure.figures.all():
        indicator = figure.indicator
        reading = measured.readings.get(indicator.code) if measured else None
        sentences.append(
            gettext("%(code)s: antes %(before)s, se buscaba %(sought)s, hoy verificado %(now)s.")
            % {
                "code": indicator.code,
                "before": quantity(figure.before, indicator),
                "sought": quantity(figure.sought, indicator),
                "now": quantity(reading.verified_value if reading else None, indicator),
            }
        )
    return " ".join(sentences)


def amendments(situation: Situation) -> Iterator[AgendaProposal]:
    waiting = (
        Amendment.objects.filter(plan__in=situation.plans, state=AmendmentState.PROPOSED)
        .annotate(change_count=Count("changes"))
        .order_by("plan__slug", "number")
    )
    plans = {plan.pk: plan for plan in situation.plans}
    for amendment in waiting:
        changes = ngettext("%(n)s cambio", "%(n)s cambios", amendment.change_count) % {"n": amendment.change_count}
        yield AgendaProposal(
            ItemSource.AMENDMENT,
            situation.subject(plans[amendment.plan_id], f"amendment:{amendment.number}"),
            gettext("Modificación %(number)s: %(title)s") % {"number": amendment.number, "title": amendment.title},
            gettext("Propone %(changes)s al plan, desde el %(date)s.")
            % {"changes": changes, "date": day(amendment.effective_on)},
        )
