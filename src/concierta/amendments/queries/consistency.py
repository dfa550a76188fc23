"""Checks that a plan still makes sense with an amendment: weights, schedules, and what is measured."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from concierta.amendments.enums import ChangeField, SubjectKind
from concierta.amendments.models import Amendment, Change
from concierta.amendments.queries.plan_as_of import PlanAsOf, key_of, plan_as_of
from concierta.amendments.subjects import activity_subject, node_subject, product_subject
from concierta.amendments.subjects.attributes import parts_of
from concierta.amendments.subjects.new_project import read_project
from concierta.engines.achievement import (
    Accumulation,
    InvalidFigures,
    Measure,
    check_period_targets,
    check_target_direction,
    day_of,
)
from concierta.engines.versions import Change as Dated
from concierta.indicators.enums import IndicatorKind
from concierta.indicators.models import Indicator
from concierta.indicators.operations.measures import check_kept_as, check_year_weights
from concierta.kernel.decimals import plain
from concierta.kernel.errors import Invalid, gettext_noop
from concierta.kernel.periods import Period
from concierta.people.models import Entity
from concierta.plans.models import Activity, Node, Plan, Product, Project
from concierta.plans.operations.readiness import Problem, check_family
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
        kind, measure = Accumulation(indicator.accumulation), Measure(indicator.measure)
        yield from _of_figures(indicator.code, kind, indicator.baseline, targets, measure, indicator.unit)
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


def problems_of_schedules(plan: Plan, changes: list[Change], version: PlanAsOf, days: list[date]) -> Iterator[Problem]:
    moved = {
        (change.kind, change.subject)
        for change in changes
        if change.kind == SubjectKind.ACTIVITY and change.field in (ChangeField.STARTS_ON, ChangeField.ENDS_ON)
    }
    for (kind, subject), part in parts_of(plan, moved).items():
        if not isinstance(part, Activity):
            continue
        for day in days:
            columns = version.at(day).columns(kind, subject, {})
            starts_on, ends_on = columns.get("starts_on", part.starts_on), columns.get("ends_on", part.ends_on)
            if starts_on and ends_on and ends_on < starts_on:
                yield _backwards(subject)
                break
    for change in changes:
        if change.field == ChangeField.ADDED:
            for product in read_project(change.after).products:
                for activity in product.activities:
                    if activity.starts_on and activity.ends_on and activity.ends_on < activity.starts_on:
                        yield _backwards(f"{change.subject}/{product.code}/{activity.code}")


def _backwards(subject: str) -> Problem:
    return Problem(gettext_noop("la actividad %(subject)s termina antes de empezar"), {"subject": subject})


@dataclass(frozen=True, slots=True)
class Member:
    """One sibling: its live weight as text, and from when to when it is part of the plan."""

    kind: str
    subject: str
    weight: str | None
    entered_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Family:
    parent: str
    members: list[Member]


def problems_of_weights(plan: Plan, changes: list[Change], version: PlanAsOf, days: list[date]) -> Iterator[Problem]:
    families = list(_touched(plan, changes))
    seen: set[tuple[str, str, tuple[tuple[str, object], ...]]] = set()
    for day in days:
        on_day = version.at(day)
        for family in families:
            weights = _weights(family, on_day)
            for problem in check_family(family.parent, weights):
                known = (family.parent, problem.message, tuple(sorted(problem.params.items())))
                if known not in seen:
                    seen.add(known)
                    yield problem if day == days[0] else _later(problem, day)
    for change in changes:
        if change.field == ChangeField.ADDED:
            yield from _inside(change)


def _weights(family: Family, version: PlanAsOf) -> list[Decimal | None]:
    found = []
    for member in family.members:
        if member.kind == SubjectKind.PROJECT and not version.has_project(
            member.subject, member.entered_on, member.closed_on
        ):
            continue
        written = version.value(member.kind, member.subject, ChangeField.WEIGHT, member.weight)
        found.append(None if written is None else Decimal(written))
    return found


@dataclass(frozen=True, slots=True)
class Later(Problem):
    """A problem that only shows on a later day, when something already adopted takes effect."""

    of: Problem | None = None

    def render(self, translate: Callable[[str], str] = str) -> str:
        assert self.of is not None
        return translate(self.message) % {**self.params, "problem": self.of.render(translate)}


def _later(problem: Problem, day: date) -> Problem:
    message = gettext_noop("desde el %(on)s, con lo ya adoptado: %(problem)s")
    return Later(message, {"on": day.strftime("%d/%m/%Y")}, problem)


def _inside(change: Change) -> Iterator[Problem]:
    """The families of the new project itself."""
    project = read_project(change.after)
    yield from check_family(change.subject, [product.weight for product in project.products])
    for product in project.products:
        yield from check_family(
            f"{change.subject}/{product.code}", [activity.weight for activity in product.activities]
        )


def _touched(plan: Plan, changes: list[Change]) -> Iterator[Family]:
    weighed = [change for change in changes if change.field == ChangeField.WEIGHT]
    moved = [change for change in changes if change.field in (ChangeField.ADDED, ChangeField.CLOSED)]
    parts = parts_of(plan, [(change.kind, change.subject) for change in (*weighed, *moved)])
    found = list(parts.values())
    if any(isinstance(part, Node) for part in found):
        yield from _of_nodes(plan, {part.parent_id for part in found if isinstance(part, Node)})
    added = [change for change in moved if change.field == ChangeField.ADDED]
    places = {part.node_id for part in found if isinstance(part, Project)}
    places |= _places_of_new(plan, added)
    yield from _of_projects(plan, places, added)
    yield from _of_products([part.project_id for part in found if isinstance(part, Product)])
    yield from _of_activities([part.product_id for part in found if isinstance(part, Activity)])
    if any(isinstance(part, Indicator) for part in found):
        yield from _of_indicators(plan, {part.node_id for part in found if isinstance(part, Indicator)})


def _places_of_new(plan: Plan, added: list[Change]) -> set[int]:
    wanted = [(SubjectKind.NODE.value, read_project(change.after).node) for change in added]
    return {node.pk for node in parts_of(plan, wanted).values()}


def _of_nodes(plan: Plan, parents: set[int | None]) -> Iterator[Family]:
    families: dict[int | None, list[Node]] = {}
    for node in plan.nodes.select_related("tier", "parent").order_by("tier__depth", "code"):
        families.setdefault(node.parent_id, []).append(node)
    for parent in sorted(parents, key=lambda pk: pk or 0):
        nodes = families[parent]
        above = nodes[0].parent
        members = [Member(SubjectKind.NODE.value, node_subject(node), plain(node.weight)) for node in nodes]
        yield Family(above.name if above else plan.name, members)


def _of_projects(plan: Plan, places: Iterable[int], added: list[Change]) -> Iterator[Family]:
    families: dict[int, Family] = {}
    nodes = Node.objects.filter(pk__in=places).select_related("tier").order_by("tier__depth", "code")
    for node in nodes:
        families[node.pk] = Family(node.name, [])
        for change in added:
            project = read_project(change.after)
            if project.node == node_subject(node):
                entered = change.amendment.effective_on
                families[node.pk].members.append(Member(change.kind, change.subject, plain(project.weight), entered))
    for row in Project.objects.filter(plan=plan, node__in=places).order_by("code"):
        families[row.node_id].members.append(
            Member(SubjectKind.PROJECT.value, row.code, plain(row.weight), row.entered_on, row.closed_on)
        )
    yield from families.values()


def _of_products(projects: list[int]) -> Iterator[Family]:
    families: dict[int, Family] = {}
    rows = Product.objects.filter(project__in=projects).select_related("project").order_by("project__code", "code")
    for row in rows:
        family = families.setdefault(row.project_id, Family(row.project.name, []))
        subject = product_subject(row.project.code, row.code)
        family.members.append(Member(SubjectKind.PRODUCT.value, subject, plain(row.weight)))
    yield from families.values()


def _of_activities(products: list[int]) -> Iterator[Family]:
    families: dict[int, Family] = {}
    rows = Activity.objects.filter(product__in=products).select_related("product__project")
    for row in rows.order_by("product__project__code", "product__code", "code", "occurrence"):
        product = row.product
        family = families.setdefault(product.pk, Family(product.name, []))
        subject = activity_subject(product.project.code, product.code, row.code, row.occurrence)
        family.members.append(Member(SubjectKind.ACTIVITY.value, subject, plain(row.weight)))
    yield from families.values()


def _of_indicators(plan: Plan, nodes: set[int | None]) -> Iterator[Family]:
    """Outcome indicators of one place; an output indicator is alone in its product."""
    families: dict[int | None, Family] = {}
    rows = Indicator.objects.filter(plan=plan, kind=IndicatorKind.OUTCOME).select_related("node").order_by("code")
    for row in rows:
        if row.node_id in nodes:
            family = families.setdefault(row.node_id, Family(row.node.name if row.node else plan.name, []))
            family.members.append(Member(SubjectKind.INDICATOR.value, row.code, plain(row.weight)))
    yield from families.values()


def problems_of_amendment(amendment: Amendment) -> list[Problem]:
    """What would be wrong with the plan, were the amendment adopted now. Empty when it can be voted on as it is."""
    changes = list(amendment.changes.order_by("ordinal"))
    adopted = plan_as_of(amendment.plan, amendment.effective_on)
    proposed = dated(amendment, changes, 1 + max((change.number for change in adopted.changes), default=0))
    version = adopted.also(proposed)
    days = _days(version, amendment.effective_on)
    return [
        *problems_of_weights(amendment.plan, changes, version, days),
        *problems_of_indicators(amendment.plan, changes, version, days),
        *problems_of_schedules(amendment.plan, changes, version, days),
    ]


def dated(amendment: Amendment, changes: list[Change], number: int) -> list[Dated]:
    """The changes of an amendment as they would be replayed."""
    return [Dated(key_of(change), change.before, change.after, amendment.effective_on, number) for change in changes]


def _days(version: PlanAsOf, first: date) -> list[date]:
    """The effective date, and every later one on which something begins or a project closes."""
    closings = {
        date.fromisoformat(change.after)
        for change in version.changes
        if change.key.field == ChangeField.CLOSED and change.after
    }
    later = closings | {change.effective_on for change in version.changes}
    return sorted({first, *(day for day in later if day > first)})
