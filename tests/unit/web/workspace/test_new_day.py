"""Whoever takes over on a day does so before the first page of that day is answered."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from concierta.responsibilities.enums import Duty
from concierta.responsibilities.operations import hand_over
from concierta.web.workspace import middleware
from concierta.web.workspace.middleware import NewDay
from factories import AT, make_entity
from factories.answering import in_force, make_answering, make_decision

pytestmark = pytest.mark.django_db


def test_the_first_request_of_the_day_lets_whoever_takes_over_act(monkeypatch: pytest.MonkeyPatch) -> None:
    scene, day, other = make_answering(), AT + timedelta(days=9), make_entity("observatorio")
    in_force(scene)
    hand_over(
        subject=scene.indicator, duty=Duty.VERIFIES, entity=other, person=None, since=day.date(), reason="Pasa.",
        decision=make_decision(scene), by=scene.secretary, at=AT,
    )  # fmt: skip
    page, told = NewDay(lambda request: HttpResponse()), []
    for at in (day - timedelta(days=1), day):
        monkeypatch.setattr(middleware, "today", at.date)
        monkeypatch.setattr(middleware, "now", lambda at=at: at)
        page(RequestFactory().get("/"))
        scene.indicator.refresh_from_db()
        told.append(scene.indicator.verifier)
    assert told == [None, other]
