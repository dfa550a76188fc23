"""`concierta password`: a link for somebody who lost their password. Nobody else ever knows it."""

import json

import click

from concierta.installation.cli.prepare import prepare


@click.command()
@click.argument("email", metavar="CORREO")
@click.option("--json", "as_json", is_flag=True, help="Responder en JSON.")
def command(email: str, as_json: bool) -> None:
    """Enviar a una cuenta un enlace de un solo uso para poner otra contraseña. Queda en el registro público."""
    prepare()
    from django.conf import settings

    from concierta.accounts.operations import send_reset_link
    from concierta.accounts.queries import account_by_address
    from concierta.kernel.clock import now
    from concierta.web.workspace.accounts.letters import reset_link

    person = account_by_address(email)
    send_reset_link(person=person, by=None, at=now())
    link = None if settings.SENDS_MAIL else reset_link(person)
    if as_json:
        click.echo(json.dumps({"email": person.email, "link": link}, ensure_ascii=False, indent=2))
    elif link is None:
        click.echo(f"Se envió a {person.email} un enlace para poner otra contraseña.")
    else:
        click.echo(f"Sin servidor de correo, entregue usted este enlace a {person.name}, y a nadie más.")
        click.echo(f"  {link}")
