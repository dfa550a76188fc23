"""Whether each commitment is kept, as each reader sees it: the matrix, each cell in words, what is missing."""

from datetime import date

import pytest

from concierta.evaluation.enums import MilestoneKind, MilestoneState
from concierta.evaluation.operations import verify_milestone
from concierta.kernel.clock import now
from factories import count_queries
from factories.agreements import Living, in_force, make_living, promised
from factories.evaluation import declared_milestone
from factories.pages import text

pytestmark = pytest.mark.django_db

STATES = "/trabajo/acuerdos/acuerdo/estado/"
CLAUSE, SENA = f"{STATES}compromisos/C1/", f"{STATES}entidades/sena/"
DUE = date(2025, 1, 2)


def behind(*codes: str) -> Living:
    """`sena` promised something for yesterday."""
    living = in_force(*codes)
    promised(living, due_on=DUE)
    return living


def kept(living: Living) -> None:
    pledge = living.clause.pledges.get()
    milestone = declared_milestone(living, pledge=pledge, kind=MilestoneKind.OTHER, rung=None)
    finding = MilestoneState.VERIFIED
    verify_milestone(milestone=milestone, finding=finding, reason="Se vio.", by=living.verifier, at=now())


def test_the_matrix_says_who_keeps_what_and_changes_when_a_milestone_is_verified(visitor):
    living = behind("camara")
    client = visitor(living.reporter)
    shown = text(client.get(STATES))
    assert "<h1>En 0 de 1 compromiso que ya se puede juzgar cumplen todas las firmantes</h1>" in shown
    assert "1 no cumple · 1 sin promesa" in shown
    assert f'href="{CLAUSE}"' in shown
    kept(living)
    assert "<h1>En 1 de 1 compromiso que ya se puede juzgar cumplen" in text(client.get(STATES))


def test_each_cell_is_told_with_its_figures(visitor):
    client = visitor(behind("camara").reporter)
    clause = text(client.get(CLAUSE))
    assert "Promesas cumplidas: 0 de 1" in clause
    assert clause.index("entidades/sena/") < clause.index("entidades/camara/")
    assert "Promesas cumplidas: 0 de 1" in text(client.get(SENA))


def test_its_own_people_read_first_what_is_missing_and_nobody_else_does(visitor):
    living = behind("camara")
    own, other = visitor(living.spokespeople["sena"]), visitor(living.spokespeople["camara"])
    for path in (STATES, SENA):
        assert "Promesas cumplidas: faltan 1" in text(own.get(path))
        assert "faltan 1" not in text(other.get(path))
    assert "Hoy no le falta nada de lo que ya puede juzgarse." in text(other.get(STATES))


def test_their_work_says_so_while_something_is_missing(visitor):
    living = behind("camara")
    words = "A SENA le falta 1 compromiso por cumplir"
    client = visitor(living.spokespeople["sena"])
    work = text(client.get("/trabajo/"))
    assert words in work
    assert f'href="{SENA}"' in work
    assert "por cumplir" not in text(visitor(living.spokespeople["camara"]).get("/trabajo/"))
    kept(living)
    assert words not in text(client.get("/trabajo/"))


def test_before_anybody_is_bound_the_page_says_when_there_will_be_something(visitor):
    client = visitor(make_living().secretary)
    assert "El acuerdo todavía no obliga a nadie" in text(client.get(STATES))
    assert [client.get(path).status_code for path in (CLAUSE, SENA, f"{STATES}compromisos/C9/")] == [404, 404, 404]


def test_the_agreement_leads_there(visitor):
    assert f'href="{STATES}"' in text(visitor(in_force().secretary).get("/trabajo/acuerdos/acuerdo/"))


def test_it_asks_the_same_of_one_entity_and_of_three(visitor, cast):
    living = in_force("camara", "andi", cast=cast)
    client = visitor(living.spokespeople["sena"])
    paths = (STATES, CLAUSE, SENA, "/trabajo/")
    promised(living, due_on=DUE)

    def asked() -> list[int]:
        return [count_queries(lambda path=path: client.get(path)) for path in paths]

    asked()
    one = asked()
    for code in ("camara", "andi"):
        promised(living, f"P-{code}", code, due_on=DUE)
    assert asked() == one
