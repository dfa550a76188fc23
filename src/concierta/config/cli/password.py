"""`concierta password`: a new password for somebody who lost theirs."""

import json

import click

from concierta.config.cli.prepare import prepare


@click.command()
@click.argument("email", metavar="CORREO")
@click.option("--json", "as_json", is_flag=True, help="Responder en JSON.")
def command(email: str, as_json: bool) -> None:
    """Dar una contraseña nueva a una cuenta. Se muestra una sola vez; la anterior deja de servir."""
    prepare()
    from concierta.config.setup.people import new_password
    from concierta.kernel.clock import now
    from concierta.people.operations import replace_password

    password = new_password()
    user = replace_password(email=email, password=password, by=None, at=now())
    if as_json:
        click.echo(json.dumps({"email": user.email, "password": password}, ensure_ascii=False, indent=2))
        return
    click.echo(f"Contraseña nueva de {user.name} ({user.email}): {password}")
    click.echo("No queda escrita en ninguna parte. Sus sesiones abiertas se cierran; al entrar debe cambiarla.")
