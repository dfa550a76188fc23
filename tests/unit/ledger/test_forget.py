import pytest

from concierta.kernel.errors import PermissionRefused
from concierta.ledger.models import Event, Opening
from concierta.ledger.operations import forget_person, publish_log
from concierta.ledger.queries import ledger_problems, published_log_problems
from factories import AT, Cast
from unit.ledger.acts import record


def test_a_person_is_forgotten_and_every_proof_still_holds(cast: Cast, settings) -> None:
    events = [record(by=cast.reporter), record(by=cast.verifier), record(by=cast.reporter)]
    before = publish_log(site=settings.SITE, by=None, at=AT)
    assert forget_person(person=cast.reporter, by=None, at=AT) == 2
    assert [opening.person for opening in Opening.objects.all()] == [cast.verifier]
    assert [event.payload for event in Event.objects.all()] == [event.payload for event in events]
    assert publish_log(site=settings.SITE, by=None, at=AT).checkpoint == before.checkpoint
    assert ledger_problems() + published_log_problems(settings.SITE) == []


def test_the_account_is_left_without_name_address_or_entry(cast: Cast) -> None:
    forget_person(person=cast.reporter, by=None, at=AT)
    cast.reporter.refresh_from_db()
    assert (cast.reporter.name, cast.reporter.is_active, cast.reporter.has_usable_password()) == ("", False, False)
    assert "rosa" not in cast.reporter.email


def test_only_who_operates_the_machine_forgets_people(cast: Cast) -> None:
    record(by=cast.reporter)
    with pytest.raises(PermissionRefused, match="concierta log"):
        forget_person(person=cast.reporter, by=cast.secretary, at=AT)
    assert Opening.objects.count() == 1
