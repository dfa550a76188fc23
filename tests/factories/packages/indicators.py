"""Indicators in every state a figure can be, and what they add up to."""

from datetime import date, timedelta
from decimal import Decimal

from factories.packages.corte import InventedCorte

ACTS = {"verified": "verify", "adjusted": "adjust", "rejected": "reject", "not_verifiable": "find_not_verifiable"}
STATES = ("verified", "adjusted", "reported", "rejected", "not_verifiable", "no_data")
#: Reported and verified, by state.
VALUES = {
    "verified": (Decimal(450), Decimal(450)),
    "adjusted": (Decimal(450), Decimal(432)),
    "reported": (Decimal(450), None),
    "rejected": (Decimal(1440), None),
    "not_verifiable": (Decimal(450), None),
}


def add_outcome(corte: InventedCorte) -> None:
    """An outcome indicator without any report."""
    add, year, origin = corte.add, corte.cut_off.year, corte.origin["origin"]
    add(
        "indicators",
        indicator="RE-01",
        kind="outcome",
        name="Tasa de desempleo",
        name_en="Unemployment rate",
        definition="Personas desocupadas por cada cien.",
        definition_en="Unemployed per hundred.",
        unit="%",
        decimals=1,
        accumulation="reduction",
        flow_policy="mean",
        node="ejes/EJE-1",
        baseline=Decimal("12.8"),
        baseline_on=date(2022, 2, 28),
        baseline_source="DANE, GEIH",
        reporter="e1",
        reviewer="e0",
        verifier="e2",
        presenter="e0",
        origin=origin,
    )
    add("targets", indicator="RE-01", period=str(year), year=year, value=None)
    add(
        "achievement",
        level="indicator",
        subject="RE-01",
        indicators=0,
        programmed=0,
        verified=0,
        adjusted=0,
        reported=0,
        rejected=0,
        not_verifiable=0,
        no_data=0,
        weights="equal",
    )


def add_achievement(
    corte: InventedCorte, level: str, subject: str, verified: str, reported: str, *, number: int
) -> None:
    sixth = number // 6
    corte.add(
        "achievement",
        level=level,
        subject=subject,
        verified_year=Decimal(verified),
        reported_year=Decimal(reported),
        possible_year=Decimal(reported),
        expected_year=Decimal("0.246575342"),
        pace_year=Decimal("0.738"),
        band_year="critical",
        verified_cycle=Decimal(verified) / 4,
        reported_cycle=Decimal(reported) / 4,
        expected_cycle=Decimal("0.3121"),
        programmed_share=Decimal(1),
        verified_share=Decimal("0.33"),
        reported_share=Decimal("0.83"),
        weights="equal",
        indicators=number,
        programmed=number,
        verified=number - 5 * sixth,
        adjusted=sixth,
        reported=sixth,
        rejected=sixth,
        not_verifiable=sixth,
        no_data=sixth,
    )


def add_indicator(corte: InventedCorte, project: str, *, q: int, product: str, number: int) -> None:
    """The output indicator of a product; its state is the one whose turn it is."""
    add, periods, origin, source = corte.add, corte.periods, corte.origin["origin"], corte.origin["source"]
    state = STATES[number % 6]
    code = f"PR-{project}-35020{q:02d}"
    add(
        "indicators",
        indicator=code,
        kind="output",
        name=f"Personas apoyadas por el servicio {q} de {project}",
        unit="personas",
        decimals=0,
        accumulation="flow",
        flow_policy="mean",
        product=product,
        project=project,
        reporter="e3",
        reviewer="e1",
        verifier="e2",
        presenter="e0",
        means_of_verification="Listas de asistencia",
        origin=origin,
        source=source,
    )
    for year in sorted({day.year for _, day in periods}):
        add("targets", indicator=code, period=str(year), year=year, value=Decimal(600))
    last = len(periods) - 1
    for n, (label, day) in enumerate(periods):
        now = state if n == last else "verified"
        report = f"{code}/{label}/1" if now != "no_data" else ""
        reported, verified = VALUES.get(now, (None, None))
        share = None if verified is None else verified / 600
        if verified is None and now in ("rejected", "not_verifiable"):
            share = Decimal(0)
        add(
            "measurements",
            indicator=code,
            period=label,
            report=report,
            programmed=True,
            target=Decimal(600),
            expected_value=Decimal(148),
            reported_value=reported,
            verified_value=verified,
            status=now,
            verified_year=share,
            reported_year=None if reported is None else reported / 600,
            expected_year=Decimal("0.246575342"),
            due_on=day + timedelta(days=7),
            overdue=now == "no_data",
        )
        if now == "no_data":
            continue
        checked = now != "reported"
        add(
            "reports",
            report=report,
            indicator=code,
            period=label,
            version=1,
            stands=True,
            status=now,
            outcome=now if checked else "",
            reported_value=reported,
            verified_value=verified,
            narrative="Ejemplo: personas con lista firmada.",
            method="desk_review" if checked else "",
            reason="Se cruzó el reporte con la lista." if checked else "",
            reporter="e3",
            reported_on=day + timedelta(days=3),
            reviewer="e1",
            reviewed_on=day + timedelta(days=9),
            verifier="e2" if checked else "",
            verified_on=day + timedelta(days=15) if checked else None,
            origin=origin,
            source=source,
        )
        add(
            "evidence",
            report=report,
            number=1,
            used_by="report",
            title="Lista de asistencia",
            sha256="ef" * 32,
            size=20480,
            media_type="application/pdf",
            entity="e3",
            uploaded_on=day + timedelta(days=3),
            origin=origin,
        )
        for step, act in enumerate(["submit", "review", *([ACTS[now]] if checked else [])]):
            add(
                "history",
                report=report,
                number=step + 1,
                act=act,
                at=corte.at,
                entity=f"e{(3, 1, 2)[step]}",
                value=reported,
            )
    here = VALUES.get(state, (None, None))
    counts = dict.fromkeys(STATES, 0) | {state: 1}
    add(
        "achievement",
        level="indicator",
        subject=code,
        indicators=1,
        programmed=1,
        weights="equal",
        verified_year=Decimal(0) if here[1] is None else here[1] / 600,
        reported_year=None if here[0] is None else here[0] / 600,
        possible_year=((here[0] if state == "reported" else here[1]) or Decimal(0)) / 600,
        expected_year=Decimal("0.246575342"),
        band_year="critical",
        as_of="" if state == "no_data" else periods[-1][0],
        **counts,
    )
