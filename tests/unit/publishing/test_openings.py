"""A corte opens the seals of what it publishes, and of nothing else."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from concierta.indicators.models import Category, CategorySet
from concierta.kernel.seals import seal
from concierta.ledger.models import Event, Salt
from concierta.publishing.operations.freeze import freeze_corte
from concierta.publishing.queries import Package, read_package
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables.rows import tables_of
from factories.cast import make_indicator, make_product
from factories.mesa import SESSION_AT, full_session, make_mesa
from factories.plan_to_publish import CUT_OFF, PUBLISHED_AT, PlanToPublish, plan_to_publish
from factories.reports import checked_report, returned_report

pytestmark = pytest.mark.django_db

#: With a small cell, what hides it, and one that is shown.
PARTS = {"p": 4, "m": 296, "h": 600}


@pytest.fixture
def scene() -> PlanToPublish:
    scene = plan_to_publish()
    group = CategorySet.objects.create(code="grupo", name="Grupo", exhaustive=True)
    categories = [Category.objects.create(category_set=group, code=code, name=code, ordinal=1) for code in PARTS]
    indicator = make_indicator(scene, "IP-CELLS", product=make_product(scene, "CELLS"))
    indicator.category_sets.add(group)
    parts = {one.pk: Decimal(PARTS[one.code]) for one in categories}
    checked_report(scene, indicator=indicator, narrative="Llegaron por la feria.", breakdown=parts)
    return scene


def package_of(scene: PlanToPublish, home: Path) -> Package:
    freeze_corte(plan=scene.plan, cut_off=CUT_OFF, by=scene.secretary, at=PUBLISHED_AT)
    return read_package(home / "cortes" / "cali" / "2024-12-31")


def opened(package: Package, subject: str) -> dict[str, str]:
    """Name → salt of the seals of a subject that the package opens."""
    acts = set(Event.objects.filter(subject=subject).values_list("index", flat=True))
    return {row.seal: row.salt for row in package.table("openings") if row.event_index in acts}


def test_a_reader_of_the_package_checks_each_word_and_each_cell_that_it_shows(
    settings, tmp_path: Path, scene: PlanToPublish
) -> None:
    settings.HOME = tmp_path
    package = package_of(scene, tmp_path)
    subject = "report/IP-CELLS/2024-T4/v1"
    salts = opened(package, subject)
    assert sorted(salts) == ["breakdown/grupo/h", "evidence", "narrative", "note"]
    acts = [
        json.loads(payload)["body"]
        for payload in Event.objects.filter(subject=subject).values_list("payload", flat=True)
    ]
    digests = {name: digest for body in acts for name, digest in body.get("sealed", {}).items()}
    [report] = [row for row in package.reports if row.indicator == "IP-CELLS"]
    shown = {"narrative": report.narrative, "note": report.reason, "breakdown/grupo/h": "600"}
    assert {name: seal(bytes.fromhex(salts[name]), value) for name, value in shown.items()} == {
        name: digests[name] for name in shown
    }


def test_what_a_table_does_not_show_is_not_opened(settings, tmp_path: Path, scene: PlanToPublish) -> None:
    settings.HOME = tmp_path
    other = make_indicator(scene, "IP-BACK", product=make_product(scene, "BACK"))
    scene.indicator = other
    returned_report(scene, reason="Falta el listado firmado.")
    package = package_of(scene, tmp_path)
    kept = set(Salt.objects.values_list("event_id", "name")) - {
        (row.event_index, row.seal) for row in package.table("openings")
    }
    returned = Event.objects.get(kind="report.returned").index
    sent = Event.objects.get(kind="report.submitted", subject="report/IP-CELLS/2024-T4/v1").index
    assert {(returned, "note"), (sent, "breakdown/grupo/p"), (sent, "breakdown/grupo/m")} <= kept


def test_of_a_reserved_item_nothing_is_opened_and_of_others_what_was_voted_is() -> None:
    cast = make_mesa()
    cast.plan.agreement = cast.agreement
    cast.plan.save()
    full_session(cast)
    decision = cast.mesa.decisions.get()
    item = decision.motion.item
    at = SESSION_AT.replace(year=SESSION_AT.year + 1)
    acts = {"motion.opened", "decision.adopted", "vote.cast", "motion.carried"}

    def told() -> set[str]:
        rows = tables_of(Snapshot(cast.plan, CUT_OFF, at))["openings"]
        kinds = dict(Event.objects.values_list("index", "kind"))
        return {kinds[row.event_index] for row in rows} & acts

    assert told() == acts
    item.reserved_basis = "Ley 1712 de 2014, artículo 18"
    item.save()
    assert told() == set()


def test_a_destroyed_salt_opens_nothing(settings, tmp_path: Path, scene: PlanToPublish) -> None:
    settings.HOME = tmp_path
    Salt.objects.filter(name="narrative").delete()
    assert {row.seal for row in package_of(scene, tmp_path).table("openings")} & {"narrative"} == set()
