"""fiscal.json: the lines of the budget described as a Fiscal Data Package (specification v1.0.0-rc1).

https://specs.frictionlessdata.io/fiscal-data-package/ — the same file, with what each column means to whoever reads
budgets of many governments: one amount per phase, in pesos, spent.
"""

from typing import Any

from concierta.publishing.formats.descriptor import LICENCE, PackageFacts, schema
from concierta.publishing.tables.budget import BUDGET_LINES

PATH = "fiscal.json"

#: The taxonomy of the specification; a column that is not here has no meaning of its own there.
COLUMN_TYPES = {
    "fiscal_year": "date:fiscal-year",
    "line": "budget-line-id",
    "project_code": "activity:generic:project:code",
    "project_name": "activity:generic:project:label",
    "activity_code": "activity:generic:subproject:code",
    "activity_name": "activity:generic:subproject:label",
    "entity": "administrative-classification:generic:code",
    "territory": "geo:source:code",
    "funding_source": "fin-source:generic:code",
    "object_code": "economic-classification:generic:code",
    "object_name": "economic-classification:generic:label",
    "cut_off": "date:generic",
}
#: Stage → phase of the budget cycle. What changes an appropriation is not a phase of it and is left out.
PHASES = {
    "initial": "approved",
    "final": "adjusted",
    "availability": "reserved",
    "registration": "committed",
    "obligation": "accrued",
    "payment": "executed",
}


def fiscal_descriptor(facts: PackageFacts) -> dict[str, Any]:
    """`facts` are those of the package; the file that it describes is the package's own."""
    size, sha256 = facts.files[BUDGET_LINES.csv_path]
    return {
        "profile": "fiscal-data-package",
        "name": f"{facts.name}-budget",
        "title": facts.title,
        "licenses": [LICENCE],
        "countryCode": "CO",
        "fiscalPeriod": {"start": _year(facts, "01-01"), "end": _year(facts, "12-31")},
        "resources": [
            {
                "name": BUDGET_LINES.name,
                "title": BUDGET_LINES.title_es,
                "path": BUDGET_LINES.csv_path,
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": size,
                "hash": f"sha256:{sha256}",
                "schema": {"fields": [_field(field) for field in schema(BUDGET_LINES)["fields"]], **_ADDED},
            }
        ],
    }


def _field(field: dict[str, Any]) -> dict[str, Any]:
    told = {name: field[name] for name in ("name", "type", "description")}
    if phase := PHASES.get(field["name"]):
        return {**told, "normalize": {"phase": phase}}
    if meaning := COLUMN_TYPES.get(field["name"]):
        return {**told, "columnType": meaning}
    return told


def _year(facts: PackageFacts, day: str) -> str:
    return f"{facts.version.split('.')[0]}-{day}"


_ADDED = {
    "missingValues": [""],
    "primaryKey": list(BUDGET_LINES.primary_key),
    "extraFields": [
        {"name": "phase", "type": "string", "columnType": "phase:id"},
        {"name": "amount", "type": "number", "columnType": "value", "normalizationTarget": True},
        {"name": "currency", "type": "string", "columnType": "value-currency:code", "constant": "COP"},
        {"name": "direction", "type": "string", "columnType": "direction", "constant": "expenditure"},
    ],
}
