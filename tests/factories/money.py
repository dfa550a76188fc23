"""Budgets to test with: a plan's product, a source of money, lines, and files as a finance office exports them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from concierta.budgets.enums import FundingKind
from concierta.budgets.models import BudgetLine, FundingSource
from concierta.budgets.operations import define_funding_source, define_line
from concierta.plans.models import Product
from factories.cast import Cast, make_product

#: A working morning after the cut-off of 31-Mar-2025.
AT = datetime(2025, 4, 10, 15, tzinfo=UTC)
CUT_OFF = date(2025, 3, 31)
HEADERS = [
    "Centro Gestor",
    "Nombre Centro Gestor",
    "Area Funcional",
    "BPIN",
    "BP",
    "Nombre BP",
    "Programa Presupuestal",
    "Nombre Actividad",
    " Pospre ",
    " Nombre Pospre ",
    " Fondo ",
    " Nombre Fondo  ",
    " COMUNA ",
    " VIGENCIA ",
    " PPTO INICIAL ",
    " REDUCCIONES ",
    " ADICIONES ",
    " CONTRACREDITOS ",
    " CREDITOS ",
    " APLAZAMIENTO ",
    " DESAPLAZAMIENTO ",
    " PPTO. MODIFICADO ",
    " TOTAL ACUMULADO CDP ",
    " TOTAL ACUMULADO RPC ",
    " TOTAL ACUMUL OBLIGAC ",
    " PAGOS ",
    " EJECUCION ",
    " SALDOS CDP ",
    " PPTO. DISPONIBLE ",
    " Clasificación del fondo 1 ",
]
_ROW = {
    "Centro Gestor": "desarrollo",
    "Nombre Centro Gestor": "Desarrollo Económico",
    "Area Funcional": "61010010001",
    "BPIN": "2024760010001",
    "BP": "BP-1",
    "Nombre BP": "Proyecto 1",
    "Programa Presupuestal": "BP-1-01",
    "Nombre Actividad": "Formar",
    "Pospre": "2-3202",
    "Nombre Pospre": "Servicios",
    "Fondo": "121000",
    "Nombre Fondo": "Ingresos corrientes",
    "COMUNA": "SANTIAGO DE CALI",
    "VIGENCIA": "Actual",
    "PPTO INICIAL": " 1.000 ",
    "PPTO. MODIFICADO": " 1.000 ",
    "TOTAL ACUMULADO CDP": " 800 ",
    "TOTAL ACUMULADO RPC": " 600 ",
    "TOTAL ACUMUL OBLIGAC": " 400 ",
    "PAGOS": " 300 ",
    "EJECUCION": " 600 ",
    "SALDOS CDP": " 200 ",
    "PPTO. DISPONIBLE": " 200 ",
    "Clasificación del fondo 1": "Recursos Propios de Libre Destinación",
}


def execution_file(*rows: Mapping[str, str], drop: str = "") -> bytes:
    """A file in the manner of the real one: ';', BOM, padded headers, ' 1.000 ', '-' for zero. Each row says only in
    what it differs from one sound line; `drop` leaves a column out."""
    headers = [header for header in HEADERS if header.strip() != drop]
    lines = [";".join(headers)]
    for row in rows or ({},):
        assert not set(row) - {header.strip() for header in HEADERS}, "no such column"
        cells = _ROW | dict(row)
        lines.append(";".join(cells.get(header.strip(), " -   ") for header in headers))
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()


def make_fund(cast: Cast, code: str = "121000", kind: FundingKind = FundingKind.OWN) -> FundingSource:
    return define_funding_source(plan=cast.plan, code=code, name=f"Fondo {code}", kind=kind, by=cast.secretary, at=AT)


def make_line(cast: Cast, product: Product | None = None, *, initial: int = 1_000, **fields: object) -> BudgetLine:
    """A line kept by hand in 2025, of a new project unless `product` says which."""
    fund = fields.pop("funding_source", None) or FundingSource.objects.filter(plan=cast.plan).first() or make_fund(cast)
    product = product or make_product(cast, fields.pop("code", "1"))  # type: ignore[arg-type]
    return define_line(
        plan=cast.plan,
        fiscal_year=fields.pop("fiscal_year", 2025),  # type: ignore[arg-type]
        project=product.project,
        product=product,
        funding_source=fund,  # type: ignore[arg-type]
        initial=initial,
        by=cast.secretary,
        at=AT,
        **fields,  # type: ignore[arg-type]
    )
