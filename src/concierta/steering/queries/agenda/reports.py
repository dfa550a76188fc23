"""Reports that did not come, by entity, and figures that the verifier did not accept."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Exists, Max, OuterRef
from django.utils.translation import gettext, ngettext

from concierta.indicators.models import Indicator
from concierta.mesa.enums import ItemSource
from concierta.mesa.proposals import AgendaProposal
from concierta.plans.models import ReportingPeriod
from concierta.reporting.enums import Outcome, ReportState
from concierta.reporting.models import Report
from concierta.reporting.queries import Standing, standings
from concierta.steering.queries.agenda.figures import quantity
from concierta.steering.queries.agenda.situation import Situation
from concierta.steering.queries.dues.words import day, period_words, shortened

_NOT_ACCEPTED = (Outcome.REJECTED, Outcome.NOT_VERIFIABLE)
_NAMED = 12


def overdue_reports(situation: Situation) -> Iterator[AgendaProposal]:
    """One matter for each entity that owes, whoever owes most first: the Mesa asks the entity, not the indicator."""
    for plan in situation.plans:
        indicators = Indicator.objects.filter(plan=plan).select_related("plan", "reporter").order_by("code")
        periods = ReportingPeriod.objects.filter(plan=plan, cut_off__lte=situation.as_of)
        owed: dict[str, list[Standing]] = defaultdict(list)
        for standing in standings(indicators, periods, situation.as_of):
            if standing.overdue:
                owed[standing.indicator.reporter.code].append(standing)
        for code, late in sorted(owed.items(), key=lambda pair: (-len(pair[1]), pair[0])):
            entity = late[0].indicator.reporter
            yield AgendaProposal(
                ItemSource.OVERDUE_REPORT,
                situation.subject(plan, f"reports:{code}"),
                ngettext("%(entity)s debe %(n)s reporte", "%(entity)s debe %(n)s reportes", len(late))
                % {"entity": entity.short_name, "n": len(late)},
                _owes(late),
            )


def _owes(late: list[Standing]) -> str:
    """By period, the oldest first: which indicators, since when."""
    by_period: dict[str, list[Standing]] = defaultdict(list)
    for standing in sorted(late, key=lambda one: (one.period.cut_off, one.due_on, one.indicator.code)):
        by_period[standing.period.label].append(standing)
    parts = []
    for label, standings_of_period in by_period.items():
        names = [one.indicator.code for one in standings_of_period[:_NAMED]]
        if len(standings_of_period) > _NAMED:
            names.append(gettext("y %(n)s más") % {"n": len(standings_of_period) - _NAMED})
        parts.append(
            gettext("%(period)s, vencía el %(date)s: %(codes)s.")
            % {
                "period": period_words(label),
                "date": day(standings_of_period[0].due_on),
                "codes": ", ".join(names),
            }
        )
    return " ".join(parts)


def not_accepted(situation: Situation) -> Iterator[AgendaProposal]:
    """Rejected and not verifiable figures of the latest cut-off that has any verification, by indicator.

    A figure whose correction is under way is already being dealt with.
    """
    verified = Report.objects.filter(indicator__plan__in=situation.plans, verified_at__isnull=False)
    last = dict(
        verified.filter(period__cut_off__lte=situation.as_of)
        .order_by()
        .values_list("indicator__plan_id")
        .annotate(last=Max("period__cut_off"))
    )
    newer = Report.objects.filter(
        indicator=OuterRef("indicator"), period=OuterRef("period"), version__gt=OuterRef("version")
    )
    plans = {plan.pk: plan for plan in situation.plans}
    found = (
        Report.objects.filter(~Exists(newer), indicator__plan__in=situation.plans, outcome__in=_NOT_ACCEPTED)
        .filter(period__cut_off__in=set(last.values()))
        .exclude(state=ReportState.SUPERSEDED)
        .select_related("indicator", "period", "reporter_entity", "verifier_entity", "verification")
        .order_by("indicator__plan__slug", "indicator__code", "period__quarter", "period")
    )
    for report in found:
        indicator, plan = report.indicator, plans[report.indicator.plan_id]
        if report.period.cut_off != last[plan.pk]:
            continue
        refused = report.outcome == Outcome.REJECTED
        verification = getattr(report, "verification", None)
        yield AgendaProposal(
            ItemSource.REJECTED,
            situation.subject(plan, f"report:{indicator.code}:{report.period.label}"),
            (gettext("Rechazado: %(code)s %(name)s") if refused else gettext("No verificable: %(code)s %(name)s"))
            % {"code": indicator.code, "name": shortened(indicator.name)},
            gettext("%(period)s: %(entity)s reportó %(value)s. %(verifier)s: %(reason)s")
            % {
                "period": period_words(report.period.label),
                "entity": report.reporter_entity.short_name,
                "value": quantity(report.value, indicator),
                "verifier": report.verifier_entity.short_name if report.verifier_entity else "",
                "reason": verification.reason if verification else gettext("sin motivo registrado"),
            },
        )
