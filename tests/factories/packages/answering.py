"""Who answers for what in the invented plan, and a promise with a figure beside one without."""

from datetime import date
from decimal import Decimal

from factories.packages.corte import InventedCorte

OF_INDICATORS = (("executes", "e3"), ("reports", "e3"), ("reviews", "e1"), ("verifies", "e2"), ("presents", "e0"),
                 ("accountable", "e3"))  # fmt: skip


def add_answers(corte: InventedCorte, indicators: list[str], projects: list[str]) -> None:
    for kind, subjects in (("project", projects), ("indicator", indicators), ("pledge", ["C1/CP-1"])):
        for subject in subjects:
            for duty, entity in OF_INDICATORS:
                corte.add(
                    "responsibilities", kind=kind, subject=subject, duty=duty, entity=entity,
                    since=date(2024, 5, 1) if duty == "presents" else None,
                )  # fmt: skip


def add_pledge_indicator(corte: InventedCorte) -> None:
    """CP-3 is an action that is counted: 40 of 60 workshops verified."""
    add, period, year = corte.add, corte.period, corte.cut_off.year
    report = f"CO-C1-CP-3/{period}/v1"
    add(
        "indicators", indicator="CO-C1-CP-3", kind="pledge", name="Talleres dictados", name_en="Workshops held",
        unit="talleres", decimals=0, accumulation="flow", flow_policy="mean", pledge="C1/CP-3", reporter="e3",
        reviewer="e1", verifier="e2", presenter="e0", origin=corte.origin["origin"],
    )  # fmt: skip
    add("targets", indicator="CO-C1-CP-3", period=str(year), year=year, value=Decimal(60))
    add(
        "measurements", indicator="CO-C1-CP-3", period=period, report=report, programmed=True, target=Decimal(60),
        reported_value=Decimal(40), verified_value=Decimal(40), status="verified", verified_year=Decimal("0.666666667"),
        reported_year=Decimal("0.666666667"), expected_year=Decimal("0.246575342"), due_on=corte.cut_off,
        overdue=False,
    )  # fmt: skip
    add(
        "reports", report=report, indicator="CO-C1-CP-3", period=period, version=1, stands=True, status="verified",
        outcome="verified", reported_value=Decimal(40), verified_value=Decimal(40), reporter="e3", reviewer="e1",
        verifier="e2", reported_on=corte.cut_off, verified_on=corte.cut_off, method="desk_review",
        reason="Se contaron las actas.", origin=corte.origin["origin"],
    )  # fmt: skip
    add(
        "achievement", level="indicator", subject="CO-C1-CP-3", indicators=1, programmed=1, weights="equal",
        verified_year=Decimal("0.666666667"), reported_year=Decimal("0.666666667"),
        expected_year=Decimal("0.246575342"), verified=1, adjusted=0, reported=0, rejected=0, not_verifiable=0,
        no_data=0, as_of=period,
    )  # fmt: skip


def add_self_assessment(corte: InventedCorte) -> None:
    """CP-2 cannot be counted: its signatory sees it kept, the table only in part."""
    corte.add(
        "self_assessments", pledge="C1/CP-2", period=corte.period, entity="e3", rating="kept",
        text="Los dos asesores están desde enero.", made_on=corte.cut_off, opinion="partly",
        opinion_text="Uno de los dos se fue en febrero.", opinion_decision="2024-04", opined_on=corte.cut_off,
    )  # fmt: skip
