"""Money of the invented corte: two sources of funding, three lines of the year and one of the year before in a comuna,
a price index that ends there, contributions in cash and in kind, two requests."""

from datetime import date
from decimal import Decimal

from factories.packages.corte import InventedCorte


def add_money(corte: InventedCorte, project: str, entity: str, pledge: str) -> None:
    """`pledge` brings the cash; `project` gets two lines, and a third stands outside the plan."""
    add, year = corte.add, corte.cut_off.year
    add("funding_sources", funding_source="121", name="Libre destinación", kind="own")
    add("funding_sources", funding_source="452", name="Aportes nación", kind="transfers")
    shared = {"fiscal_year": year, "vintage": "current", "entity": entity, "file": "f" * 64, **corte.origin}
    for number, (fund, code, amounts) in enumerate(
        (
            ("121", project, (900, 1000, 800, 600, 400, 300)),
            ("452", project, (500, 500, 500, 500, 0, 0)),
            ("121", "", (70, 70, 0, 0, 0, 0)),
        ),
        start=1,
    ):
        stages = ("initial", "final", "availability", "registration", "obligation", "payment")
        add(
            "budget_lines",
            line=f"L-{number}",
            project=code,
            project_code=code or "BP-X",
            project_name="" if code else "Un proyecto de fuera",
            funding_source=fund,
            cut_off=corte.cut_off,
            row=number + 1,
            **shared,
            **{name: amount * 1_000_000 for name, amount in zip(stages, amounts, strict=True)},
        )
    add(
        "budget_lines",
        line="L-0",
        project=project,
        project_code=project,
        funding_source="121",
        territory="07",
        cut_off=date(year - 1, 12, 31),
        initial=200_000_000,
        final=200_000_000,
        obligation=150_000_000,
        payment=100_000_000,
        **(shared | {"fiscal_year": year - 1, "file": ""}),
    )
    for before, value in ((2, "125"), (1, "130")):
        add(
            "price_index",
            index="ipc",
            name="Precios al consumidor",
            year=year - before,
            value=Decimal(value),
            base="2018 = 100",
            source="DANE",
        )
    add(
        "budget_files",
        fiscal_year=year,
        cut_off=corte.cut_off,
        sha256="f" * 64,
        filename="ejecucion.csv",
        profile="cali-ejecucion",
        rows=3,
        findings=0,
        imported_at=corte.at,
        final_column="PPTO. MODIFICADO (AE)",
        payment_column="PAGOS (AI)",
    )
    add(
        "money_sources_compared",
        fiscal_year=year,
        project_code=project,
        project=project,
        standing="differs",
        budget_obligation=400_000_000,
        follow_up_obligation=410_000_000,
    )
    add(
        "contributions",
        contribution=1,
        project=project,
        entity=entity,
        pledge=pledge,
        kind="economic",
        form="cash",
        description="Ferias",
        amount=400_000_000,
        declared_amount=160_000_000,
        verified_amount=150_000_000,
        **corte.origin,
    )
    add(
        "contributions",
        contribution=2,
        project=project,
        entity=entity,
        kind="human",
        form="in_kind",
        description="Asesores",
        quantity=Decimal(2),
        unit="asesores",
        declared_quantity=Decimal(2),
        verified_quantity=Decimal(1),
        **corte.origin,
    )
    add(
        "deliveries",
        contribution=2,
        number=1,
        delivered_on=corte.cut_off,
        quantity=Decimal(2),
        status="adjusted",
        verified_quantity=Decimal(1),
        verifier=entity,
        method="site_visit",
        reason="Había uno.",
    )
    add(
        "opportunities",
        opportunity="GR-01",
        title="Formación",
        funder="Ministerio",
        funder_kind="public",
        entity=entity,
        state="disbursed",
        requested=900_000_000,
        approved=600_000_000,
        agreed=600_000_000,
        disbursed=250_000_000,
        foreign_currency=False,
        projects=project,
        **corte.origin,
    )
    add("project_needs", project=project, fiscal_year=year, amount=2_000_000_000, source="Ficha")
