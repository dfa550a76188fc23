"""What is in force of some parts of a plan, value by value: what a proposal starts from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from concierta.amendments.enums import ChangeField, SubjectKind
from concierta.amendments.queries.plan_as_of import NO_TARGET, plan_as_of
from concierta.amendments.subjects.attributes import Attribute, columns_of
from concierta.amendments.subjects.codes import Wanted, parts_of
from concierta.indicators.models import Indicator
from concierta.kernel.decimals import plain
from concierta.kernel.periods import Period
from concierta.plans.models import Plan


@dataclass(frozen=True, slots=True)
class ValueInForce:
    """`text` as it is written in a change; `attribute` None for a target, whose text is "" where there is none."""

    kind: SubjectKind
    subject: str
    field: ChangeField
    key: str
    text: str | None
    attribute: Attribute | None = None


def values_in_force(plan: Plan, wanted: Iterable[Wanted], on: date) -> dict[Wanted, list[ValueInForce]]:
    """Everything of these parts that an amendment may change, as in force on that day; unknown parts are absent.

    Of an indicator, a target for every year of the plan and for the quarters that have one. A query for each kind of
    part, and one for the amendments.
    """
    version = plan_as_of(plan, on)
    found: dict[Wanted, list[ValueInForce]] = {}
    for (kind, subject), part in parts_of(plan, wanted).items():
        values = [
            ValueInForce(
                SubjectKind(kind),
                subject,
                ChangeField(field),
                key,
                version.value(kind, subject, field, attribute.live(part), key),
                attribute,
            )
            for (field, key), attribute in columns_of(kind).items()
            if attribute.column
        ]
        if isinstance(part, Indicator):
            live = {(target.year, target.quarter): target.value for target in part.targets.all()}
            targets = version.targets(subject, live)
            years = {(year, None) for year in range(plan.starts_on.year, plan.ends_on.year + 1)}
            for year, quarter in sorted(years | set(targets), key=lambda one: (one[0], one[1] or 0)):
                text = plain(targets[year, quarter]) if (year, quarter) in targets else NO_TARGET
                label = Period(year, quarter).label
                values.append(ValueInForce(SubjectKind.INDICATOR, subject, ChangeField.TARGET, label, text))
        found[kind, subject] = values
    return found


def part_names(plan: Plan, wanted: Iterable[Wanted]) -> dict[Wanted, str]:
    """What the parts behind some codes are called today; those that are not there yet are absent."""
    found = parts_of(plan, set(wanted)).items()
    return {key: str(getattr(part, "name", "") or getattr(part, "text", "")) for key, part in found}
