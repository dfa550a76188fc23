"""`concierta entity`: the codes by which a setup file and a matrix name an entity."""

import json
from collections import Counter
from typing import Any

import click

from concierta.installation.cli.prepare import prepare


@click.group()
def command() -> None:
    """Las entidades de esta instalación: verlas, y fijar su dominio de correo."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Responder en JSON.")
def list_entities(as_json: bool) -> None:
    """Las entidades, con su código y cuántas personas reportan hoy por cada una."""
    prepare()
    from concierta.installation.cli.counts import counted
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


@command.command("domain")
@click.argument("code", metavar="CÓDIGO")
@click.argument("domain", metavar="DOMINIO")
@click.option("--insist", is_flag=True, help="Aceptar un dominio donde cualquiera abre un correo. Queda registrado.")
def set_domain(code: str, domain: str, insist: bool) -> None:
    """Fijar el dominio de correo institucional de una entidad; es público y queda en el registro."""
    prepare()
    from concierta.accounts.operations import set_mail_domain
    from concierta.kernel.clock import now
    from concierta.people.queries import entity_by_code

    entity = set_mail_domain(entity=entity_by_code(code), mail_domain=domain, insist=insist, by=None, at=now())
    click.echo(f"{entity.code}: @{entity.mail_domain}")


def _reporters() -> Counter[int]:
    """Entity → how many people report for it today."""
    from concierta.people.enums import Role
    from concierta.people.models import Membership
    from concierta.people.queries import in_force

    held = Membership.objects.filter(in_force(), role=Role.REPORTER)
    return Counter(held.values_list("entity_id", flat=True))
