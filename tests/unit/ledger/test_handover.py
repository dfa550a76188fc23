"""A log that was packed takes no act but the one that opens it again."""

import pytest

from concierta.kernel.errors import PermissionRefused, Refusal, TransitionRefused
from concierta.ledger.models import Event
from concierta.ledger.operations import publish_log, record_packed, record_received, record_undone, rotate_key
from concierta.ledger.queries import packed_act
from factories import AT, Cast
from unit.ledger.acts import record

pytestmark = pytest.mark.django_db
RECEIVER, PACKAGE = "ab" * 32, "cd" * 32


def test_after_packing_nothing_is_recorded(settings) -> None:
    record()
    assert packed_act() is None
    record_packed(receiver=RECEIVER, by=None, at=AT)
    assert packed_act().body == {"receiver": RECEIVER}
    for act in (record, lambda: record_packed(receiver=RECEIVER, by=None, at=AT), lambda: rotate_key(by=None, at=AT)):
        with pytest.raises(Refusal, match="concierta handover undo"):
            act()
    assert [event.kind for event in Event.objects.order_by("index")] == ["report.submitted", "handover.packed"]


def test_what_closed_it_is_signed_and_what_was_signed_may_be_again(settings) -> None:
    record_packed(receiver=RECEIVER, by=None, at=AT)
    assert publish_log(site=settings.SITE, by=None, at=AT).size == 1
    assert publish_log(site=settings.SITE, by=None, at=AT).added == 0


def test_it_is_opened_where_it_is_received() -> None:
    record_packed(receiver=RECEIVER, by=None, at=AT)
    record_received(manifest_sha256=PACKAGE, by=None, at=AT)
    assert packed_act() is None
    assert record().index == 2


def test_it_is_opened_where_it_is_undone() -> None:
    record_packed(receiver=RECEIVER, by=None, at=AT)
    record_undone(by=None, at=AT)
    assert record().index == 2


@pytest.mark.parametrize("opens", [record_undone, lambda **told: record_received(manifest_sha256=PACKAGE, **told)])
def test_what_is_open_is_neither_received_nor_undone(opens) -> None:
    record()
    with pytest.raises(TransitionRefused, match="concierta handover pack"):
        opens(by=None, at=AT)


def test_only_the_operator_of_the_machine_hands_over(cast: Cast) -> None:
    with pytest.raises(PermissionRefused):
        record_packed(receiver=RECEIVER, by=cast.secretary, at=AT)
    record_packed(receiver=RECEIVER, by=None, at=AT)
    for opens in (record_undone, lambda **told: record_received(manifest_sha256=PACKAGE, **told)):
        with pytest.raises(PermissionRefused):
            opens(by=cast.secretary, at=AT)
