"""`concierta entity`: the codes by which a setup file and a matrix name an entity."""

import json
from collections import Counter
from typing import Any

import click

from concierta.config.cli.prepare import prepare


@click.group()
def command() -> None:
    """Ver las entidades de esta instalación."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Responder en JSON.")
def list_entities(as_json: bool) -> None:
    """Las entidades, con su código y cuántas personas reportan hoy por cada una."""
    prepare()
    from concierta.config.cli.counts import counted
    from concierta.people.queries import all_entities

    reporters = _reporters()
    found: list[dict[str, Any]] = [
        {"code": one.code, "name": one.name, "kind": one.kind, "reporters": reporters[one.pk]} for one in all_entities()
    ]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    if not found:
        click.echo("Todavía no hay entidades: hágalas con concierta setup, o importe una matriz.")
    for entity in found:
        people = counted(entity["reporters"], "persona reporta", "personas reportan")
        click.echo(f"{entity['code']} · {entity['name']} · {people}")


def _reporters() -> Counter[int]:
    """Entity → how many people report for it today."""
    from concierta.kernel.clock import today
    from concierta.people.enums import Role
    from concierta.people.models import Membership
    from concierta.people.queries import in_force

    held = Membership.objects.filter(in_force(today()), role=Role.REPORTER)
    return Counter(held.values_list("entity_id", flat=True))
