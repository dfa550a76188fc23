"""What is kept beside means that are sought: documents, deadlines and contacts, and who sees them."""

from datetime import date

import pytest

from concierta.budgets.enums import Stage
from concierta.budgets.models import Opportunity, OpportunityContact
from concierta.budgets.operations import (
    attach_document,
    expire_opportunity,
    forget_contact,
    forget_expired_contacts,
    keep_contact,
    meet_deadline,
    prepare_opportunity,
    set_deadline,
)
from concierta.budgets.queries import (
    board_of,
    contacts_for,
    money_dates,
    opportunity_for,
)
from concierta.kernel.errors import Invalid, NotFound, PermissionRefused, TransitionRefused
from concierta.ledger.models import Event
from concierta.people.enums import Role
from concierta.plans.enums import PlanState
from factories import Cast, count_queries, evidence_of, make_entity, make_person
from factories.ledger import last_body
from factories.means import sought_alone, walked
from factories.money import AT, CUT_OFF

M = 1_000_000


def test_documents_are_those_of_the_entity(cast: Cast):
    made = sought_alone(cast)
    attach_document(opportunity=made, document=evidence_of(cast.desarrollo, cast.reporter), by=cast.reporter, at=AT)
    assert len(last_body()["document"]) == 64
    with pytest.raises(Invalid, match="no es un documento"):
        attach_document(opportunity=made, document=evidence_of(cast.sena, cast.outsider), by=cast.reporter, at=AT)


def test_deadlines_are_told_until_they_are_met(cast: Cast):
    made = sought_alone(cast, person=cast.reporter)
    deadline = set_deadline(opportunity=made, what="Enviar el informe", due_on=CUT_OFF, by=cast.reporter, at=AT)
    (due,) = money_dates(CUT_OFF)
    assert (due.kind, due.title, due.entity, due.person) == (
        "opportunity_deadline",
        "M-01 · Enviar el informe",
        cast.desarrollo,
        cast.reporter,
    )
    assert money_dates(date(2025, 3, 30)) == []
    assert board_of(None, cast.plan).cards[0].next_deadline == CUT_OFF
    meet_deadline(deadline=deadline, done_on=CUT_OFF, by=cast.reporter, at=AT)
    assert money_dates(CUT_OFF) == []


def test_what_has_ended_reminds_nobody(cast: Cast):
    made = sought_alone(cast)
    set_deadline(opportunity=made, what="Enviar", due_on=CUT_OFF, by=cast.reporter, at=AT)
    expire_opportunity(opportunity=made, reason="Cerró", by=cast.reporter, at=AT)
    assert money_dates(CUT_OFF) == []


def contact(cast: Cast, made: Opportunity, **fields: object) -> OpportunityContact:
    base = {"name": "Ana Pérez", "email": "ana@example.org", "keep_until": date(2025, 12, 31)}
    return keep_contact(opportunity=made, **(base | {"by": cast.reporter, "at": AT} | fields))


def test_a_contact_is_personal_data(cast: Cast):
    made = sought_alone(cast)
    events = Event.objects.count()
    kept = contact(cast, made)
    assert (kept.purpose, Event.objects.count()) == ("Dar seguimiento a la gestión M-01.", events)
    assert [one.name for one in contacts_for(cast.reporter, made)] == ["Ana Pérez"]
    assert [one.name for one in contacts_for(cast.secretary, made)] == ["Ana Pérez"]
    with pytest.raises(PermissionRefused):
        contacts_for(cast.verifier, made)
    forget_contact(contact=kept, by=cast.reporter, at=AT)
    assert not OpportunityContact.objects.exists()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"keep_until": date(2025, 4, 9)}, "keep_until"),
        ({"keep_until": date(2027, 4, 12)}, "keep_until"),
        ({"email": ""}, "email"),
        ({"name": ""}, "name"),
    ],
)
def test_a_contact_is_kept_for_a_time_and_can_be_reached(cast: Cast, fields: dict, field: str):
    made = sought_alone(cast)
    with pytest.raises(Invalid) as caught:
        contact(cast, made, **fields)
    assert caught.value.field == field


def test_contacts_are_erased_on_the_day_after(cast: Cast):
    contact(cast, sought_alone(cast))
    assert forget_expired_contacts(on=date(2025, 12, 31), by=None, at=AT) == 0
    assert forget_expired_contacts(on=date(2026, 1, 1), by=None, at=AT) == 1


@pytest.mark.parametrize("who", ["outsider", "reviewer", "verifier"])
def test_others_do_not_act_for_the_entity(cast: Cast, who: str):
    made = sought_alone(cast)
    stranger = {"by": getattr(cast, who), "at": AT}
    for attempt in (
        lambda: sought_alone(cast, "M-02", **stranger),
        lambda: prepare_opportunity(opportunity=made, **stranger),
        lambda: set_deadline(opportunity=made, what="x", due_on=CUT_OFF, **stranger),
        lambda: contact(cast, made, **stranger),
        lambda: expire_opportunity(opportunity=made, reason="x", **stranger),
    ):
        with pytest.raises(PermissionRefused):
            attempt()


def test_the_board_is_for_those_who_have_a_part(cast: Cast):
    made = sought_alone(cast)
    stranger = make_person("Nadie", (Role.REPORTER, make_entity("nadie")))
    with pytest.raises(PermissionRefused, match="lo ven las que tienen parte"):
        board_of(stranger, cast.plan)
    with pytest.raises(NotFound):
        opportunity_for(stranger, made.pk)
    for user in (cast.reporter, cast.secretary, cast.verifier, None):
        assert opportunity_for(user, made.pk) == made


def test_a_closed_plan_seeks_nothing(cast: Cast):
    made = sought_alone(cast)
    cast.plan.state = PlanState.CLOSED
    cast.plan.save()
    with pytest.raises(TransitionRefused):
        prepare_opportunity(opportunity=made, by=cast.reporter, at=AT)


def test_the_board_asks_as_much_for_one_as_for_many(cast: Cast):
    walked(cast, sought_alone(cast), Stage.DISBURSED)
    one = count_queries(lambda: board_of(None, cast.plan))
    for code in ("M-02", "M-03"):
        walked(cast, sought_alone(cast, code), Stage.DISBURSED)
    assert count_queries(lambda: board_of(None, cast.plan)) == one
