"""A plan worth publishing: one indicator in each state the public can meet, money, promises, and texts that bite."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from concierta.agreements.enums import PledgeKind
from concierta.agreements.operations import add_clause, add_signatory, register_agreement, register_pledge
from concierta.indicators.models import Category, CategorySet, Indicator, Target
from concierta.people.enums import TerritoryKind
from concierta.people.models import Territory
from concierta.plans.models import (
    Activity,
    ActivityFollowUp,
    Finding,
    MatrixImport,
    Node,
    Product,
    ProductFollowUp,
    Project,
    ProjectFollowUp,
    ReconciliationRow,
    Tier,
)
from concierta.reporting.enums import Outcome
from concierta.reporting.models import ReportBreakdown
from concierta.verification.operations import verify_report
from factories.cast import AT, Cast, make_cast, make_indicator, make_period
from factories.reports import checked_report, draft_report, evidence_of, reviewed_report, submitted_report

CUT_OFF = date(2024, 12, 31)
PUBLISHED_AT: datetime = AT + timedelta(days=30)
NASTY = '=HYPERLINK("http://x"), «eñe»\r\nsegunda línea; \t"comillas" '


@dataclass
class PlanToPublish(Cast):
    """`by_state` names the output indicator whose 2024-T4 report is in each public state."""

    by_state: dict[str, Indicator]


def plan_to_publish() -> PlanToPublish:
    """Two axes weighted 60/40. The first has three projects; the second one, whose product is not programmed.

    Targets are 1,000 people in 2024; every report claims 900. Verified: 900, 700 (adjusted), 0, 0.
    """
    cast = make_cast()
    make_period(cast.plan, "2024-T3")
    _promises(cast)
    tier = Tier.objects.create(plan=cast.plan, depth=1, slug="ejes", singular="Eje", plural="Ejes")
    first, second = (
        Node.objects.create(plan=cast.plan, tier=tier, code=code, name=f"Eje {code}", weight=Decimal(weight))
        for code, weight in (("1", "0.6"), ("2", "0.4"))
    )
    by_state = {
        state: _output(cast, first, f"BP-{number // 2}", f"P{number}")
        for number, state in enumerate(("verified", "adjusted", "reported", "rejected", "not_verifiable", "no_data"))
    }
    by_state["not_programmed"] = _output(cast, second, "BP-9", "P9", target=None)
    for state, outcome in (
        ("verified", Outcome.VERIFIED),
        ("adjusted", Outcome.ADJUSTED),
        ("rejected", Outcome.REJECTED),
        ("not_verifiable", Outcome.NOT_VERIFIABLE),
    ):
        checked_report(cast, outcome, indicator=by_state[state])
    submitted_report(cast, indicator=by_state["reported"])
    draft_report(cast, 123_456, indicator=by_state["no_data"])
    _matrix(cast)
    return PlanToPublish(**vars(cast), by_state=by_state)


def break_down(report_value: int, cast: Cast, indicator: Indicator, **parts: int) -> None:
    """Give the T4 report of `indicator` a break-down by sex with these parts."""
    by_sex = CategorySet.objects.create(code="sexo", name="Sexo", exhaustive=True)
    report = indicator.reports.get(period=cast.period)
    for ordinal, (code, value) in enumerate(parts.items(), 1):
        category = Category.objects.create(category_set=by_sex, code=code, name=code, ordinal=ordinal)
        ReportBreakdown.objects.create(report=report, category=category, value=value)


def check_again(cast: Cast, indicator: Indicator, value: int, at: datetime) -> None:
    """Something that happens to the live data after a corte: another figure of 2024-T4 is verified."""
    report = reviewed_report(cast, value, indicator=indicator)
    verify_report(
        report=report, outcome=Outcome.VERIFIED, method="site_visit", reason="Se visitó el sitio.",
        evidence=[evidence_of(cast.control, cast.verifier)], by=cast.verifier, at=at,
    )  # fmt: skip


def _output(cast: Cast, node: Node, project: str, code: str, target: Decimal | None = Decimal(1000)) -> Indicator:
    made, _ = Project.objects.get_or_create(
        plan=cast.plan, code=project, defaults={"node": node, "entity": cast.desarrollo, "name": f"Proyecto {project}"}
    )
    product = Product.objects.create(project=made, code=code, name=f"Producto {code}", unit="personas")
    territory = Territory.objects.filter(code="05").first()
    Activity.objects.create(product=product, code="01", name=NASTY, territory=territory)
    Activity.objects.create(product=product, code="01", occurrence=2, name="Dos veces")
    return make_indicator(cast, f"IP-{code}", product=product, target=target)


def _promises(cast: Cast) -> None:
    city = Territory.objects.create(code="76001", name="Cali", kind=TerritoryKind.MUNICIPALITY)
    for code in ("05", "06"):
        Territory.objects.create(code=code, name=f"Comuna {code}", kind=TerritoryKind.COMUNA, parent=city)
    agreement = register_agreement(
        slug="acuerdo", title="Acuerdo de voluntades", signed_on=date(2012, 2, 27), by=None, at=AT
    )
    clause = add_clause(agreement=agreement, code="C1", title="Ejecutar", text="Con medios propios.",
                        by=None, at=AT)  # fmt: skip
    add_signatory(agreement=agreement, entity=cast.sena, by=None, at=AT)
    register_pledge(
        clause=clause, entity=cast.sena, code="P1", text="Aporta dinero.", kind=PledgeKind.CASH, amount=400_000_000,
        origin="demonstrative", by=None, at=AT,
    )  # fmt: skip
    cast.plan.agreement = agreement
    cast.plan.save()


def _matrix(cast: Cast) -> None:
    """What an official file said about T4: money that is not a round number, and a sum that is wrong by one peso."""
    made = MatrixImport.objects.create(
        period=cast.period, profile="cuadro-1s", filename="cuadro.xlsx", sha256="a" * 64, rows=14, counts={},
        money={"initial": 14}, imported_at=AT,
    )  # fmt: skip
    Finding.objects.create(
        matrix_import=made, sheet="1S", row=4, column="AVANCE", value="x", action="Vacío", code="text"
    )
    ReconciliationRow.objects.create(
        matrix_import=made, level="total", code="", name="", measure="paid", stated=Decimal(10), recomputed=Decimal(9)
    )
    ReconciliationRow.objects.create(
        matrix_import=made, level="project", code="BP-0", name="", measure="progress",
        stated=Decimal("0.4053"), recomputed=Decimal("0.405312"),
    )  # fmt: skip
    for place, activity in enumerate(Activity.objects.order_by("pk")):
        ActivityFollowUp.objects.create(
            activity=activity, period=cast.period, initial=2**53 + place, paid=None, explanation="-cinco"
        )
    for product in Product.objects.order_by("pk"):
        ProductFollowUp.objects.create(product=product, period=cast.period, programmed=Decimal("10.5"))
    for project in Project.objects.order_by("pk"):
        ProjectFollowUp.objects.create(project=project, period=cast.period, stated_progress=Decimal("0.25"))


def add_quarterly_targets(indicator: Indicator, *values: int | None) -> None:
    for quarter, value in enumerate(values, 1):
        Target.objects.create(indicator=indicator, year=2024, quarter=quarter, value=value)
