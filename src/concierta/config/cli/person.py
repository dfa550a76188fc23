"""`concierta person`: who has an account, and what each may do."""

import json
from typing import TYPE_CHECKING, Any

import click

from concierta.config.cli.prepare import prepare

if TYPE_CHECKING:
    from concierta.people.models import User


@click.group()
def command() -> None:
    """Las cuentas de esta instalación: verlas, bloquearlas y desbloquearlas."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Responder en JSON.")
def list_people(as_json: bool) -> None:
    """Las cuentas, con los papeles que cada una tiene hoy."""
    prepare()
    from concierta.people.models import User

    found = [_described(user) for user in User.objects.order_by("email")]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    if not found:
        click.echo("Todavía no hay cuentas: hágalas con concierta setup.")
    for person in found:
        roles = ", ".join(f"{held['label']} ({held['entity']})" for held in person["roles"]) or "sin papeles"
        click.echo(f"{person['email']} · {person['name']} · {roles}" + ("" if person["active"] else " · inactiva"))


@command.command("block")
@click.argument("email", metavar="CORREO")
@click.option("--reason", required=True, help="Por qué. En el registro queda sellado.")
def block(email: str, reason: str) -> None:
    """Bloquear una cuenta ahora: terminan sus sesiones, sus cartas y sus calendarios."""
    prepare()
    from concierta.accounts.operations import block_account
    from concierta.kernel.clock import now

    person = _person(email)
    block_account(person=person, reason=reason, by=None, at=now())
    click.echo(f"Bloqueada: {person.email}. Lo que firmó sigue en el registro.")


@command.command("unblock")
@click.argument("email", metavar="CORREO")
@click.option("--reason", required=True, help="Por qué. En el registro queda sellado.")
def unblock(email: str, reason: str) -> None:
    """Desbloquear una cuenta: vuelve a abrir lo que abren sus papeles."""
    prepare()
    from concierta.accounts.operations import unblock_account
    from concierta.kernel.clock import now

    person = _person(email)
    unblock_account(person=person, reason=reason, by=None, at=now())
    click.echo(f"Desbloqueada: {person.email}. Debe ingresar de nuevo.")


def _person(email: str) -> "User":
    from concierta.people.models import User

    person = User.objects.filter(email__iexact=email.strip()).first()
    if person is None:
        raise click.ClickException(f"No hay ninguna cuenta con el correo {email}.")
    return person


def _described(user: "User") -> dict[str, Any]:
    from concierta.people.queries import memberships_on

    roles = [
        {"role": held.role, "label": held.get_role_display(), "entity": held.entity.code}
        for held in memberships_on(user)
    ]
    return {"email": user.email, "name": user.name, "active": user.is_active, "roles": roles}
