"""Measures whose success is to be judged or that wait to be adopted, and amendments that wait for a vote."""

from collections.abc import Iterator, Mapping

from django.db.models import Count, Q
from django.utils.translation import gettext, ngettext

from concierta.amendments.enums import AmendmentState, Basis, MeasureState
from concierta.amendments.models import AdjustmentMeasure, Amendment
from concierta.amendments.readers import FigureRead
from concierta.mesa.enums import ItemSource
from concierta.mesa.proposals import AgendaProposal
from concierta.reporting.queries.reports import latest_figures
from concierta.steering.queries.agenda.figures import quantity
from concierta.steering.queries.agenda.situation import Situation
from concierta.steering.queries.dues.words import day


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
    shown = {figure.indicator_id for measure in found for figure in measure.figures.all()}
    latest = latest_figures(shown, situation.as_of)
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
            _waits(measure) if proposed else _before_and_after(measure, latest),
        )


def _waits(measure: AdjustmentMeasure) -> str:
    return gettext("La propone %(entity)s; se evaluaría el %(date)s.") % {
        "entity": measure.entity.short_name,
        "date": day(measure.evaluate_on),
    }


def _before_and_after(measure: AdjustmentMeasure, latest: Mapping[int, FigureRead]) -> str:
    """Each figure when the measure was adopted, what was sought, and the latest one, with what stands behind them."""
    sentences = [gettext("Debía evaluarse el %(date)s.") % {"date": day(measure.evaluate_on)}]
    for figure in measure.figures.all():
        indicator, now = figure.indicator, latest.get(figure.indicator_id)
        sentences.append(
            gettext("%(code)s: antes %(before)s, se buscaba %(sought)s, hoy %(now)s.")
            % {
                "code": indicator.code,
                "before": _with_basis(quantity(figure.before, indicator), figure.before_basis),
                "sought": quantity(figure.sought, indicator),
                "now": _with_basis(
                    quantity(now.value if now else None, indicator),
                    "" if now is None else Basis.VERIFIED if now.verified else Basis.REPORTED,
                ),
            }
        )
    return " ".join(sentences)


def _with_basis(value: str, basis: str) -> str:
    return f"{value} ({str(Basis(basis).label).lower()})" if basis else value


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
