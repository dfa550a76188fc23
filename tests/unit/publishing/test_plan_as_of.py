"""The past is never rewritten: each cut-off is measured and published with the plan then in force."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from concierta.amendments.enums import ChangeField, SubjectKind
from concierta.amendments.operations import AmendmentInconsistent
from concierta.amendments.queries import plan_as_of
from concierta.indicators.models import Target
from concierta.kernel.errors import Invalid, Refusal
from concierta.plans.models import ProductFollowUp
from concierta.publishing.operations.freeze import freeze_corte
from concierta.publishing.operations.write import write_package
from concierta.publishing.queries import achievement
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables.rows import tables_of
from factories import count_queries
from factories.amendments import (
    AmendableCast,
    addition,
    adopted_amendment,
    amendable_plan,
    change,
    closing,
    verified_figure,
    weigh,
)

pytestmark = pytest.mark.django_db
FIRST, SECOND, THIRD = date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30)
PUBLISHED_AT = datetime(2025, 4, 9, 15, tzinfo=UTC)


@pytest.fixture
def scene() -> AmendableCast:
    """Verified: IP-1 200, 400, 700 in the first three quarters of 2025; IP-2 100, 500, 600. Of IP-3 nothing."""
    scene = amendable_plan()
    for code, values in (("IP-1", (200, 400, 700)), ("IP-2", (100, 500, 600))):
        for quarter, value in enumerate(values, 1):
            verified_figure(scene, code, f"2025-T{quarter}", value)
    return scene


def table(scene: AmendableCast, cut_off: date, name: str) -> list[Any]:
    return tables_of(Snapshot(scene.plan, cut_off, PUBLISHED_AT + timedelta(days=300)))[name]


def one(rows: list[Any], **wanted: Any) -> Any:
    (row,) = [row for row in rows if all(getattr(row, name) == value for name, value in wanted.items())]
    return row


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


#: The acts of the log up to whenever one looks, and the two files that carry hashes of all the others.
LOG = {"data/changes.csv", "data/changes.parquet", "datapackage.json", "manifest.json"}

SOME = [
    ([change(after=800), change("IP-2", 500, "2026")], date(2025, 4, 15)),
    (weigh(BP_1="0.7", BP_2="0.3"), date(2025, 5, 1)),
    ([addition()], date(2025, 7, 1)),
    ([closing("BP-3"), change("IP-1", 650, "2025")], date(2025, 4, 20)),
    (
        [
            change("IP-2", "Otra cosa", "", ChangeField.NAME),
            change("IP-2", "univalle", "reports", ChangeField.RESPONSIBLE),
            change("BP-2/P-1", "otra unidad", "", ChangeField.UNIT, SubjectKind.PRODUCT),
            change("BP-1/P-1/01", date(2026, 2, 1), "", ChangeField.ENDS_ON, SubjectKind.ACTIVITY),
        ],
        date(2025, 4, 12),
    ),
]


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4), (4, 3, 2, 1, 0), (2, 0, 4, 1, 3)])
def test_a_cut_off_frozen_again_after_any_amendments_is_the_same_to_the_byte(scene, settings, tmp_path, order):
    settings.HOME = tmp_path
    corte = freeze_corte(plan=scene.plan, cut_off=FIRST, by=scene.secretary, at=PUBLISHED_AT)
    for place in order:
        changes, effective_on = SOME[place]
        adopted_amendment(scene, changes, effective_on=effective_on)
    again = tmp_path / "again"
    write_package(Snapshot(scene.plan, FIRST, PUBLISHED_AT), again, lambda _: None)
    first = files(tmp_path / "cortes" / "cali" / "2025-03-31")
    assert {name for name, content in files(again).items() if first.get(name) != content} == LOG
    assert corte.cut_off == FIRST


def test_any_order_ends_in_the_same_plan(scene):
    found = []
    for order in ((0, 1, 2, 4), (4, 2, 1, 0)):
        with transaction.atomic():
            for place in order:
                changes, effective_on = SOME[place]
                adopted_amendment(scene, changes, effective_on=effective_on)
            found.append([achievement(scene.plan, cut_off) for cut_off in (FIRST, SECOND, THIRD)])
            transaction.set_rollback(True)
    assert found[0] == found[1]


def test_the_figures_of_each_cut_off_follow_the_target_then_in_force(scene):
    adopted_amendment(scene, [change(after=800)])
    adopted_amendment(scene, [change(after=1400)], effective_on=date(2025, 9, 1))
    targets = [
        one(table(scene, day, "targets"), indicator="IP-1", period="2025").value for day in (FIRST, SECOND, THIRD)
    ]
    years = [achievement(scene.plan, day).tallies["indicator", "IP-1"].verified_year for day in (FIRST, SECOND, THIRD)]
    assert targets == [1000, 800, 1400]
    assert [str(value) for value in years] == ["1/5", "1/2", "1/2"]


def test_a_later_corte_tells_each_earlier_period_with_its_own_target(scene):
    adopted_amendment(scene, [change(after=800)])
    adopted_amendment(scene, [change(after=1400)], effective_on=date(2025, 9, 1))
    rows = [row for row in table(scene, THIRD, "measurements") if row.indicator == "IP-1" and row.period > "2025"]
    assert [(row.period, row.target, row.verified_year) for row in rows] == [
        ("2025-T1", 1000, Decimal("0.200000")),
        ("2025-T2", 800, Decimal("0.500000")),
        ("2025-T3", 1400, Decimal("0.500000")),
    ]


def test_a_target_that_did_not_exist_then_is_not_told_as_np(scene):
    Target.objects.filter(indicator=scene.outputs["IP-1"], year=2027).delete()
    adopted_amendment(scene, [change(key="2027", after=50), change(key="2026", after=None)])
    told = {
        day: {row.period: row.value for row in table(scene, day, "targets") if row.indicator == "IP-1"}
        for day in (FIRST, SECOND)
    }
    assert told[FIRST] == {"2024": 1000, "2025": 1000, "2026": 1000}
    assert told[SECOND] == {"2024": 1000, "2025": 1000, "2026": None, "2027": 50}


def test_weights_words_dates_and_responsibles_are_those_of_the_day(scene):
    for changes, effective_on in (SOME[1], SOME[4]):
        adopted_amendment(scene, changes, effective_on=effective_on)
    for day, weight, name, reporter, unit, ends_on in (
        (FIRST, "0.4", "Personas atendidas IP-2", "desarrollo", "personas", date(2025, 11, 30)),
        (SECOND, "0.7", "Otra cosa", "univalle", "otra unidad", date(2026, 2, 1)),
    ):
        tables = tables_of(Snapshot(scene.plan, day, PUBLISHED_AT + timedelta(days=300)))
        indicator = one(tables["indicators"], indicator="IP-2")
        assert one(tables["projects"], project="BP-1").weight == Decimal(weight)
        assert (indicator.name, indicator.reporter) == (name, reporter)
        assert one(tables["products"], project="BP-2").unit == unit
        assert one(tables["activities"], code="01").ends_on == ends_on


def test_another_goal_is_another_public_key_from_its_day(scene):
    adopted_amendment(scene, [change("BP-1/P-1", "45.9", "", ChangeField.GOAL, SubjectKind.PRODUCT)])
    assert [one(table(scene, day, "products"), project="BP-1").product for day in (FIRST, SECOND)] == [
        "BP-1/P-1/45.1",
        "BP-1/P-1/45.9",
    ]


def test_a_project_is_part_of_the_plan_from_when_it_enters_until_it_closes(scene):
    adopted_amendment(scene, [addition(), closing("BP-3")], effective_on=date(2025, 6, 30))
    for day, codes in ((FIRST, {"BP-1", "BP-2", "BP-3"}), (SECOND, {"BP-1", "BP-2", "BP-9"})):
        tables = tables_of(Snapshot(scene.plan, day, PUBLISHED_AT + timedelta(days=300)))
        assert {row.project for row in tables["projects"]} == codes
        assert {row.indicator for row in tables["indicators"]} == {"R-01"} | {
            code.replace("BP", "IP") for code in codes
        }


def test_what_a_closed_project_reported_does_not_break_a_later_corte(scene, settings, tmp_path):
    settings.HOME = tmp_path
    adopted_amendment(scene, [closing("BP-2"), *weigh(BP_1="1")])
    corte = freeze_corte(plan=scene.plan, cut_off=SECOND, by=scene.secretary, at=datetime(2025, 7, 20, tzinfo=UTC))
    assert corte.manifest_sha256
    reported = {row.indicator for row in table(scene, SECOND, "reports")}
    assert reported == {"IP-1"}


def test_an_adopted_weight_of_a_product_is_not_undone_by_what_a_matrix_states(scene):
    product, weight = scene.products["BP-1"], (ChangeField.WEIGHT, SubjectKind.PRODUCT)
    ProductFollowUp.objects.create(product=product, period=scene.periods["2025-T1"], weight=Decimal("0.3"))
    ProductFollowUp.objects.create(product=product, period=scene.periods["2025-T3"], weight=Decimal("0.3"))
    adopted_amendment(scene, [change("BP-1/P-1", "1", "", *weight)])
    weights = [one(table(scene, day, "products"), project="BP-1").weight for day in (FIRST, SECOND, THIRD)]
    assert weights == [Decimal("0.3"), 1, 1]


def test_a_cut_off_still_to_come_counts_what_begins_by_then(scene):
    adopted_amendment(scene, [change(after=800)], effective_on=THIRD)
    assert plan_as_of(scene.plan, SECOND).targets("IP-1", {(2025, None): Decimal(800)}) == {(2025, None): 1000}
    assert plan_as_of(scene.plan, THIRD).targets("IP-1", {(2025, None): Decimal(800)}) == {(2025, None): 800}


def test_reading_a_plan_that_moved_much_takes_no_more_queries(scene):
    before = count_queries(lambda: achievement(scene.plan, SECOND))
    for changes, effective_on in SOME:
        adopted_amendment(scene, changes, effective_on=effective_on)
    assert count_queries(lambda: achievement(scene.plan, SECOND)) == before
    whole = count_queries(lambda: tables_of(Snapshot(scene.plan, SECOND, PUBLISHED_AT)))
    adopted_amendment(scene, [change("IP-1", value, key) for key, value in (("2026", 1), ("2027", 2))])
    assert count_queries(lambda: tables_of(Snapshot(scene.plan, SECOND, PUBLISHED_AT))) == whole


_PARTS = st.sampled_from(
    [
        *(("target", code, year) for code in ("IP-1", "IP-2", "IP-3", "R-01") for year in ("2025", "2026")),
        ("weight", "", ""),
        ("axes", "", ""),
        ("close", "BP-3", ""),
        ("add", "", ""),
        ("name", "IP-1", ""),
        ("kind", "IP-2", ""),
    ]
)
_AMENDMENTS = st.lists(
    st.tuples(st.lists(_PARTS, min_size=1, max_size=3, unique=True), st.integers(0, 170), st.integers(1, 9)),
    min_size=1,
    max_size=4,
)


def _changes(parts: list[tuple[str, str, str]], size: int) -> list[Any]:
    share = Decimal(size) / 10
    made: list[Any] = []
    for what, subject, key in parts:
        if what == "target":
            made.append(change(subject, size * 137, key))
        elif what == "weight":
            made += weigh(BP_1=str(share), BP_2=str(1 - share))
        elif what == "axes":
            axis = (ChangeField.WEIGHT, SubjectKind.NODE)
            made += [change("eje/1", share, "", *axis), change("eje/2", 1 - share, "", *axis)]
        elif what == "close":
            made.append(closing(subject))
        elif what == "add":
            made.append(addition())
        elif what == "name":
            made.append(change(subject, f"Nombre {size}", "", ChangeField.NAME))
        else:
            made.append(change(subject, "stock" if size % 2 else "flow", "", ChangeField.ACCUMULATION))
    return made


@settings(
    max_examples=12,
    # An example freezes several cut-offs: making a failing one smaller would take longer than reading it.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(_AMENDMENTS)
def test_no_amendment_whatever_its_order_moves_a_cut_off_before_its_effect(scene, amendments):
    """Everything that a corte says, of every cut-off, before and after each adoption."""

    def told(day: date) -> dict[str, list[Any]]:
        return tables_of(Snapshot(scene.plan, day, PUBLISHED_AT))

    with transaction.atomic():
        for parts, days, size in amendments:
            effective_on = date(2025, 4, 12) + timedelta(days=days)
            past = [day for day in (date(2024, 12, 31), FIRST, SECOND, THIRD) if day < effective_on]
            before = [told(day) for day in past]
            try:
                with transaction.atomic():
                    adopted_amendment(scene, _changes(parts, size), effective_on=effective_on)
            except (Invalid, AmendmentInconsistent, Refusal):
                continue
            for day, then in zip(past, before, strict=True):
                now = told(day)
                assert {name for name in then if now[name] != then[name]} <= {"changes"}
        transaction.set_rollback(True)
