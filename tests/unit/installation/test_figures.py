"""What `concierta check` says of figures: each comparison by its name, and what it cannot compare."""

import pytest
from click.testing import CliRunner

from concierta.installation.checks import figure_checks
from concierta.installation.cli import check as command
from concierta.installation.figures import COMPARISONS
from concierta.ledger.queries import Comparison

TITLE = "El presupuesto y su ejecución"


@pytest.fixture
def compared(monkeypatch) -> Comparison:
    """One comparison alone, with an answer of its own."""
    made = Comparison(rows=3514)
    monkeypatch.setattr("concierta.installation.checks.COMPARISONS", {TITLE: lambda: made})
    return made


def test_an_empty_installation_is_as_its_acts_say(db: None) -> None:
    results = [check() for check in figure_checks()]
    assert len(results) == len(COMPARISONS)
    assert [(result.problems, result.notes) for result in results] == [([], [])] * len(results)


def test_a_difference_fails_the_check(compared: Comparison) -> None:
    compared.differences.append("La línea 7: …")
    (check,) = figure_checks()
    assert (check().passed, check().title) == (False, "El presupuesto y su ejecución frente al registro (3.514 filas)")


def test_what_cannot_be_compared_is_said_and_does_not_fail(compared: Comparison, monkeypatch) -> None:
    compared.not_compared.append("El archivo de ejecución: solo su SHA-256.")
    monkeypatch.setattr(command, "prepare", lambda **_: None)
    monkeypatch.setattr("concierta.installation.checks.all_checks", figure_checks)
    finished = CliRunner().invoke(command.command, standalone_mode=False)
    assert finished.return_value == 0
    assert finished.output.splitlines() == [
        "✓ El presupuesto y su ejecución frente al registro (3.514 filas)",
        "    No se compara: el archivo de ejecución: solo su SHA-256.",
    ]
