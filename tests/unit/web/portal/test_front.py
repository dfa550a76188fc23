"""What the front page says of the plan in one breath."""

from pathlib import Path
from typing import Any

import pytest

from concierta.web.portal.corte import Corte
from concierta.web.portal.pages.front import headline, lead
from factories.sums import corte_with


def plan(folder: Path, **counts: Any) -> Corte:
    return corte_with(folder, "plan", **counts)


def test_where_the_plan_could_arrive_counts_nothing_that_was_refused(tmp_path: Path):
    said = lead(plan(tmp_path, verified=1, reported=1, rejected=1, year="0.2", reported_year="0.7", possible="0.4"))

    assert said.replace("\xa0", " ").endswith(
        "Lo que espera comprobación llevaría el avance al 40 %, pero no cuenta hasta que se compruebe."
    )


@pytest.mark.parametrize("counts", [{"verified": 1, "rejected": 1}, {"verified": 1, "not_verifiable": 1}])
def test_what_was_looked_at_and_refused_waits_for_nobody(tmp_path: Path, counts: dict[str, int]):
    said = lead(plan(tmp_path, **counts, year="0.2", reported_year="0.7", possible="0.2"))

    assert "llevaría" not in said


def test_a_corte_that_does_not_know_where_it_could_arrive_does_not_guess_it(tmp_path: Path):
    said = lead(plan(tmp_path, verified=1, reported=1, rejected=1, year="0.2", reported_year="0.7", possible=None))

    assert "llevaría" not in said


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"reported": 2}, "Todavía no se ha verificado nada de lo programado para 2025"),
        ({"rejected": 1}, "Se revisó todo lo reportado para 2025 y nada quedó verificado: 1 rechazado"),
        (
            {"rejected": 2, "not_verifiable": 1, "no_data": 3},
            "Se revisó todo lo reportado para 2025 y nada quedó verificado: 2 rechazados y 1 no verificable",
        ),
    ],
)
def test_nothing_verified_tells_whether_somebody_looked(tmp_path: Path, counts: dict[str, int], said: str):
    assert headline(plan(tmp_path, **counts)) == said


def test_one_indicator_is_told_as_one(tmp_path: Path):
    said = lead(plan(tmp_path, verified=1, year="0.2", possible="0.2"))

    assert said.startswith("De 1 indicador de producto programado para 2025 hay reporte de 1;")
