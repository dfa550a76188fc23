"""Projects with their money, products with their activities, and what the source says of each."""

from datetime import date
from decimal import Decimal

from factories.packages.corte import InventedCorte


def add_project(corte: InventedCorte, p: int, entities: int) -> str:
    """Project number `p` with its money and its reconciliation; gives its code."""
    add, periods, period, origin, source = (
        corte.add,
        corte.periods,
        corte.period,
        corte.origin["origin"],
        corte.origin["source"],
    )
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
    return code


def add_product(corte: InventedCorte, project: str, *, p: int, q: int, products: int, activities: int) -> str:
    """Product number `q` of the project, with its activities; gives its code."""
    add, period, code = corte.add, corte.period, project
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
    return product
