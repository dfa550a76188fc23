"""What may go wrong in the invented plan, and what its table reviewed of it."""

from datetime import date
from decimal import Decimal
from typing import Any

from factories.packages.corte import InventedCorte


def add_evaluation(corte: InventedCorte, projects: list[Any]) -> None:
    """A high risk of the first project and a low one of a pledge, one that was closed, and a review of two pesos in
    three."""
    first = projects[0].project
    about = (
        {"project": first, "title": "No hay cupos para todos", "probability": 4, "impact": 3, "band": "high"},
        {"pledge": "C1/CP-1", "title": "El convenio se firma tarde", "probability": 2, "impact": 2, "band": "low"},
        {"project": first, "title": "La sede se inunda", "probability": 5, "impact": 5, "band": "critical",
         "state": "closed", "closed_reason": "Se cambió de sede."},
    )  # fmt: skip
    for number, values in enumerate(about, start=1):
        corte.add(
            "risks", risk=number, score=values["probability"] * values["impact"], owner="e3",
            countermeasure="Abrir un segundo grupo en la tarde.", review_on=date(2025, 6, 30),
            recorded_on=date(2025, 1, 3), valued_on=date(2025, 1, 3), **({"state": "open"} | values),
        )  # fmt: skip
    corte.add(
        "project_reviews", session=2, project=first, item=1, finding="needs_attention",
        words="Faltan cupos en el oriente.", reviewed_on=corte.cut_off,
    )  # fmt: skip
    corte.add(
        "review_coverage", year=corte.cut_off.year, reviewed=1, projects=len(projects),
        share=Decimal(1) / len(projects), reviewed_pesos=200, pesos=300, share_of_pesos=Decimal("0.666666667"),
    )  # fmt: skip
