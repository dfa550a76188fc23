"""One of what is counted: said in the singular where Spanish leaves no doubt, and otherwise not guessed."""

import pytest

from concierta.web.kit.units import singular


@pytest.mark.parametrize(
    ("unit", "one"),
    [
        ("documentos", "documento"),
        ("personas atendidas", "persona atendida"),
        ("empresas con programas", "empresa con programas"),
        ("unidades productivas", "unidad productiva"),
        ("instituciones", "institución"),
        ("asesores", "asesor"),
        ("talleres", "taller"),
        ("hogares", "hogar"),
        ("vacantes", "vacante"),
        ("jóvenes formados", "joven formado"),
        ("canales digitales", "canal digital"),
        ("horas extra", "hora extra"),
        # «-es» may be a plural of «-e» or of a consonant, and nobody guesses which.
        ("meses", None),
        ("planes", None),
        ("torres", None),
        ("tuits", None),
        ("empresas y personas", None),
        ("", None),
    ],
)
def test_the_singular_of_a_unit(unit, one):
    assert singular(unit) == one
