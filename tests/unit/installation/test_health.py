"""One address tells a machine whether all is well, and nothing else."""

import json
import os
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client

from concierta.installation import health
from concierta.ledger.models import Event
from factories import AT, Cast, submitted_report

pytestmark = pytest.mark.django_db

WELL = {"ok": True, "database": True, "home": True, "space": True, "log": True}


def ask() -> tuple[int, dict[str, Any]]:
    answer = Client().get("/salud")
    return answer.status_code, json.loads(answer.content)


def test_all_is_well(cast: Cast) -> None:
    submitted_report(cast)

    assert ask() == (200, WELL)


@pytest.mark.parametrize("name", ["database", "home", "space", "log"])
@pytest.mark.parametrize("trouble", [False, DatabaseError, OSError])
def test_each_trouble_has_its_name(monkeypatch: pytest.MonkeyPatch, name: str, trouble: Any) -> None:
    def look() -> bool:
        if trouble:
            raise trouble
        return False

    monkeypatch.setitem(health._LOOKS, name, look)

    assert ask() == (503, WELL | {"ok": False, name: False})


def test_a_gap_between_the_latest_leaves_is_noticed(cast: Cast) -> None:
    submitted_report(cast)
    last = Event.objects.order_by("index").last()
    assert last is not None
    given = {"kind": "x", "subject": "x", "payload": "{}", "leaf_hash": "0" * 64, "recorded_at": AT}
    Event.objects.create(index=last.index + 2, **given)

    assert ask() == (503, WELL | {"ok": False, "log": False})


def test_a_home_that_cannot_be_written_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)

    assert ask() == (503, WELL | {"ok": False, "home": False})


def test_a_disk_that_is_nearly_full_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LEAST_FREE", 1 << 60)

    assert ask() == (503, WELL | {"ok": False, "space": False})
