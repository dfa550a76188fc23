"""The demonstration plan: axes, programmes, real projects with what they deliver, indicators and targets."""

from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from concierta.engines.achievement import Accumulation
from concierta.indicators.enums import FlowPolicy
from concierta.indicators.models import CategorySet, Indicator
from concierta.indicators.operations import define_category_set, define_indicator, set_target
from concierta.installation.demo.files import ORIGINS, DemoFiles, day, number, share
from concierta.installation.demo.foundation import Foundation
from concierta.kernel.origin import Origin
from concierta.kernel.periods import Period
from concierta.plans.models import Activity, Node, Plan, Product, Project, ReportingPeriod
from concierta.plans.operations import (
    create_plan,
    define_activity,
    define_node,
    define_product,
    define_project,
    define_tier,
    open_period,
    put_in_force,
)
from concierta.plans.schema import (
    ActivityDescription,
    NodeDescription,
    ProductDescription,
    ProjectDescription,
    TierDescription,
)
from concierta.responsibilities.operations import assign_by_role

SOURCE = "Cuadro 1S, formulario MEDE01.03.01.P01.F05, Alcaldía de Santiago de Cali"


@dataclass(slots=True)
class DemoPlan:
    """What the story of reports and verifications looks up, by the demonstration's own codes."""

    plan: Plan
    projects: dict[str, Project] = field(default_factory=dict)
    products: dict[tuple[str, str], list[Product]] = field(default_factory=lambda: defaultdict(list))
    activities: dict[tuple[str, str], list[Activity]] = field(default_factory=lambda: defaultdict(list))
    indicators: dict[str, Indicator] = field(default_factory=dict)
    categories: dict[tuple[str, str], int] = field(default_factory=dict)
    periods: dict[str, ReportingPeriod] = field(default_factory=dict)


def draw_plan(files: DemoFiles, foundation: Foundation, at: datetime) -> DemoPlan:
    stated = files.toml("plan")
    head = stated["plan"]
    entities = foundation.entities
    demo = DemoPlan(
        create_plan(
            slug=head["slug"],
            name=head["name"],
            name_en=head["name_en"],
            city="Santiago de Cali",
            agreement=foundation.agreement,
            starts_on=head["starts_on"],
            ends_on=head["ends_on"],
            secretariat=entities["secretaria-tecnica"],
            reviewer=entities["planeacion"],
            verifier=entities["control-interno"],
            presenter=entities[head["presenter"]],
            origin=Origin.DEMONSTRATIVE,
            source=head["origin_note"],
            by=None,
            at=at,
        )
    )
    nodes = _nodes(files, stated, demo.plan, at)
    _projects(files, foundation, demo, nodes, at)
    _outputs(files, stated, foundation, demo, at)
    _outcomes(files, foundation, demo, nodes, at)
    for cut_off in stated["cut_offs"]:
        demo.periods[cut_off["period"]] = open_period(
            plan=demo.plan, period=Period.parse(cut_off["period"]), by=None, at=at
        )
    assign_by_role(plan=demo.plan, by=None, at=at)
    put_in_force(plan=demo.plan, by=None, at=at)
    return demo


def _nodes(files: DemoFiles, stated: dict[str, Any], plan: Plan, at: datetime) -> dict[str, Node]:
    """Axes, and below each the programmes of the development plan that its projects come from."""
    axes = define_tier(
        plan=plan,
        depth=1,
        slug="ejes",
        described=TierDescription(singular="Eje", plural="Ejes", singular_en="Axis", plural_en="Axes"),
        by=None,
        at=at,
    )
    programmes = define_tier(
        plan=plan,
        depth=2,
        slug="programas",
        described=TierDescription(
            singular="Programa", plural="Programas", singular_en="Programme", plural_en="Programmes"
        ),
        by=None,
        at=at,
    )
    nodes = {}
    for axis in stated["axes"]:
        nodes[axis["code"]] = define_node(
            tier=axes,
            parent=None,
            code=axis["code"],
            described=NodeDescription(name=axis["name"], name_en=axis["name_en"], weight=Decimal(axis["weight"]) / 100),
            by=None,
            at=at,
        )
    for row in files.rows("projects"):
        code = f"{row['axis']}-{row['programme_code']}"
        if code not in nodes:
            nodes[code] = define_node(
                tier=programmes,
                parent=nodes[row["axis"]],
                code=code,
                described=NodeDescription(name=row["programme_name"]),
                by=None,
                at=at,
            )
    return nodes


def _projects(files: DemoFiles, foundation: Foundation, demo: DemoPlan, nodes: dict[str, Node], at: datetime) -> None:
    pledges = defaultdict(list)
    for row in files.rows("pledges"):
        if row["project"]:
            pledges[row["project"]].append(foundation.pledges[row["code"]])
    for row in files.rows("projects"):
        demo.projects[row["bp"]] = define_project(
            node=nodes[f"{row['axis']}-{row['programme_code']}"],
            entity=foundation.entities[row["entity"]],
            code=row["bp"],
            described=ProjectDescription(bpin=row["bpin"], name=row["name"], unit=row["unit"]),
            pledges=pledges[row["bp"]],
            origin=Origin.OFFICIAL,
            source=SOURCE,
            by=None,
            at=at,
        )
    for row in files.rows("products"):
        product = define_product(
            project=demo.projects[row["bp"]],
            code=row["product_code"],
            described=ProductDescription(
                name=row["product_name"],
                goal_code=row["goal_code"],
                goal_name=row["goal_name"],
                unit=row["unit"],
                weight=share(row["weight_pct"]),
            ),
            by=None,
            at=at,
        )
        demo.products[row["bp"], row["product_code"]].append(product)
    for row in files.rows("activities"):
        served = demo.products[row["bp"], row["product_code"]]
        product = next((each for each in served if each.goal_code == row["goal_code"]), served[0])
        activity = define_activity(
            product=product,
            code=row["activity_code"],
            described=ActivityDescription(
                name=row["name"], weight=share(row["weight_pct"]), starts_on=day(row["start"]), ends_on=day(row["end"])
            ),
            territory=None if row["territory"] in ("", "99") else foundation.territories[row["territory"]],
            by=None,
            at=at,
        )
        demo.activities[row["activity_code"], row["product_code"]].append(activity)


