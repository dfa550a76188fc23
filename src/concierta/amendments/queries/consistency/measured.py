"""The indicators that an amendment touches: their targets, their baseline, and three entities for three steps."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from concierta.amendments.enums import ChangeField, SubjectKind
from concierta.amendments.models import Change
from concierta.amendments.queries.plan_as_of import PlanAsOf
from concierta.amendments.subjects.codes import parts_of
from concierta.amendments.subjects.new_project import read_project
from concierta.engines.achievement import (
    Accumulation,
    InvalidFigures,
    Measure,
    check_period_targets,
    check_target_direction,
    day_of,
)
from concierta.indicators.models import Indicator
from concierta.indicators.operations.measures import check_kept_as, check_year_weights
from concierta.kernel.errors import Invalid, gettext_noop
from concierta.kernel.periods import Period
from concierta.people.models import Entity
from concierta.plans.models import Plan
from concierta.plans.operations.readiness import Problem
from concierta.responsibilities.enums import Duty

Targets = Mapping[tuple[int, int | None], Decimal | None]
_MEASURED = {ChangeField.TARGET, ChangeField.BASELINE, ChangeField.ACCUMULATION, ChangeField.UNIT}


def problems_of_indicators(plan: Plan, changes: list[Change], version: PlanAsOf, days: list[date]) -> Iterator[Problem]:
    """Those of the rules that a draft obeys when its targets and responsibles are set, and one of a plan in force:
    the target of a year or quarter that has already ended is history."""
    seen: set[str] = set()
    touched = parts_of(
        plan, [(change.kind, change.subject) for change in changes if change.kind == SubjectKind.INDICATOR]
    )
    fields: dict[str, set[str]] = {}
    for change in changes:
        if change.kind == SubjectKind.INDICATOR:
            duty = change.key if change.field == ChangeField.RESPONSIBLE else ""
            fields.setdefault(change.subject, set()).update({change.field, duty})
    for change in changes:
        yield from _problems_of_period(change, plan, days[0])
    entities = dict(Entity.objects.order_by().values_list("code", "pk"))
    for day in days:
        for indicator in (part for part in touched.values() if isinstance(part, Indicator)):
            for problem in _on_day(indicator, fields[indicator.code], version.at(day), entities):
                if str(problem) not in seen:
                    seen.add(str(problem))
                    yield problem
    for change in changes:
        if change.field == ChangeField.ADDED:
            yield from _of_new(change, plan, entities)


def _problems_of_period(change: Change, plan: Plan, effective_on: date) -> Iterator[Problem]:
    if change.field != ChangeField.TARGET:
        return
    period = Period.parse(change.key)
    if not plan.starts_on.year <= period.year <= plan.ends_on.year:
        yield _outside(change.subject, period, plan)
    if period.cut_off < effective_on:
        yield Problem(
            gettext_noop(
                "la meta %(period)s de %(code)s es de un periodo que terminó antes de que la modificación empiece a "
                "regir: lo que se midió con ella ya es historia"
            ),
            {"period": period.label, "code": change.subject},
        )


def _on_day(
    indicator: Indicator, fields: set[str], version: PlanAsOf, entities: Mapping[str, int]
) -> Iterator[Problem]:
    kind = SubjectKind.INDICATOR.value
    columns = version.columns(kind, indicator.code, entities)
    if fields & _MEASURED:
        live = {(target.year, target.quarter): target.value for target in indicator.targets.all()}
        yield from _of_figures(
            indicator.code,
            Accumulation(columns.get("accumulation", indicator.accumulation)),
            columns.get("baseline", indicator.baseline),
            version.targets(indicator.code, live),
            Measure(columns.get("measure", indicator.measure)),
            columns.get("unit", indicator.unit),
        )
        yield from _of_weights(indicator.code, columns.get("year_weights", indicator.year_weights), indicator.plan)
    if ChangeField.RESPONSIBLE in fields:
        plan = indicator.plan
        reporter = columns.get("reporter_id", indicator.reporter_id)
        reviewer = columns.get("reviewer_id", indicator.reviewer_id) or plan.reviewer_id
        verifier = columns.get("verifier_id", indicator.verifier_id) or plan.verifier_id
        yield from _of_three(indicator.code, reporter, reviewer, verifier)
    if Duty.PRESENTS in fields and not (
        columns.get("presenter_id", indicator.presenter_id) or indicator.plan.presenter_id
    ):
        yield _without_presenter(indicator.code)


def _of_figures(
    code: str, kind: Accumulation, baseline: Decimal | None, targets: Targets, measure: Measure, unit: str
) -> Iterator[Problem]:
    """The years of a cumulative indicator add to its cycle by construction: nobody states the cycle apart."""
    try:
        check_kept_as(code, measure, kind, unit)
    except Invalid as refusal:
        yield Problem(refusal.message, dict(refusal.params))
        return
    if kind.needs_baseline and baseline is None:
        yield Problem(gettext_noop("el indicador %(code)s se mide contra su línea base: escríbala"), {"code": code})
        return
    for (year, quarter), value in sorted(targets.items(), key=lambda target: (target[0][0], target[0][1] or 0)):
        if measure is Measure.DATE and value is not None and day_of(value) is None:
            yield Problem(
                gettext_noop("la meta %(period)s de %(code)s es una fecha: escríbala como AAAAMMDD"),
                {"period": Period(year, quarter).label, "code": code},
            )
            continue
        try:
            check_target_direction(kind, baseline=baseline, target=value)
        except InvalidFigures:
            yield Problem(
                gettext_noop("la meta %(period)s de %(code)s (%(value)s) va en contra del indicador: su línea base es "
                             "%(baseline)s"),
                {
                    "period": Period(year, quarter).label,
                    "code": code,
                    "value": value,
                    "baseline": "—" if baseline is None else baseline,
                },
            )  # fmt: skip
    for year in sorted({year for year, quarter in targets if quarter}):
        quarters = {quarter: value for (of, quarter), value in targets.items() if of == year and quarter}
        try:
            check_period_targets(kind, quarters, targets.get((year, None)), measure)
        except InvalidFigures as contradiction:
            yield Problem(
                gettext_noop(
                    "las metas trimestrales %(year)d de %(code)s llevan a %(periods)s y la del año es %(target)s"
                ),
                {
                    "year": year,
                    "code": code,
                    "periods": contradiction.details["periods"],
                    "target": "NP" if targets.get((year, None)) is None else targets[year, None],
                },
            )


def _of_weights(code: str, written: str, plan: Plan) -> Iterator[Problem]:
    try:
        check_year_weights(plan, code, written)
    except Invalid as refusal:
        yield Problem(refusal.message, dict(refusal.params))


def _of_three(code: str, reporter: object, reviewer: object, verifier: object) -> Iterator[Problem]:
    if reviewer in (None, reporter):
        yield Problem(gettext_noop("quien revise el indicador %(code)s, distinto de quien reporta"), {"code": code})
    if verifier in (None, reporter, reviewer):
        yield Problem(
            gettext_noop("quien verifique el indicador %(code)s, distinto de quien reporta y revisa"), {"code": code}
        )


def _without_presenter(code: str) -> Problem:
    return Problem(gettext_noop("quien presente el indicador %(code)s a la comunidad"), {"code": code})


def _of_new(change: Change, plan: Plan, entities: Mapping[str, int]) -> Iterator[Problem]:
    """The indicators of an added project obey the same rules from their first day."""
    for indicator in read_project(change.after).indicators:
        targets = {
            (Period.parse(key).year, Period.parse(key).quarter): None if value is None else Decimal(value)
            for key, value in indicator.targets.items()
        }
        for year, quarter in targets:
            if not plan.starts_on.year <= year <= plan.ends_on.year:
                yield _outside(indicator.code, Period(year, quarter), plan)
        baseline = None if indicator.baseline is None else Decimal(indicator.baseline)
        kind, measure = Accumulation(indicator.accumulation), Measure(indicator.measure)
        yield from _of_figures(indicator.code, kind, baseline, targets, measure, indicator.unit)
        yield from _of_three(
            indicator.code,
            entities[indicator.reporter],
            entities[indicator.reviewer] if indicator.reviewer else plan.reviewer_id,
            entities[indicator.verifier] if indicator.verifier else plan.verifier_id,
        )
        if indicator.presenter is None and plan.presenter_id is None:
            yield _without_presenter(indicator.code)


def _outside(code: str, period: Period, plan: Plan) -> Problem:
    return Problem(
        gettext_noop("la meta %(period)s de %(code)s cae fuera del plan, que va de %(first)d a %(last)d"),
        {"period": period.label, "code": code, "first": plan.starts_on.year, "last": plan.ends_on.year},
    )
