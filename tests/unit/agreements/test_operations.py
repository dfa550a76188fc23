from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError

from concierta.accounts.operations import register_entity
from concierta.agreements.enums import PledgeKind
from concierta.agreements.models import Pledge
from concierta.agreements.operations import add_clause, add_signatory, register_agreement, register_pledge
from concierta.agreements.queries import agreement_by_slug, clauses_of, pledges_of
from concierta.kernel.errors import Invalid, NotFound, PermissionRefused, Refusal
from concierta.ledger.models import Event
from concierta.people.enums import Role
from factories import make_person

pytestmark = pytest.mark.django_db
AT = datetime(2024, 7, 2, 14, tzinfo=UTC)


@pytest.fixture
def sena():
    return register_entity(code="sena", name="Servicio de Aprendizaje", by=None, at=AT)


@pytest.fixture
def agreement(sena):
    signed = register_agreement(slug="cali-2012", title="Acuerdo", signed_on=date(2012, 2, 27), by=None, at=AT)
    add_signatory(agreement=signed, entity=sena, by=None, at=AT)
    return signed


@pytest.fixture
def clause(agreement):
    return add_clause(agreement=agreement, code="C1", title="Medios", text="Poner los medios.", by=None, at=AT)


def pledge(clause, entity, **changes):
    fields = {"code": "CP-01", "text": "Formar", "kind": PledgeKind.IN_KIND, "by": None, "at": AT}
    fields |= {"quantity": Decimal(40), "unit": "grupos"}
    return register_pledge(clause=clause, entity=entity, **(fields | changes))


def person_with(role, entity):
    return make_person("Ana", (role, entity))


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SECRETARIAT])
def test_only_the_secretariat_keeps_agreements(role, sena):
    with pytest.raises(PermissionRefused, match="Secretaría técnica"):
        register_agreement(slug="x", title="X", signed_on=date(2012, 2, 27), by=person_with(role, sena), at=AT)


def test_the_secretariat_keeps_agreements(sena):
    by = person_with(Role.SECRETARIAT, sena)
    assert register_agreement(slug="x", title="X", signed_on=date(2012, 2, 27), by=by, at=AT).pk


def test_an_agreement_is_found_by_its_slug(agreement):
    assert agreement_by_slug(None, "cali-2012") == agreement
    with pytest.raises(NotFound, match="otro"):
        agreement_by_slug(None, "otro")


def test_a_slug_names_one_agreement(agreement):
    with pytest.raises(Refusal, match="cali-2012"):
        register_agreement(slug="cali-2012", title="Otro", signed_on=date(2012, 2, 27), by=None, at=AT)


def test_clauses_keep_the_order_in_which_they_were_added(agreement, clause):
    add_clause(agreement=agreement, code="C2", title="Mesa", text="Sentarse.", by=None, at=AT)
    assert [(c.ordinal, c.code) for c in clauses_of(agreement)] == [(1, "C1"), (2, "C2")]


def test_a_clause_code_is_used_once(agreement, clause):
    with pytest.raises(Refusal, match="C1"):
        add_clause(agreement=agreement, code="C1", title="Otra", text="Otra.", by=None, at=AT)


def test_an_entity_signs_once(agreement, sena):
    with pytest.raises(Refusal, match="ya firmó"):
        add_signatory(agreement=agreement, entity=sena, by=None, at=AT)


def test_who_did_not_sign_cannot_pledge(clause):
    stranger = register_entity(code="otra", name="Otra", by=None, at=AT)
    with pytest.raises(Refusal, match="no firmó"):
        pledge(clause, stranger)


def test_cash_is_pledged_in_pesos_and_kind_in_its_own_unit(clause, sena):
    cash = pledge(clause, sena, kind=PledgeKind.CASH, amount=400_000_000, quantity=None, unit="")
    kind = pledge(clause, sena, code="CP-02")
    assert [(p.code, p.amount, p.quantity) for p in pledges_of(clause.agreement)] == [
        ("CP-01", 400_000_000, None),
        ("CP-02", None, Decimal(40)),
    ]
    assert {cash.kind, kind.kind} == {PledgeKind.CASH, PledgeKind.IN_KIND}


@pytest.mark.parametrize(
    "mixed", [{"kind": PledgeKind.CASH, "amount": None}, {"kind": PledgeKind.IN_KIND, "amount": 400_000_000}]
)
def test_cash_without_pesos_and_kind_with_pesos_are_refused(clause, sena, mixed):
    with pytest.raises(Invalid) as refused:
        pledge(clause, sena, **mixed)
    assert refused.value.field == "amount"


@pytest.mark.parametrize("amount", [0, -1])
def test_a_pledge_of_nothing_is_refused(clause, sena, amount):
    with pytest.raises(Invalid, match="mayor que cero"):
        pledge(clause, sena, kind=PledgeKind.CASH, amount=amount)


def test_a_pledge_code_is_used_once_per_clause(clause, sena):
    pledge(clause, sena)
    with pytest.raises(Refusal, match="CP-01"):
        pledge(clause, sena)


def test_the_database_too_keeps_cash_and_kind_apart(clause, sena):
    made = pledge(clause, sena)
    with pytest.raises(IntegrityError, match="cash_pledges"):
        Pledge.objects.filter(pk=made.pk).update(amount=1)


def test_every_act_leaves_one_event(clause, sena):
    before = Event.objects.count()
    pledge(clause, sena)
    event = Event.objects.latest("index")
    assert Event.objects.count() == before + 1
    assert (event.kind, event.subject, event.entity) == ("pledge.registered", "pledge:cali-2012:CP-01", sena)
