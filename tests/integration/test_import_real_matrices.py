"""The three real cuts of Cali: whole, in any order, again without a difference, to the peso."""

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest
from django.db import transaction

from concierta.indicators.models import Indicator
from concierta.kernel.clock import now
from concierta.plans.matrix import MatrixDraft, load_profile, read_matrix
from concierta.plans.models import (
    Activity,
    ActivityFollowUp,
    Finding,
    MatrixImport,
    ProductFollowUp,
    Project,
    ReconciliationRow,
)
from concierta.reporting.models import Report
from concierta.reporting.operations import import_matrix
from factories.dumps import full_dump

pytestmark = [pytest.mark.real_data, pytest.mark.slow]

CUTS = ("cuadro_1s_2024_09.xlsx", "cuadro_1s_2024_12.xlsx", "cuadro_1s_2025_03.xlsx")
MONEY = ("initial", "modified", "executed", "obligated", "paid")
_FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "plans" / "cali"


@pytest.fixture(scope="module")
def cuts() -> tuple[MatrixDraft, ...]:
    if not _FOLDER.is_dir():
        pytest.skip(f"the public data files are not in {_FOLDER}")
    profile = load_profile("cuadro-1s")
    return tuple(read_matrix(_FOLDER / name, profile=profile, period=None, filename=name) for name in CUTS)


def load(*drafts: MatrixDraft, **options):
    for draft in drafts:
        result = import_matrix(plan="cali", draft=draft, by=None, at=now(), **options)
    return result


@pytest.fixture(scope="module")
def in_order(django_db_setup, django_db_blocker, cuts) -> dict:
    """What the three cuts leave when they come in the order of their dates."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(*cuts)
        dump = full_dump()
        transaction.set_rollback(True)
    return dump


@pytest.fixture(scope="class")
def loaded(once, cuts, in_order) -> Iterator[None]:
    """The three cuts, in the order of their dates, for the tests of one class: what each does is undone."""
    with once():
        load(*cuts)
        yield


@pytest.mark.parametrize("order", list(permutations((0, 1, 2)))[1:])
def test_any_order_gives_the_identical_database(db: None, cuts, in_order, order: tuple[int, ...]):
    load(*(cuts[place] for place in order))
    dump = full_dump()
    for table, rows in in_order.items():
        assert dump[table] == rows, table


@pytest.mark.parametrize("place", range(3))
def test_nothing_of_a_file_is_lost_on_its_way_to_the_tables(db: None, cuts, place: int):
    draft = cuts[place]
    result = load(draft).as_dict()
    facts = ActivityFollowUp.objects.all()
    assert facts.count() == Activity.objects.count() == draft.counts.rows
    assert Project.objects.count() == draft.counts.projects
    assert ProductFollowUp.objects.count() == Indicator.objects.count() == draft.counts.products
    assert ReconciliationRow.objects.count() == len(draft.reconciliation)
    assert Finding.objects.count() == len(result["findings"]) >= len(draft.findings)
    stated = ProductFollowUp.objects.filter(executed__isnull=False).count()
    assert Report.objects.filter(state="submitted", origin="official").count() == stated > 0
    for name in MONEY:
        assert sum(facts.exclude(**{name: None}).values_list(name, flat=True)) == result["money"][name] > 0


def test_a_dry_run_writes_nothing_and_answers_the_same(db: None, cuts):
    before = full_dump()
    tried = load(cuts[2], dry_run=True).as_dict()
    assert full_dump() == before
    assert tried == load(cuts[2]).as_dict() | {"dry_run": True}


@pytest.mark.usefixtures("loaded", "db")
class TestOfWhatIsLoaded:
    def test_again_changes_nothing(self, cuts, in_order):
        assert load(*cuts).status == "unchanged"
        assert full_dump() == in_order

    def test_one_plan_with_one_period_per_file(self):
        assert [one.period.label for one in MatrixImport.objects.order_by("period__cut_off")] == [
            "2024-T3",
            "2024-T4",
            "2025-T1",
        ]
        assert [one.rows for one in MatrixImport.objects.order_by("period__cut_off")] == [7238, 7449, 3303]

    def test_every_comuna_and_corregimiento_named_is_found(self, cuts):
        assert not Finding.objects.filter(code="unknown_territory").exists()
        named = {draft.territory for cut in cuts for draft in cut.plan.activities if draft.territory}
        assert set(Activity.objects.exclude(territory=None).values_list("territory__code", flat=True)) <= named
