"""The whole plan of Cali, from its three official files to two packages."""

import json
from collections import defaultdict
from datetime import UTC, date, datetime

import pytest

from concierta.plans.matrix import load_profile, read_matrix
from concierta.plans.models import Plan
from concierta.publishing.operations import check_cortes, freeze_corte
from concierta.publishing.queries import read_package
from concierta.reporting.operations.import_matrix import import_matrix

pytestmark = [pytest.mark.django_db, pytest.mark.real_data, pytest.mark.slow]

CUTS = ("cuadro_1s_2024_09.xlsx", "cuadro_1s_2024_12.xlsx", "cuadro_1s_2025_03.xlsx")
AT = datetime(2026, 1, 5, 15, tzinfo=UTC)
MONEY = ("initial", "modified", "executed", "obligated", "paid")


def test_the_whole_plan_freezes_to_the_peso(real_data_folder, settings, tmp_path):
    settings.HOME = tmp_path
    profile, stated = load_profile("cuadro-1s"), {}
    for file in (real_data_folder / "plans" / "cali" / name for name in reversed(CUTS)):
        draft = read_matrix(file, profile=profile)
        import_matrix(plan="cali", draft=draft, by=None, at=AT)
        stated[draft.period.label] = draft
    plan = Plan.objects.get(slug="cali")
    for cut_off in (date(2024, 12, 31), date(2025, 3, 31)):
        freeze_corte(plan=plan, cut_off=cut_off, by=None, at=AT)
    assert check_cortes() == []

    package = read_package(tmp_path / "cortes" / "cali" / "2024-12-31")
    # The files were loaded newest first: the December corte still knows only what December knew.
    assert {row.period for row in package.periods} == {"2024-T3", "2024-T4"}
    assert len(package.projects) == 846
    sums: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(MONEY, 0))
    for row in package.project_money:
        for name in MONEY:
            sums[row.period][name] += getattr(row, name) or 0
    for period in ("2024-T3", "2024-T4"):
        assert sums[period] == {name: getattr(stated[period].money, name) for name in MONEY}

    total = package.by_key("achievement")["plan", "cali"]
    assert (total.verified_year, total.verified_share, total.band_year) == (0, 0, "")
    assert total.programmed == total.reported + total.no_data
    assert 0 < total.reported_year < total.expected_year == 1
    rows = {resource["name"]: resource.get("rows") for resource in json.loads(
        (package.folder / "datapackage.json").read_bytes())["resources"]}  # fmt: skip
    assert rows["activity_follow_ups"] == len(package.activity_follow_ups) > 14_000