def _outputs(files: DemoFiles, stated: dict[str, Any], foundation: Foundation, demo: DemoPlan, at: datetime) -> None:
    """One output indicator for each product; a product that serves two goals is measured once."""
    entities = foundation.entities
    defaults = stated["defaults"]["output_indicators"]
    exceptions = {(row["bp"], row["product_code"]): row for row in files.rows("output_indicators")}
    for row in files.rows("products"):
        code = f"PR-{row['bp']}-{row['product_code']}"
        if code in demo.indicators:
            continue
        project = demo.projects[row["bp"]]
        named = exceptions.get((row["bp"], row["product_code"]), defaults)
        indicator = define_indicator(
            plan=demo.plan,
            code=code,
            name=row["product_name"],
            unit=row["unit"],
            accumulation=Accumulation.FLOW,
            product=demo.products[row["bp"], row["product_code"]][0],
            reporter=entities[named["reporter"]] if "bp" in named else project.entity,
            reviewer=entities[named["reviewer"]],
            verifier=entities[named["verifier"]],
            presenter=entities[named["presenter"]],
            means_of_verification=defaults["means_of_verification"],
            origin=Origin.OFFICIAL,
            source=SOURCE,
            by=None,
            at=at,
        )
        demo.indicators[code] = indicator
        for year in (2024, 2025):
            set_target(indicator=indicator, year=year, value=number(row[f"target_{year}"]), by=None, at=at)


def _outcomes(files: DemoFiles, foundation: Foundation, demo: DemoPlan, nodes: dict[str, Node], at: datetime) -> None:
    sets = _category_sets(files, demo, at)
    targets = defaultdict(list)
    for row in files.rows("targets"):
        # The target of the cycle follows from those of its years; the engine derives it.
        if row["year"] != "ciclo":
            quarter = int(row["quarter"]) if row["quarter"] else None
            targets[row["indicator"]].append((int(row["year"]), quarter, number(row["value"])))
    for row in files.rows("indicators"):
        indicator = define_indicator(
            plan=demo.plan,
            code=row["code"],
            name=row["name"],
            name_en=row["name_en"],
            definition=row["definition"],
            definition_en=row["definition_en"],
            unit=row["unit"],
            decimals=int(row["decimals"]),
            accumulation=Accumulation(row["accumulation"]),
            flow_policy=FlowPolicy(row["flow_policy"] or FlowPolicy.MEAN),
            baseline=number(row["baseline"]),
            baseline_on=_end_of(row["baseline_period"]),
            baseline_source=row["baseline_source"],
            node=nodes[row["axis"]] if row["axis"] else None,
            pledge=foundation.pledges[row["pledge"]] if row["pledge"] else None,
            reporter=foundation.entities[row["reporter"]],
            reviewer=foundation.entities[row["reviewer"]],
            verifier=foundation.entities[row["verifier"]],
            presenter=foundation.entities[row["presenter"]],
            means_of_verification=row["means_of_verification"],
            category_sets=[sets[code] for code in row["disaggregations"].split(";") if code],
            origin=ORIGINS[row["target_origin"]],
            by=None,
            at=at,
        )
        demo.indicators[row["code"]] = indicator
        for year, quarter, value in targets[row["code"]]:
            set_target(indicator=indicator, year=year, quarter=quarter, value=value, by=None, at=at)


def _category_sets(files: DemoFiles, demo: DemoPlan, at: datetime) -> dict[str, CategorySet]:
    stated: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in files.rows("disaggregations"):
        stated[row["set"]].append(row)
    sets = {}
    for code, rows in stated.items():
        sets[code] = define_category_set(
            code=code,
            name=rows[0]["set_name"],
            name_en=rows[0]["set_name_en"],
            exhaustive=rows[0]["exhaustive"] == "sí",
            categories=_categories(files, rows),
            by=None,
            at=at,
        )
        for category in sets[code].categories.all():
            demo.categories[code, category.code] = category.pk
    return sets


def _categories(files: DemoFiles, rows: list[dict[str, str]]) -> list[tuple[str, str, str]]:
    """Code, name and English name; a set that names the file of territories has one category for each of them."""
    if rows[0]["category"] != "territories.csv":
        return [(row["category"], row["label"], row["label_en"]) for row in rows]
    return [(row["code"], row["name"], "") for row in files.rows("territories") if row["kind"] != "ciudad"]


def _end_of(period: str) -> date | None:
    """The last day of '2023' or of a moving quarter such as '2021-12/2022-02'."""
    if not period:
        return None
    if "/" not in period:
        return date(int(period), 12, 31)
    year, month = map(int, period.split("/")[1].split("-"))
    return date(year, month, monthrange(year, month)[1])
