"""The budget described for whoever reads budgets of many governments (Fiscal Data Package v1.0.0-rc1)."""

from datetime import UTC, datetime

from concierta.publishing.formats.descriptor import PackageFacts
from concierta.publishing.formats.fiscal import COLUMN_TYPES, PHASES, fiscal_descriptor
from concierta.publishing.tables.budget import BUDGET_LINES, STAGES

FACTS = PackageFacts(
    name="cali-2025-03-31",
    title="Plan: corte",
    description="",
    version="2025.3.31",
    created=datetime(2025, 5, 8, tzinfo=UTC),
    contributor="",
    sources=[],
    files={BUDGET_LINES.csv_path: (12, "ab")},
    rows={},
)


def test_each_stage_is_one_phase_of_one_amount_in_pesos():
    [resource] = fiscal_descriptor(FACTS)["resources"]
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    assert {name: field["normalize"]["phase"] for name, field in fields.items() if "normalize" in field} == {
        "initial": "approved",
        "final": "adjusted",
        "availability": "reserved",
        "registration": "committed",
        "obligation": "accrued",
        "payment": "executed",
    }
    targets = [field for field in resource["schema"]["extraFields"] if field.get("normalizationTarget")]
    assert [field["columnType"] for field in targets] == ["value"]
    assert {"columnType": "value-currency:code", "constant": "COP"}.items() <= resource["schema"]["extraFields"][
        2
    ].items()


def test_it_speaks_of_the_columns_that_the_table_has_and_of_its_very_file():
    names = {column.name for column in BUDGET_LINES.columns}
    assert set(COLUMN_TYPES) | set(PHASES) <= names
    assert set(PHASES) <= {column.name for column in STAGES}
    [resource] = fiscal_descriptor(FACTS)["resources"]
    assert (resource["path"], resource["bytes"], resource["hash"]) == ("data/budget_lines.csv", 12, "sha256:ab")
    assert [field["name"] for field in resource["schema"]["fields"]] == [column.name for column in BUDGET_LINES.columns]


def test_a_year_of_the_calendar_is_the_fiscal_period():
    assert fiscal_descriptor(FACTS)["fiscalPeriod"] == {"start": "2025-01-01", "end": "2025-12-31"}
