"""What is measured beside the products: outcome indicators with their targets; and who answers for any indicator."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from concierta.engines.achievement import Accumulation, Measure
from concierta.indicators.enums import FlowPolicy
from concierta.indicators.models import CategorySet, Indicator, Target
from concierta.indicators.operations import assign_responsibles, define_category_set, define_indicator, set_target
from concierta.indicators.operations.measures import check_year_weights
from concierta.indicators.schema import IndicatorDescription
from concierta.installation.setup.journal import Journal, check_same, naming
from concierta.installation.setup.reading import Entry, SetupFile, SetupRefused
from concierta.installation.setup.values import Year
from concierta.kernel.errors import Invalid
from concierta.kernel.origin import Origin
from concierta.people.queries import entity_by_code
from concierta.plans.models import Node, Plan
from concierta.plans.schema import attributes

CHECKERS = ("reviewer", "verifier", "presenter")
#: Taken as the file states them; the others have readings of their own.
_PLAIN = (
    *attributes(IndicatorDescription).keys() - {"measure", "accumulation", "flow_policy", "year_weights"},
    "source",
)


def name_categories(setup: SetupFile, journal: Journal) -> None:
    for entry in setup.of("category_sets"):
        with naming(entry):
            _category_set(entry, journal)


def measure_plan(setup: SetupFile, plan: Plan, journal: Journal) -> None:
    """`responsibles` and `targets` speak of indicators that an import made: without it they have nobody to speak of."""
    for entry in setup.of("outcome_indicators"):
        with naming(entry):
            _targets(_outcome(entry, plan, journal), entry["targets"], journal)
    for entry in setup.of("responsibles"):
        with naming(entry):
            people = {step: entity_by_code(code) for step, code in entry.stated(*CHECKERS).items()}
            for indicator in _spoken_of(entry, plan):
                _answer(indicator, people, journal)
    for entry in setup.of("targets"):
        with naming(entry):
            _targets(indicator_of(entry, plan, entry["indicator"]), entry["values"], journal)


def _category_set(entry: Entry, journal: Journal) -> None:
    found = CategorySet.objects.filter(code=entry["code"]).first()
    if found is not None:
        check_same(entry, found, entry.stated("name", "name_en", "exhaustive"))
        parts = list(found.categories.order_by("ordinal").values_list("code", "name", "name_en"))
        if parts != entry["categories"]:
            raise SetupRefused(f"{entry.place}: ya existe, con otras categorías; no se cambian desde aquí.")
        return journal.keep()
    journal.make(
        "category_set",
        entry["code"],
        lambda: define_category_set(
            code=entry["code"],
            name=entry["name"],
            name_en=entry.get("name_en", ""),
            exhaustive=entry["exhaustive"],
            categories=entry["categories"],
            by=None,
            at=journal.at,
        ),
    )


def _outcome(entry: Entry, plan: Plan, journal: Journal) -> Indicator:
    reporter = entity_by_code(entry["reporter"])
    people: dict[str, Any] = {step: entity_by_code(code) for step, code in entry.stated(*CHECKERS).items()}
    node = _node(entry, plan)
    sets = [_set(entry, code) for code in entry.get("category_sets", ())]
    accumulation = Accumulation(entry["accumulation"])
    weighed = "year_weights" in entry.values
    found = Indicator.objects.filter(plan=plan, code=entry["code"]).first()
    if found is not None:
        stated = entry.stated(*_PLAIN, "measure", "flow_policy", "origin") | {"accumulation": accumulation.value}
        stated |= {"year_weights": check_year_weights(plan, entry["code"], entry["year_weights"])} if weighed else {}
        check_same(entry, found, stated | ({"node": node} if node else {}))
        if "category_sets" in entry.values and {one.pk for one in sets} != {
            one.pk for one in found.category_sets.all()
        }:
            raise SetupRefused(f"{entry.place}: ya existe, con otras desagregaciones; no se cambian desde aquí.")
        _answer(found, people | {"reporter": reporter}, journal)
        return found
    return journal.make(
        "indicator",
        entry["code"],
        lambda: define_indicator(
            plan=plan,
            code=entry["code"],
            accumulation=accumulation,
            reporter=reporter,
            node=node,
            category_sets=sets,
            measure=Measure(entry["measure"]) if "measure" in entry.values else None,
            flow_policy=FlowPolicy(entry.get("flow_policy", FlowPolicy.MEAN)),
            year_weights=entry.get("year_weights", ""),
            origin=Origin(entry.get("origin", Origin.OWN)),
            **people,
            **entry.stated(*_PLAIN),
            by=None,
            at=journal.at,
        ),
    )


def _node(entry: Entry, plan: Plan) -> Node | None:
    """The place that the indicator speaks for: a code, or «nivel/código» where two tiers share it."""
    if "node" not in entry.values:
        return None
    tier, _, code = entry["node"].rpartition("/")
    nodes = Node.objects.filter(plan=plan, code=code)
    found = list(nodes.filter(tier__slug=tier) if tier else nodes)
    if len(found) != 1:
        why = "no hay" if not found else "hay más de"
        raise SetupRefused(f"{entry.place}: en el plan {why} un elemento «{entry['node']}»; escriba nivel/código.")
    return found[0]


def _set(entry: Entry, code: str) -> CategorySet:
    found = CategorySet.objects.filter(code=code).first()
    if found is None:
        raise SetupRefused(f"{entry.place}: no hay una desagregación «{code}».")
    return found


def _spoken_of(entry: Entry, plan: Plan) -> Iterable[Indicator]:
    if ("of_reporter" in entry.values) == ("indicator" in entry.values):
        raise SetupRefused(f"{entry.place}: diga «of_reporter» o «indicator», uno de los dos.")
    if "indicator" in entry.values:
        return [indicator_of(entry, plan, entry["indicator"])]
    entity = entity_by_code(entry["of_reporter"])
    return Indicator.objects.filter(plan=plan, reporter=entity).select_related("plan").order_by("code")


def indicator_of(entry: Entry, plan: Plan, code: str) -> Indicator:
    found = Indicator.objects.filter(plan=plan, code=code).first()
    if found is None:
        raise SetupRefused(
            f"{entry.place}: el plan no tiene un indicador «{code}». Los de los productos se hacen al importar la "
            "matriz, con el código proyecto-producto."
        )
    return found


def _answer(indicator: Indicator, people: dict[str, Any], journal: Journal) -> None:
    known = {step: getattr(indicator, step) for step in ("reporter", *CHECKERS)}
    if known == known | people:
        return journal.keep()
    named: dict[str, Any] = known | people
    try:
        assign_responsibles(indicator=indicator, **named, by=None, at=journal.at)
    except Invalid as refusal:
        raise SetupRefused(f"{indicator.code}: {refusal}") from refusal
    journal.update("responsibles", indicator.code)


def _targets(indicator: Indicator, years: dict[Year, Decimal | None], journal: Journal) -> None:
    known = {(target.year, target.quarter): target.value for target in Target.objects.filter(indicator=indicator)}
    for (year, quarter), value in years.items():
        label = f"{indicator.code} {year}" + (f"-T{quarter}" if quarter else "")
        if (year, quarter) in known and known[year, quarter] == value:
            journal.keep()
            continue
        set_target(indicator=indicator, year=year, quarter=quarter, value=value, by=None, at=journal.at)
        if (year, quarter) in known:
            journal.update("target", label)
        else:
            journal.made.append(("target", label))
