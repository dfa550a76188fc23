"""The page of an entity: besides its pledges, whether it came to the Mesa and how much of what it said held."""

from fractions import Fraction

import pytest

from concierta.mesa.models import Attendance
from concierta.verification.queries import Factor
from concierta.web.workspace.agreements.rows import keeping_facts
from factories import AT, checked_report, submitted_report
from factories.mesa import closed_session
from factories.pages import text
from factories.steering import make_steered

pytestmark = pytest.mark.django_db

PAGE = "/trabajo/compromisos/entidades/"


@pytest.fixture
def scene(db):
    return make_steered()


def test_those_of_the_table_read_how_often_it_came(scene, visitor):
    closed_session(scene)
    came = Attendance.objects.filter(seat__entity__code="sena").exists()
    assert came
    page = text(visitor(scene.principal("cut")).get(f"{PAGE}sena/"))
    assert "Asistencia a la mesa" in page
    assert "1 de 1 sesión (100 %)" in page


def test_who_came_is_not_told_to_others_before_the_minutes_are_signed(scene, visitor):
    closed_session(scene)
    assert "Asistencia a la mesa" not in text(visitor(scene.verifier).get(f"{PAGE}sena/"))


def test_of_what_was_looked_at_it_says_how_much_held(scene, visitor):
    checked_report(scene)
    page = text(visitor(scene.secretary).get(f"{PAGE}desarrollo/"))
    assert "100 % de lo que dijo se sostuvo: se miró 1 de 1 reporte del corte del 31 de diciembre de 2024." in page


def test_what_nobody_looked_at_is_no_data_and_never_zero(scene, visitor):
    submitted_report(scene)
    client = visitor(scene.secretary)
    assert "Sin dato: nadie ha mirado todavía lo que reportó" in text(client.get(f"{PAGE}desarrollo/"))
    assert "Sin dato: no reportó nada en el corte del 31 de diciembre de 2024." in text(client.get(f"{PAGE}sena/"))


def test_what_was_refused_counts_zero_and_is_said():
    factor = Factor("entity", "sena", "", Fraction(4), Fraction(2), 5, 4, 1, 1, None, None)
    ((_label, words),) = keeping_facts(None, factor, AT.date())
    assert words.replace("\xa0", " ") == (
        "50 % de lo que dijo se sostuvo: se miraron 4 de 5 reportes del corte del 3 de enero de 2025. "
        "Cuentan cero: 1 rechazado y 1 no verificable."
    )
