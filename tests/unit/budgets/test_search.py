import pytest

from concierta.budgets.models import BudgetLine
from concierta.budgets.queries import find_lines
from factories import Cast
from factories.money import make_line


@pytest.mark.parametrize("text", ["capacitacion", "CAPACITACIÓN tecnica", "nino", "niñO", "capacitación fondo"])
def test_a_line_is_found_whatever_its_accents(cast: Cast, text: str):
    line, other = make_line(cast), make_line(cast, code="2")
    BudgetLine.objects.filter(pk=line.pk).update(activity_name="Capacitación técnica de niños")
    assert find_lines(cast.secretary, cast.plan, 2025, text) == [line]
    assert find_lines(cast.secretary, cast.plan, 2025, "fondo") == [line, other]
    assert find_lines(cast.secretary, cast.plan, 2025, " \0 ") == []
