"""A frozen package, checked with independent eyes: csv, json and DuckDB, not with the code that wrote it."""

import csv
import hashlib
import json
import re
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from concierta.publishing.operations import freeze_corte
from concierta.publishing.queries import Package, read_package
from factories.plan_to_publish import CUT_OFF, NASTY, PUBLISHED_AT, PlanToPublish, break_down, plan_to_publish

LIKES = {
    "integer": re.compile(r"-?\d+"),
    "number": re.compile(r"-?\d+(\.\d+)?"),
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
    "datetime": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"),
    "boolean": re.compile(r"true|false"),
    "string": re.compile(r".+", re.DOTALL),
}


@pytest.fixture(scope="module")
def published(once: Callable) -> tuple[PlanToPublish, Path]:
    """The plan as it was when it was frozen, and its package: there is no database behind them any more."""
    with once() as home:
        scene = plan_to_publish()
        break_down(900, scene, scene.by_state["verified"], mujer=620, hombre=276, intersexual=4)
        freeze_corte(plan=scene.plan, cut_off=CUT_OFF, by=scene.secretary, at=PUBLISHED_AT)
    return scene, home / "cortes" / "cali" / "2024-12-31"


@pytest.fixture(scope="module")
def scene(published) -> PlanToPublish:
    return published[0]


@pytest.fixture(scope="module")
def folder(published) -> Path:
    return published[1]


@pytest.fixture(scope="module")
def package(folder) -> Package:
    return read_package(folder)


