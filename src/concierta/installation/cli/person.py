"""`concierta person`: who has an account, and what each may do."""

import json
from typing import TYPE_CHECKING, Any

import click

from concierta.installation.cli.prepare import prepare

#: Which role, in the words of a setup file.
_ROLES = ("reporter", "reviewer", "verifier", "secretariat", "member")

if TYPE_CHECKING:
    from concierta.people.models import User


@click.group()
def command() -> None:
    """Las cuentas de esta instalación: verlas, bloquearlas y, por quien la administra, invitar y confirmar."""


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
        state = "" if person["active"] else f" · {person['state']}"
        click.echo(f"{person['email']} · {person['name']} · {roles}{state}")


@command.command("invite")
@click.argument("email", metavar="CORREO")
@click.option("--name", required=True, help="Nombre completo.")
@click.option("--entity", "code", required=True, metavar="CÓDIGO", help="La entidad por la que actuará.")
@click.option("--role", "roles", required=True, multiple=True, type=click.Choice(_ROLES), help="Se puede repetir.")
def invite(email: str, name: str, code: str, roles: tuple[str, ...]) -> None:
    """Invitar a una persona; la primera de una entidad, a un correo de su dominio institucional."""
    prepare()
    from django.conf import settings

    from concierta.accounts.operations import make_invitation, send_invitation
    from concierta.kernel.clock import now
    from concierta.people.enums import Role
    from concierta.people.queries import entity_by_code
    from concierta.web.workspace.accounts.letters import invitation_link

    at = now()
    wanted = [Role(role) for role in roles]
    made, token = make_invitation(email=email, name=name, entity=entity_by_code(code), roles=wanted, by=None, at=at)
    send_invitation(invitation=made, token=token, by=None, at=at)
    click.echo(f"Invitación para {made.user.email}, hasta el {made.expires_at:%Y-%m-%d}.")
    if not settings.SENDS_MAIL:
        click.echo(f"Entréguele este enlace, y a nadie más:\n  {invitation_link(token)}")


@command.command("confirm")
@click.argument("email", metavar="CORREO")
@click.option("--entity", "code", required=True, metavar="CÓDIGO")
@click.option("--role", required=True, type=click.Choice(_ROLES))
def confirm(email: str, code: str, role: str) -> None:
    """Confirmar un papel cuando nadie de la entidad puede. Queda en el registro público que lo hizo usted."""
    prepare()
    from concierta.accounts.operations import confirm_role
    from concierta.accounts.queries import account_by_address, awaited_role
    from concierta.kernel.clock import now

    held = awaited_role(account_by_address(email), code, role)
    confirm_role(membership=held, by=None, at=now())
    click.echo(f"Confirmado: {held.user.email} · {held.get_role_display()} · {held.entity.code}.")


@command.command("email")
@click.argument("email", metavar="CORREO")
@click.argument("address", metavar="NUEVO")
def change(email: str, address: str) -> None:
    """Cambiar el correo de quien perdió el anterior y no tiene colega que lo confirme. Queda en el registro público."""
    prepare()
    from concierta.accounts.operations import change_address
    from concierta.accounts.queries import account_by_address
    from concierta.kernel.clock import now

    person = change_address(person=account_by_address(email), address=address, by=None, at=now())
    click.echo(f"La cuenta de {person.name} entra desde ahora con {person.email}.")


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
    from concierta.accounts.queries import is_invited
    from concierta.people.queries import memberships_on

    roles = [
        {"role": held.role, "label": held.get_role_display(), "entity": held.entity.code}
        for held in memberships_on(user)
    ]
    state = "activa" if user.is_active else "invitada" if is_invited(user) else "inactiva"
    return {"email": user.email, "name": user.name, "active": user.is_active, "state": state, "roles": roles}
