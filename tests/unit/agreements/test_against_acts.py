"""A promise changed behind the program's back is told apart from what was put on record when it was signed."""

import pytest

from concierta.agreements.queries import agreements_against_acts
from factories.against_acts import in_sql, said_after
from factories.pledges import make_pledging


def test_what_was_promised_is_what_is_there(db: None) -> None:
    make_pledging()
    comparison = agreements_against_acts()
    assert (comparison.rows, comparison.differences) == (5, [])


@pytest.mark.parametrize(
    ("column", "value", "word"),
    [("text", "Otra cosa", "«text»"), ("due_on", "2030-01-01", "el plazo"), ("unit", "personas", "la unidad")],
)
def test_a_promise_changed_by_hand_is_named(db: None, column: str, value: str, word: str) -> None:
    make_pledging()
    statement = f"UPDATE agreements_pledge SET {column} = %s WHERE code = 'CP-2'"
    (problem,) = said_after(agreements_against_acts, in_sql(statement, value))
    assert problem.startswith(f"La promesa C1/CP-2: en la base de datos {word} es {value} y el acto ")
