"""A small plan matrix as a file, of the kind that a secretariat uploads."""

import io
from datetime import date
from decimal import Decimal
from typing import Any

from concierta.kernel.periods import Period
from concierta.plans.matrix.template import write_template

ROW: dict[str, Any] = {
    "tier1_code": "01",
    "tier1_name": "Empleo de calidad",
    "tier2_code": "0101",
    "tier2_name": "Formación",
    "tier3_code": "010101",
    "tier3_name": "Formación pertinente",
    "entity_code": "desarrollo",
    "entity_name": "Desarrollo",
    "unit": "Fomento",
    "project_code": "P-001",
    "project_bpin": "0020240001",
    "project_name": "Formación para el trabajo",
    "project_progress": Decimal("0.25"),
    "product_code": "001",
    "product_name": "Personas formadas",
    "product_weight": 1,
    "programmed": 100,
    "product_executed": 40,
    "activity_code": "0001",
    "activity_name": "Cursos cortos",
    "activity_weight": 1,
    "activity_progress": Decimal("0.4"),
    "activity_explanation": "Se dictaron cuatro cursos",
    "starts_on": date(2024, 2, 1),
    "ends_on": date(2024, 12, 31),
    "initial": 1_000_000,
    "modified": 900_000,
    "executed": 800_000,
    "obligated": 700_000,
    "paid": 600_000,
}


def matrix_workbook(period: str = "2024-T4", *rows: dict[str, Any]) -> bytes:
    """A workbook of our own form; each of `rows` changes some columns of a sound one."""
    content = io.BytesIO()
    write_template(content, period=Period.parse(period), rows=[ROW | row for row in rows or ({},)])
    return content.getvalue()
