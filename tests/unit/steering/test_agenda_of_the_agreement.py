"""The agreement on the agenda: yearly reviews that wait for the table, and what the agreement before left."""

from datetime import date

import pytest

from concierta.evaluation.operations import close_review
from concierta.mesa.enums import ItemSource
from concierta.mesa.models import Mesa
from concierta.mesa.operations import add_item
from concierta.steering.queries import Place, agenda_proposals, places_of
from factories import AT
from factories.agreements import in_force, later
from factories.evaluation import opened_review
from factories.pledges import mesa_decision
from unit.evaluation.test_close_outs import answered, left, succeeded

pytestmark = pytest.mark.django_db


def brought(mesa, on):
    return {one.subject: one.why for one in agenda_proposals(mesa, on) if one.source == ItemSource.AGREEMENT}


def test_a_review_waits_for_the_table_once_nobody_has_time_left():
    living = in_force("camara")
    review, decision = opened_review(living), mesa_decision(living.agreement, living)
    mesa = decision.mesa
    assert brought(mesa, date(2025, 1, 10)) == {}
    assert brought(mesa, date(2025, 1, 11)) == {
        "yearly_review:2025": "0 de 2 casos con autoevaluación, 0 con la mirada de otra entidad."
    }
    close_review(review=review, decision=decision, by=living.secretary, at=later(9))
    assert brought(mesa, date(2025, 2, 1)) == {}


def test_what_the_agreement_before_left_stays_until_it_is_answered():
    living = in_force()
    first, second = left(living), left(living)
    agreement = succeeded(living)
    mesa = Mesa.objects.create(agreement=agreement, name="Mesa", secretariat=living.planeacion, chair=living.desarrollo)
    answered(living, second)
    assert brought(mesa, date(2028, 2, 1)) == {"close_out:previous": "1 de 2 puntos siguen sin respuesta: 1."}
    answered(living, first)
    assert brought(mesa, date(2028, 2, 1)) == {}


def test_they_lead_to_their_pages():
    living = in_force()
    opened_review(living)
    session = mesa_decision(living.agreement, living).session
    given = {"session": session, "source": "agreement", "by": living.secretary, "at": AT}
    review = add_item(**given, title="Revisión", subject="yearly_review:2025")
    close_out = add_item(**given, title="Cierre", subject="close_out:previous")
    assert places_of(living.secretary, session.mesa, [review, close_out]) == {
        review.pk: [Place("agreement_review", ("acuerdo", 2025))],
        close_out.pk: [Place("close_out", ("acuerdo",))],
    }
