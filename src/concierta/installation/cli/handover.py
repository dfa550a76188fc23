"""`concierta handover`: one government hands the installation over to the next, and the log goes on."""

import os
from pathlib import Path

import click

from concierta.engines.translog import VerifierKey
from concierta.installation.cli.log.answers import Key
from concierta.installation.cli.prepare import prepare

_PATH = click.Path(path_type=Path)


@click.group()
def command() -> None:
    """El empalme: entregar la instalación a otro gobierno, o recibirla; el registro continúa."""


@command.command()
def key() -> None:
    """Quien recibe: hacer la clave para recibir y mostrar el renglón público que se da a quien entrega."""
    from concierta.installation.handover.keys import make_receiving_key
    from concierta.installation.home import home_folder

    public = make_receiving_key(home_folder()).public
    click.echo(public)
    click.echo(f"Su huella, para compararla por otro camino: {public.fingerprint}", err=True)


@command.command()
@click.option("--to", "receiver", required=True, metavar="RENGLÓN", help="Lo que mostró «concierta handover key».")
@click.option("--out", required=True, type=_PATH, help="El paquete: una carpeta o un .tar.")
def pack(receiver: str, out: Path) -> None:
    """Quien entrega: cerrar el registro aquí y escribir el paquete para quien recibe."""
    from concierta.installation.handover.keys import Recipient

    to = Recipient.parse(receiver)
    prepare()
    from concierta.installation.handover.pack import pack_handover
    from concierta.kernel.clock import now

    sha256 = pack_handover(to=to, out=out, at=now())
    click.echo(f"Paquete en {out}, para la clave {to.fingerprint}.")
    click.echo(f"Huella de su manifiesto: {sha256}.")
    click.echo("Desde ahora aquí no se registra ni se firma ningún acto. Falta el recibo: «concierta handover close».")


@command.command()
@click.argument("package", metavar="PAQUETE", type=_PATH)
@click.option("--vkey", "trusted", type=Key(), help="Clave pública del registro, recibida por otro camino.")
def receive(package: Path, trusted: VerifierKey | None) -> None:
    """Quien recibe: comprobar el paquete, restaurarlo en una carpeta vacía y continuar el registro."""
    from concierta.installation.handover.receive import unpack
    from concierta.installation.home import home_folder

    os.umask(0o077)
    manifest = unpack(package=package, home=home_folder(), trusted=trusted)
    prepare()
    from concierta.installation.handover.going_on import go_on
    from concierta.kernel.clock import now

    receipt = go_on(manifest=manifest, at=now())
    log = manifest.content["log"]
    click.echo(f"Recibido: el registro «{log['origin']}» continúa aquí desde {log['size']} actos.")
    if trusted is None:
        click.echo(f"Compare por otro camino la clave del registro: {log['vkey']}")
    click.echo(f"Entregue el recibo a quien le entregó: {receipt} y {receipt.with_suffix('.sig').name}.")
    click.echo("Ahora: «concierta check», y después «concierta log rotate», porque quien entregó conoce la clave.")


@command.command()
@click.argument("receipt", metavar="RECIBO", type=_PATH)
def close(receipt: Path) -> None:
    """Quien entrega: comprobar el recibo (receipt.json, con receipt.sig al lado) y cerrar para siempre."""
    prepare()
    from concierta.installation.handover.closing import close_handover

    found = close_handover(receipt=receipt)
    click.echo(f"Cerrado: el registro continúa en la otra instalación, que ya firmó {found.size} actos.")


@command.command()
@click.confirmation_option(
    prompt="Si alguien ya recibió el paquete habrá dos historias, y se podrá probar. ¿Deshacer la entrega?"
)
def undo() -> None:
    """Quien entrega: volver a abrir el registro, porque la entrega no se hizo. Imposible con recibo."""
    prepare()
    from concierta.installation.handover.closing import undo_handover
    from concierta.kernel.clock import now

    undo_handover(at=now())
    click.echo("Deshecha, y queda en el registro. Pida que destruyan el paquete.")
