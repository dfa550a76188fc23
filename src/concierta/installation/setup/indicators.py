"""What is measured beside the products: outcome indicators with their targets; and who answers for any indicator."""

from collections.abc import Iterable
from decimal import Decimal

from concierta.indicators.models import CategorySet, Indicator, Target
from concierta.indicators.operations import assign_responsibles, define_category_set, define_indicator, set_target
from concierta.indicators.operations.measures import check_year_weights
from concierta.installation.setup.journal import Journal, check_same, naming
from concierta.installation.setup.reading import Entry, SetupFile, SetupRefused
from concierta.installation.setup.values import Year
from concierta.kernel.errors import Invalid
from concierta.people.models import Entity
from concierta.people.queries import entity_by_code
from concierta.plans.models import Node, Plan

CHECKERS = ("reviewer", "verifier", "presenter")


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
                if not _answered(indicator, people, journal):
                    journal.keep()
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
    journal.settle("category_set", entry, found, define_category_set, changeable=("categories",))


def _outcome(entry: Entry, plan: Plan, journal: Journal) -> Indicator:
    people = {step: entity_by_code(code) for step, code in entry.stated("reporter", *CHECKERS).items()}
    sets = [_set(entry, code) for code in entry.get("category_sets", ())]
    said: dict[str, object] = {"plan": plan, "node": _node(entry, plan), "category_sets": sets}
    found = Indicator.objects.filter(plan=plan, code=entry["code"]).first()
    if found is not None and "year_weights" in entry.values:
        said["year_weights"] = check_year_weights(plan, entry["code"], entry["year_weights"])

    def answer(found: Indicator) -> bool:
        known = {one.pk for one in found.category_sets.all()}
        if "category_sets" in entry.values and known != {one.pk for one in sets}:
            raise SetupRefused(f"{entry.place}: ya existe, con otras desagregaciones; no se cambian desde aquí.")
        return _answered(found, people, journal)

    changeable = ("reporter", *CHECKERS, "category_sets")
    return journal.settle("indicator", entry, found, define_indicator, changeable=changeable, change=answer, given=said)


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


def _answered(indicator: Indicator, people: dict[str, Entity], journal: Journal) -> bool:
    """True if who answers for the indicator changed."""
    known = {step: getattr(indicator, step) for step in ("reporter", *CHECKERS)}
    if known == known | people:
        return False
    try:
        assign_responsibles(indicator=indicator, **(known | people), by=None, at=journal.at)
    except Invalid as refusal:
        raise SetupRefused(f"{indicator.code}: {refusal}") from refusal
    journal.update("responsibles", indicator.code)
    return True


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
