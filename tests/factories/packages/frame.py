"""What stands around the projects: the plan, its entities and places, its agreement and its source."""

from datetime import date
from decimal import Decimal

from factories.packages.corte import InventedCorte


def add_plan(corte: InventedCorte, entities: int) -> None:
    """The plan with its cortes, at least five entities, and the city with its 22 comunas."""
    add, cut_off = corte.add, corte.cut_off
    add(
        "plan",
        plan=corte.slug,
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
        origin=corte.origin["origin"],
        cut_off=cut_off,
        period=corte.period,
        year=cut_off.year,
        published_at=corte.at,
        band_scale="dnp-legacy",
    )
    for label, day in corte.periods:
        add("periods", period=label, year=day.year, quarter=int(label[-1]), cut_off=day)
        add(
            "cortes",
            cut_off=day,
            period=label,
            published_at=corte.at,
            manifest_sha256="" if day == cut_off else "ab" * 32,
        )
    names = ["Secretaría Técnica", "Planeación", "Control Interno", "Desarrollo Económico", "Turismo"]
    for n in range(max(entities, 5)):
        name = names[n] if n < 5 else f"Entidad {n}"
        add("entities", entity=f"e{n}", name=f"{name} de Ejemplo", acronym=name if n < 5 else "", kind="municipal")
    add("territories", territory="99", name="Ciudad Ejemplo", kind="municipality")
    for n in range(1, 23):
        add("territories", territory=f"{n:02d}", name=f"Comuna {n}", kind="comuna", parent="99")


def add_agreement(corte: InventedCorte) -> None:
    """Eleven clauses, five signatories and a pledge of each kind."""
    add, origin = corte.add, corte.origin["origin"]
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


def add_axes(corte: InventedCorte) -> None:
    """Three weighted axes."""
    add = corte.add
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


def add_source(corte: InventedCorte) -> None:
    """The matrix that was imported, and something in it that could not be read."""
    add, period, at = corte.add, corte.period, corte.at
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
