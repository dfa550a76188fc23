"""Each published figure names the act of the log that says it."""

import json
from pathlib import Path

import pytest

from concierta.kernel.decimals import plain
from concierta.ledger.models import Event
from concierta.plans.models import Plan
from concierta.publishing.operations.freeze import freeze_corte
from concierta.publishing.queries import read_package
from concierta.publishing.queries.acts import ReportEvents
from factories.ledger import body_of
from factories.plan_to_publish import CUT_OFF, PUBLISHED_AT, plan_to_publish

pytestmark = pytest.mark.django_db


def test_the_act_of_every_published_report_says_its_values(settings, tmp_path: Path):
    settings.HOME = tmp_path
    scene = plan_to_publish()
    freeze_corte(plan=scene.plan, cut_off=CUT_OFF, by=scene.secretary, at=PUBLISHED_AT)
    rows = read_package(tmp_path / "cortes" / "cali" / "2024-12-31").reports
    assert {row.outcome for row in rows} == {"", "verified", "adjusted", "rejected", "not_verifiable"}
    for row in rows:
        event = Event.objects.get(index=row.event_index)
        body = json.loads(event.payload)["body"]
        assert (event.leaf_hash, event.subject) == (row.event_leaf_hash, f"report/{row.report}")
        assert (body["value"], body.get("outcome", "")) == (plain(row.reported_value), row.outcome)
        assert body.get("verified_value") == plain(row.verified_value)
        assert body_of(event)["note" if row.outcome else "narrative"] == (row.reason or row.narrative)


def test_a_figure_without_an_act_names_none(cast):
    class Facts:
        key, source_file = "X/2024-T4/v1", None

    assert Plan.objects.exists()
    assert ReportEvents("no-such-plan").on(Facts()) == (None, "")