def records(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def csv_resources(folder: Path) -> dict[str, dict[str, Any]]:
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return {resource["name"]: resource for resource in descriptor["resources"] if resource["format"] == "csv"}


def test_the_descriptor_follows_data_package_2(folder):
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert descriptor["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert (descriptor["name"], descriptor["version"]) == ("cali-2024-12-31", "2024.12.31")
    assert descriptor["created"] == PUBLISHED_AT.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert descriptor["licenses"][0]["name"] == "CC-BY-4.0"
    assert all(source["title"] for source in descriptor["sources"])
    names = [resource["name"] for resource in descriptor["resources"]]
    assert len(names) == len(set(names))
    for resource in descriptor["resources"]:
        content = (folder / resource["path"]).read_bytes()
        assert ".." not in resource["path"]
        assert not resource["path"].startswith("/")
        assert resource["bytes"] == len(content)
        assert resource["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()


def test_frictionless_accepts_the_whole_package(folder):
    """Every file by its bytes and its hash; every CSV also cell by cell, with its keys, by its schema."""
    from frictionless import Package as Described

    report = Described(str(folder / "datapackage.json")).validate()
    assert report.flatten(["title", "message"]) == []
    assert report.valid
    kinds = {task.name: task.type for task in report.tasks}
    assert len(kinds) == len(json.loads((folder / "datapackage.json").read_text())["resources"])
    assert {name for name, kind in kinds.items() if kind == "table"} == set(csv_resources(folder))


def test_frictionless_sees_a_cell_that_is_not_what_its_schema_says(folder, tmp_path):
    from frictionless import Package as Described

    other = shutil.copytree(folder, tmp_path / "package")
    path = other / "data" / "periods.csv"
    path.write_text(path.read_text().replace("2024-12-31", "nunca"))
    assert not Described(str(other / "datapackage.json")).validate().valid


def test_the_descriptor_leaves_the_matching_of_fields_to_the_default(folder):
    assert all("fieldsMatch" not in resource["schema"] for resource in csv_resources(folder).values())


def test_every_cell_is_what_its_schema_says(folder):
    for resource in csv_resources(folder).values():
        fields = resource["schema"]["fields"]
        rows = records(folder / resource["path"])
        with (folder / resource["path"]).open(encoding="utf-8", newline="") as file:
            assert next(csv.reader(file)) == [field["name"] for field in fields]
        for field in fields:
            rules = field.get("constraints", {})
            for row in rows:
                cell = row[field["name"]]
                assert cell or not rules.get("required"), (resource["name"], field["name"])
                if cell:
                    assert LIKES[field["type"]].fullmatch(cell), (resource["name"], field["name"], cell)
                    assert cell in rules.get("enum", [cell])


def test_primary_and_foreign_keys_hold(folder):
    resources = csv_resources(folder)
    rows = {name: records(folder / resource["path"]) for name, resource in resources.items()}
    for name, resource in resources.items():
        key = resource["schema"]["primaryKey"]
        keys = [tuple(row[column] for column in key) for row in rows[name]]
        assert len(keys) == len(set(keys))
        assert all(all(cell) for cell in keys)
        for foreign in resource["schema"].get("foreignKeys", []):
            target = foreign["reference"].get("resource", name)
            there = {tuple(row[column] for column in foreign["reference"]["fields"]) for row in rows[target]}
            here = {tuple(row[column] for column in foreign["fields"]) for row in rows[name]}
            assert {cells for cells in here if all(cells)} <= there, (name, foreign)


def test_parquet_says_the_same_as_csv(folder):
    for resource in csv_resources(folder).values():
        path = folder / resource["path"]
        table = duckdb.read_parquet(str(path.with_suffix(".parquet")))
        assert table.columns == [field["name"] for field in resource["schema"]["fields"]]
        assert not {"FLOAT", "DOUBLE"} & {str(kind) for kind in table.types}
        kinds = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
        for name, kind in zip(table.columns, table.types, strict=True):
            assert (str(kind) == "TIMESTAMP WITH TIME ZONE") == (kinds[name] == "datetime")
        moments = [name for name, kind in kinds.items() if kind == "datetime"]
        # DuckDB gives Python moments in UTC only with a library more: as plain times they say the same.
        told = [f"timezone('UTC', \"{name}\")" if name in moments else f'"{name}"' for name in kinds]
        written = [[plain(cell) for cell in row] for row in table.project(", ".join(told)).fetchall()]
        assert written == [list(row.values()) for row in records(path)]


def test_moments_in_parquet_are_utc(folder):
    """Asked of the file's own footer: a reader that knows no convention of ours takes them for UTC."""
    path = str(folder / "data" / "plan.parquet")
    ((said,),) = duckdb.sql(f"SELECT logical_type FROM parquet_schema('{path}') WHERE name = 'published_at'").fetchall()
    assert "isAdjustedToUTC=1" in said
    ((epoch,),) = duckdb.sql(f"SELECT epoch(published_at) FROM '{path}'").fetchall()
    assert epoch == PUBLISHED_AT.timestamp()


def plain(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        text = format(cell, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return cell.isoformat() + ("Z" if hasattr(cell, "hour") else "")[:1] if hasattr(cell, "isoformat") else str(cell)


def test_the_manifest_names_every_file(folder):
    manifest = json.loads((folder / "manifest.json").read_bytes())
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert set(manifest["files"]) == present - {"manifest.json"}
    for path, facts in manifest["files"].items():
        content = (folder / path).read_bytes()
        assert facts == {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def test_each_state_reaches_the_public_as_it_is(scene, package):
    code_of = {state: indicator.code for state, indicator in scene.by_state.items()}
    shown = {row.indicator: row for row in package.measurements if row.period == "2024-T4"}
    figures = {
        state: (shown[code].status, shown[code].reported_value, shown[code].verified_value, shown[code].verified_year)
        for state, code in code_of.items()
        if code in shown
    }
    assert figures == {
        "verified": ("verified", 900, 900, Decimal("0.9")),
        "adjusted": ("adjusted", 900, 700, Decimal("0.7")),
        "reported": ("reported", 900, None, None),
        "rejected": ("rejected", 900, None, 0),
        "not_verifiable": ("not_verifiable", 900, None, 0),
        "no_data": ("no_data", None, None, None),
    }
    assert shown[code_of["no_data"]].overdue
    assert not shown[code_of["reported"]].overdue


def test_only_verified_figures_enter_verified_totals(package):
    plan = package.by_key("achievement")["plan", "cali"]
    # (90 % + 70 %)/2, (0 + 0)/2 and (0 + 0)/2 in three projects of equal weight; the other axis is not programmed.
    assert plan.verified_year == Decimal("0.266666667")
    assert plan.reported_year == Decimal("0.75")
    assert (plan.expected_year, plan.pace_year) == (1, Decimal("0.266666667"))
    assert plan.band_year == "critical"
    assert (plan.indicators, plan.programmed) == (7, 6)
    assert (plan.verified, plan.adjusted, plan.reported, plan.rejected, plan.not_verifiable, plan.no_data) == (1,) * 6
    assert package.by_key("achievement")["node", "ejes/2"].verified_year is None


def test_nothing_is_a_band_before_anybody_looked(scene, package):
    reported = package.by_key("achievement")["indicator", scene.by_state["reported"].code]
    assert (reported.verified_year, reported.band_year) == (0, "")


def test_drafts_are_not_published(scene, package):
    assert scene.by_state["no_data"].code not in {row.indicator for row in package.reports}
    assert "123456" not in (package.folder / "data" / "reports.csv").read_text(encoding="utf-8")


def test_no_person_is_named_anywhere(scene, folder):
    everything = b"".join(path.read_bytes() for path in folder.rglob("*.csv")).decode()
    for person in (scene.reporter, scene.reviewer, scene.verifier, scene.secretary):
        assert person.name not in everything
        assert person.email not in everything


def test_small_groups_of_people_are_hidden(package):
    cells = {row.category: (row.value, row.suppressed) for row in package.breakdowns}
    assert cells == {"mujer": (620, False), "hombre": (None, True), "intersexual": (None, True)}


def test_money_is_exact_and_blank_stays_blank(package):
    money = {row.project: row for row in package.project_money}
    assert money["BP-0"].initial == 4 * 2**53 + 0 + 1 + 2 + 3
    assert money["BP-0"].paid is None


def test_only_true_differences_are_reconciled(package):
    assert [(row.level, row.stated, row.recomputed, row.difference) for row in package.reconciliation] == [
        ("total", 10, 9, 1)
    ]


def test_texts_are_kept_and_made_safe(folder, package):
    assert NASTY.startswith("=")
    told = '=HYPERLINK("http://x"), «eñe»\nsegunda línea; \t"comillas"'
    assert records(folder / "data" / "activities.csv")[0]["name"] == f" {told}"
    ((name,),) = duckdb.sql(f"SELECT name FROM '{folder}/data/activities.parquet' LIMIT 1").fetchall()
    assert name == f" {told}"
    assert package.activities[0].name == told


def test_territories_without_projects_are_there(package):
    assert [row.territory for row in package.territories] == ["05", "06", "76001"]


def test_evidence_is_named_by_its_hash_only(package):
    shown = {row.report for row in package.evidence}
    assert "IP-P0/2024-T4/v1" in shown
    assert "actas.pdf" not in (package.folder / "data" / "evidence.csv").read_text(encoding="utf-8")
