"""`concierta setup`: entities, accounts, agreement, plan and outcome indicators from one file that a person writes."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from concierta.installation.cli.prepare import prepare

if TYPE_CHECKING:
    from concierta.installation.setup.journal import Journal

_SHOWN = 5


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False), metavar="ARCHIVO.toml")
@click.option(
    "--example",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="ARCHIVO.toml",
    help="Escribir un ejemplo completo y comentado, para cambiarlo.",
)
@click.option("--dry-run", is_flag=True, help="Mostrar qué pasaría sin guardar nada.")
@click.option("--json", "as_json", is_flag=True, help="Responder en JSON.")
def command(file: Path | None, example: Path | None, dry_run: bool, as_json: bool) -> None:
    """Poner en marcha un plan: entidades, cuentas, acuerdo, plan e indicadores, desde un archivo.

    Se puede repetir: lo que ya está igual se deja; lo que no se puede cambiar se rechaza por su nombre; entra todo o
    nada. A cada persona nueva se le envía una invitación: ella misma pone su contraseña.
    """
    if (file is None) == (example is None):
        raise click.UsageError("Diga el archivo, o --example para escribir un ejemplo.")
    if example is not None:
        _write_example(example)
        return
    assert file is not None
    prepare()
    from concierta.installation.setup.reading import read_setup
    from concierta.installation.setup.run import set_up
    from concierta.kernel.clock import now

    journal = set_up(setup=read_setup(file), at=now(), dry_run=dry_run)
    if as_json:
        answer = journal.as_dict() | {"dry_run": dry_run, "invitations": _invitations(journal)}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    _tell(journal, dry_run)


def _write_example(target: Path) -> None:
    from concierta.installation.setup.example import EXAMPLE

    if target.exists():
        raise click.ClickException(f"{target} ya existe: escriba otro nombre.")
    target.write_bytes(EXAMPLE.read_bytes())
    click.echo(f"Ejemplo escrito en {target}. Cámbielo y ejecute: concierta setup {target} --dry-run")


def _tell(journal: "Journal", dry_run: bool) -> None:
    from concierta.installation.cli.counts import counted
    from concierta.installation.setup.journal import WORDS

    if dry_run:
        click.echo("Ensayo: nada se guardó.")
    for sign, done, acts in (("+", "", journal.made), ("~", ", con cambio", journal.updated)):
        for what, (one, many) in WORDS.items():
            found = [which for kind, which in acts if kind == what]
            if found:
                more = "" if len(found) <= _SHOWN else f" … y {len(found) - _SHOWN} más"
                click.echo(f"  {sign} {counted(len(found), one, many)}{done}: {', '.join(found[:_SHOWN])}{more}")
    if journal.left:
        click.echo(f"  = {counted(journal.left, 'dato ya estaba', 'datos ya estaban')} como dice el archivo")
    invitations = _invitations(journal)
    if not invitations:
        return
    if not invitations[0]["link"]:
        click.echo(f"\nSe envió por correo: {counted(len(invitations), 'invitación', 'invitaciones')}.")
        return
    click.echo(
        "\nInvitaciones. Sin servidor de correo, entregue usted a cada persona su enlace, y a nadie más."
        "\nValen siete días y una sola vez; con él, cada quien pone su propia contraseña."
    )
    for invited in invitations:
        click.echo(f"  {invited['email']} · {invited['entity']}\n    {invited['link']}")


def _invitations(journal: "Journal") -> list[dict[str, object]]:
    """Without a mail server the operator has the letters in a folder anyway: the links are shown. With one, they are
    for the mailboxes alone."""
    from django.conf import settings

    from concierta.web.workspace.accounts.letters import invitation_link

    return [
        {
            "email": invitation.user.email,
            "entity": invitation.entity.code,
            "link": None if settings.SENDS_MAIL else invitation_link(token),
        }
        for invitation, token in journal.invitations
    ]
