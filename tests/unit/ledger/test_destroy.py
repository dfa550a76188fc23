"""Of what was sealed, one thing can be made unprovable; the leaf, its proofs and the other seals stay."""

import hashlib
import json

import pytest
from django.db import transaction

from concierta.kernel.errors import Invalid, PermissionRefused
from concierta.kernel.seals import seal
from concierta.ledger.models import Event, Salt
from concierta.ledger.operations import destroy_salts, record_event
from concierta.ledger.queries import ledger_problems
from factories import AT, Cast
from factories.ledger import events

CELLS = {f"breakdown/sexo/{code}": str(value) for code, value in (("m", 3), ("h", 300))}


@pytest.fixture
def event(cast: Cast) -> Event:
    with transaction.atomic():
        return record_event(
            kind="x", subject="y", body={"n": 1}, sealed={"note": "Sí.", **CELLS}, by=None, entity=None, at=AT
        )


def test_a_destroyed_cell_can_no_longer_be_shown_and_the_others_can(event: Event) -> None:
    payload = event.payload
    assert destroy_salts(event=event, names=["breakdown/sexo/m"], reason="Son tres.", by=None, at=AT) == 1
    event.refresh_from_db()
    assert event.payload == payload
    assert ledger_problems() == []
    digests = json.loads(payload)["body"]["sealed"]
    left = dict(Salt.objects.filter(event=event).values_list("name", "salt"))
    assert sorted(left) == ["breakdown/sexo/h", "note"]
    assert seal(bytes.fromhex(left["breakdown/sexo/h"]), "300") == digests["breakdown/sexo/h"]
    tried = [hashlib.sha256(str(number).encode()).hexdigest() for number in range(1000)]
    assert digests["breakdown/sexo/m"] not in tried


def test_it_is_an_act_that_says_how_many_and_not_which(event: Event) -> None:
    destroy_salts(event=event, names=CELLS, reason="Ley 79 de 1993.", by=None, at=AT)
    assert events("seals.destroyed") == [
        ("seals.destroyed", f"act/{event.index}", {"act": event.index, "count": 2, "reason": "Ley 79 de 1993."})
    ]
    assert "sexo" not in Event.objects.last().payload


@pytest.mark.parametrize("names", [[], ["other"], ["note", "other"]])
def test_a_name_that_the_act_did_not_seal_destroys_nothing(event: Event, names: list[str]) -> None:
    with pytest.raises(Invalid, match="breakdown/sexo/h, breakdown/sexo/m, note"):
        destroy_salts(event=event, names=names, reason="Por error.", by=None, at=AT)
    assert Salt.objects.filter(event=event).count() == 3


def test_it_needs_a_reason_and_is_done_once(event: Event) -> None:
    with pytest.raises(Invalid, match="Diga por qué"):
        destroy_salts(event=event, names=["note"], reason=" ", by=None, at=AT)
    destroy_salts(event=event, names=["note"], reason="La retiró.", by=None, at=AT)
    with pytest.raises(Invalid, match="no otros"):
        destroy_salts(event=event, names=["note"], reason="La retiró.", by=None, at=AT)


def test_only_who_operates_the_machine_destroys(event: Event, cast: Cast) -> None:
    with pytest.raises(PermissionRefused, match="concierta log"):
        destroy_salts(event=event, names=["note"], reason="La retiró.", by=cast.secretary, at=AT)
