"""Invented published packages: every table a corte has, in every state a figure can be, at any size."""

import csv
import hashlib
import io
import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from concierta.publishing.datasets import DATASET_BY_NAME, DATASETS
from concierta.publishing.datasets.column import ColumnType

CUT_OFF = date(2025, 3, 31)
ACTS = {"verified": "verify", "adjusted": "adjust", "rejected": "reject", "not_verifiable": "find_not_verifiable"}
STATES = ("verified", "adjusted", "reported", "rejected", "not_verifiable", "no_data")
PERIODS = (("2024-T3", date(2024, 9, 30)), ("2024-T4", date(2024, 12, 31)), ("2025-T1", CUT_OFF))


def row(table: str, **values: Any) -> Any:
    """A row of `table`; what is not given is empty as the reader would leave it: "" for text, None otherwise."""
    dataset = DATASET_BY_NAME[table]
    unknown = set(values) - {column.name for column in dataset.columns}
    assert not unknown, f"{table} has no {unknown}"
    empty = {column.name: "" if column.type == ColumnType.STRING else None for column in dataset.columns}
    return dataset.row(**(empty | values))


def invented_tables(
    *,
    projects: int = 7,
    products: int = 2,
    activities: int = 2,
    entities: int = 5,
    cut_off: date = CUT_OFF,
    slug: str = "empleo",
    demonstrative: bool = True,
) -> dict[str, list[Any]]:
    """All the tables of one corte. States rotate, so that the first six indicators show each of the six."""
    tables: dict[str, list[Any]] = {dataset.name: [] for dataset in DATASETS}
    periods = [(label, day) for label, day in PERIODS if day <= cut_off] or [("2024-T3", cut_off)]
    period = periods[-1][0]
    year = cut_off.year
    at = datetime(cut_off.year, cut_off.month, cut_off.day, 15, tzinfo=UTC) + timedelta(days=23)
    origin = "demonstrative" if demonstrative else "official"
    source = "" if demonstrative else "Cuadro 1S"

    def add(table: str, **values: Any) -> None:
        tables[table].append(row(table, **values))

    add(
        "plan",
        plan=slug,
        name="Plan Local de Empleo de Ciudad Ejemplo",
        name_en="Local Employment Plan of Example City",
        city="Ciudad Ejemplo",
        agreement="acuerdo",
        starts_on=date(2024, 1, 1),
        ends_on=date(2027, 12, 31),
        state="in_force",
        secretariat="e0",
        reviewer="e1",
        verifier="e2",
        presenter="e0",
        origin=origin,
        cut_off=cut_off,
        period=period,
        year=year,
        published_at=at,
        band_scale="dnp-legacy",
    )
    for label, day in periods:
        add("periods", period=label, year=day.year, quarter=int(label[-1]), cut_off=day)
        add("cortes", cut_off=day, period=label, published_at=at, manifest_sha256="" if day == cut_off else "ab" * 32)
    names = ["Secretaría Técnica", "Planeación", "Control Interno", "Desarrollo Económico", "Turismo"]
    for n in range(max(entities, 5)):
        name = names[n] if n < 5 else f"Entidad {n}"
        add("entities", entity=f"e{n}", name=f"{name} de Ejemplo", acronym=name if n < 5 else "", kind="municipal")
    add("territories", territory="99", name="Ciudad Ejemplo", kind="municipality")
    for n in range(1, 23):
        add("territories", territory=f"{n:02d}", name=f"Comuna {n}", kind="comuna", parent="99")
    add(
        "agreements",
        agreement="acuerdo",
        title="Acuerdo de voluntades",
        title_en="Agreement",
        signed_on=date(2012, 2, 27),
    )
    for n in range(1, 12):
        add(
            "clauses",
            clause=f"C{n}",
            agreement="acuerdo",
            ordinal=n,
            title=f"Compromiso {n}",
            title_en=f"Commitment {n}",
            text="Cada quien pone lo suyo.",
            text_en="Everyone brings their share.",
        )
    for n in range(5):
        add("signatories", agreement="acuerdo", entity=f"e{n}")
    kinds = (("cash", 400_000_000, None, ""), ("in_kind", None, Decimal(2), "asesores"), ("action", None, None, ""))
    for n, (kind, amount, quantity, unit) in enumerate(kinds, start=1):
        add(
            "pledges",
            pledge=f"C1/CP-{n}",
            clause="C1",
            code=f"CP-{n}",
            entity="e3",
            text="Formar personas",
            text_en="Train people",
            kind=kind,
            amount=amount,
            quantity=quantity,
            unit=unit,
            due_on=date(2026, 12, 31),
            origin=origin,
        )
    for n, (name, name_en, weight) in enumerate(
        [
            ("Empleo de calidad", "Quality employment", "0.4"),
            ("Emprendimiento", "Entrepreneurship", "0.35"),
            ("Inversión", "Investment", "0.25"),
        ],
        start=1,
    ):
        add(
            "nodes",
            node=f"ejes/EJE-{n}",
            tier="ejes",
            depth=1,
            code=f"EJE-{n}",
            name=name,
            name_en=name_en,
            weight=Decimal(weight),
        )
    add("tiers", tier="ejes", depth=1, singular="Eje", plural="Ejes", singular_en="Axis", plural_en="Axes")

    add(
        "sources",
        period=period,
        sha256="cd" * 32,
        filename="cuadro.xlsx",
        profile="cuadro-1s",
        rows=12,
        imported_at=at,
        findings=1,
        differences=1,
        initial=1000,
        modified=1200,
        executed=900,
        obligated=700,
        paid=600,
    )
    add(
        "findings",
        number=1,
        period=period,
        code="text.date",
        column="Fecha Fin",
        message="2/2/0205",
        action="se dejó vacía",
        cells=3,
    )
    number = 0
    for p in range(projects):
        code = f"BP{26000000 + p}"
        add(
            "projects",
            project=code,
            bpin=f"20200760{p:05d}",
            name=f"Fortalecimiento de la oferta {p} en Ciudad Ejemplo",
            node=f"ejes/EJE-{p % 3 + 1}",
            entity=f"e{3 + p % (max(entities, 5) - 3)}",
            office="Subsecretaría de Ejemplo",
            origin=origin,
            source=source,
        )
        if p == 0:
            add("project_pledges", project=code, pledge="C1/CP-1")
        for label, _ in periods:
            add("project_follow_ups", project=code, period=label, stated_progress=Decimal("0.5"))
            add(
                "project_money",
                project=code,
                period=label,
                initial=1_500_000_000 + p,
                modified=1_800_000_000 + p,
                executed=1_200_000_000,
                obligated=900_000_000,
                paid=840_000_000,
            )
        add(
            "reconciliation",
            number=p + 1,
            period=period,
            level="project",
            code=code,
            name=f"Proyecto {p}",
            measure="progress",
            stated=Decimal("0.5"),
            recomputed=Decimal("0.375"),
            difference=Decimal("0.125"),
        )
        for q in range(products):
            product = f"{code}/35020{q:02d}/6101"
            add(
                "products",
                product=product,
                project=code,
                code=f"35020{q:02d}",
                goal_code="6101",
                name=f"Servicio de apoyo {q}",
                goal_name="Personas apoyadas",
                unit="personas",
                weight=Decimal(1) / products,
            )
            for a in range(activities):
                activity = f"{product}/A{a}#1"
                add(
                    "activities",
                    activity=activity,
                    product=product,
                    code=f"A{a}",
                    occurrence=1,
                    name=f"Realizar la actividad {a} con la gente",
                    weight=Decimal("0.5"),
                    territory=f"{(p + a) % 22 + 1:02d}" if a % 2 else "",
                    starts_on=date(2024, 1, 29),
                    ends_on=date(2025, 12, 31),
                )
                add(
                    "activity_follow_ups",
                    activity=activity,
                    period=period,
                    weight=Decimal("0.5"),
                    stated_progress=Decimal("0.4") if a else None,
                    initial=100_000_000,
                    modified=120_000_000,
                    executed=80_000_000,
                    obligated=60_000_000,
                    paid=0,
                )
            add(
                "product_follow_ups",
                product=product,
                period=period,
                programmed=Decimal(600),
                executed=Decimal(450),
                stated_progress=Decimal("0.75"),
            )
            _add_indicator(add, code, q, product, periods, STATES[number % 6], number, origin, at)
            number += 1
        _add_achievement(add, "project", code, "0.36", "0.5", number=products)
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
    for n in range(1, 4):
        _add_achievement(add, "node", f"ejes/EJE-{n}", "0.3", "0.42", number=number // 3)
    _add_achievement(add, "plan", slug, "0.182", "0.305", number=number)
    for n in range(12):
        add(
            "changes",
            index=n,
            at=at,
            kind="report.verified",
            subject=f"empleo/PR-{n}/{period}",
            entity="e2",
            leaf_hash=hashlib.sha256(str(n).encode()).hexdigest(),
        )
    return tables


def write_package(folder: Path, tables: dict[str, list[Any]]) -> Path:
    """The tables as a package on disk, as small as the portal's renderer accepts: CSV files and a manifest."""
    files: dict[str, Any] = {}
    (folder / "data").mkdir(parents=True, exist_ok=True)
    for dataset in DATASETS:
        lines = io.StringIO()
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow([column.name for column in dataset.columns])
        for record in tables[dataset.name]:
            writer.writerow([column.encode(value) for column, value in zip(dataset.columns, record, strict=True)])
        files[dataset.csv_path] = lines.getvalue().encode()
    files["datapackage.json"] = json.dumps({"name": "ejemplo", "licenses": [], "resources": []}).encode()
    listing = {path: {"bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()} for path, body in files.items()}
    files["manifest.json"] = json.dumps({"files": listing}, sort_keys=True).encode()
    for path, body in files.items():
        (folder / path).write_bytes(body)
    return folder


def _add_achievement(add: Any, level: str, subject: str, verified: str, reported: str, *, number: int) -> None:
    sixth = number // 6
    add(
        "achievement",
        level=level,
        subject=subject,
        verified_year=Decimal(verified),
        reported_year=Decimal(reported),
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


def _add_indicator(
    add: Any, project: str, q: int, product: str, periods: list[Any], state: str, number: int, origin: str, at: datetime
) -> None:
    code = f"PR-{project}-35020{q:02d}"
    source = "" if origin == "demonstrative" else "Cuadro 1S"
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
    values = {
        "verified": (Decimal(450), Decimal(450)),
        "adjusted": (Decimal(450), Decimal(432)),
        "reported": (Decimal(450), None),
        "rejected": (Decimal(1440), None),
        "not_verifiable": (Decimal(450), None),
    }
    for n, (label, day) in enumerate(periods):
        now = state if n == last else "verified"
        report = f"{code}/{label}/1" if now != "no_data" else ""
        reported, verified = values.get(now, (None, None))
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
            add("history", report=report, number=step + 1, act=act, at=at, entity=f"e{(3, 1, 2)[step]}", value=reported)
    here = values.get(state, (None, None))
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
        expected_year=Decimal("0.246575342"),
        band_year="critical",
        as_of="" if state == "no_data" else periods[-1][0],
        **counts,
    )
