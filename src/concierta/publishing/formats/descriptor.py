"""datapackage.json (Data Package v2, https://datapackage.org/standard/), derived from the declarations."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from concierta.publishing.formats.column import TABLE_SCHEMA_TYPES, Column
from concierta.publishing.formats.table import ForeignKey, PublishedTable

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
RESOURCE_PROFILE = "https://datapackage.org/profiles/2.0/dataresource.json"
SCHEMA_PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"
LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0",
}


@dataclass(frozen=True, slots=True)
class PackageFacts:
    """`files`: path → (bytes, SHA-256 in hex) of every data file. `sources` in the form of Data Package."""

    name: str
    title: str
    description: str
    version: str
    created: datetime
    contributor: str
    sources: list[dict[str, str]]
    files: dict[str, tuple[int, str]]
    rows: dict[str, int]


def descriptor(facts: PackageFacts, tables: tuple[PublishedTable, ...]) -> dict[str, Any]:
    """CSV files carry the schema; the Parquet beside each is the same table for programs."""
    resources: list[dict[str, Any]] = []
    for table in tables:
        resources += [_csv_resource(table, facts), _parquet_resource(table, facts)]
    resources += [_minutes_resource(path, facts) for path in facts.files if path.startswith("minutes/")]
    package: dict[str, Any] = {
        "$schema": PROFILE,
        "name": facts.name,
        "title": facts.title,
        "description": facts.description,
        "version": facts.version,
        "created": facts.created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "licenses": [LICENCE],
        "resources": resources,
    }
    if facts.contributor:
        package["contributors"] = [{"title": facts.contributor, "roles": ["publisher"]}]
    if facts.sources:
        package["sources"] = facts.sources
    return package


def _csv_resource(table: PublishedTable, facts: PackageFacts) -> dict[str, Any]:
    size, sha256 = facts.files[table.csv_path]
    return {
        "$schema": RESOURCE_PROFILE,
        "name": table.name,
        "type": "table",
        "title": table.title_es,
        "title_en": table.title_en,
        "description": table.es,
        "description_en": table.en,
        "path": table.csv_path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{sha256}",
        "rows": facts.rows[table.name],
        "schema": schema(table),
    }


def _parquet_resource(table: PublishedTable, facts: PackageFacts) -> dict[str, Any]:
    """A file beside the table, told by its media type.

    Its format is not given as `parquet`: `frictionless` as it is installed would then take the file for a table that it
    cannot open, and call the whole package invalid.
    """
    size, sha256 = facts.files[table.parquet_path]
    return {
        "$schema": RESOURCE_PROFILE,
        "name": f"{table.name}-parquet",
        "title": table.title_es,
        "title_en": table.title_en,
        "path": table.parquet_path,
        "format": "apache-parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": size,
        "hash": f"sha256:{sha256}",
    }


def _minutes_resource(path: str, facts: PackageFacts) -> dict[str, Any]:
    """Approved minutes as they were signed: no table, so no schema."""
    size, sha256 = facts.files[path]
    session = path.removeprefix("minutes/").removesuffix(".json")
    return {
        "$schema": RESOURCE_PROFILE,
        "name": f"minutes-{session}",
        "title": f"Acta de la sesión {session}",
        "title_en": f"Minutes of session {session}",
        "path": path,
        "format": "json",
        "mediatype": "application/json",
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{sha256}",
    }


def schema(table: PublishedTable) -> dict[str, Any]:
    """Table Schema v2 of a table. Empty cells are null; `unit` and `disclosure` are our own properties."""
    found: dict[str, Any] = {
        "$schema": SCHEMA_PROFILE,
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.primary_key),
    }
    if table.foreign_keys:
        found["foreignKeys"] = [_foreign_key(table, key) for key in table.foreign_keys]
    return found


def _field(column: Column) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": column.name,
        "type": TABLE_SCHEMA_TYPES[column.type],
        "description": column.es,
        "description_en": column.en,
        "disclosure": column.disclosure.value,
    }
    if column.unit:
        found["unit"] = column.unit
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.values:
        constraints["enum"] = list(column.values)
    if constraints:
        found["constraints"] = constraints
    return found


def _foreign_key(table: PublishedTable, key: ForeignKey) -> dict[str, Any]:
    """A reference to the table itself leaves the resource out, as the standard says."""
    reference: dict[str, Any] = {"fields": list(key.target)}
    if key.table != table.name:
        reference = {"resource": key.table, **reference}
    return {"fields": list(key.columns), "reference": reference}
