"""`concierta witness`: remember what other people's logs looked like, and say so with a signature."""

import time
from pathlib import Path

import click

from concierta.engines.translog import VerifierKey
from concierta.installation.cli.log.answers import Key


@click.command()
@click.option("--dir", "folder", required=True, type=click.Path(path_type=Path, file_okay=False), help="Su carpeta.")
@click.option("--log-vkey", "logs", type=Key(), multiple=True, required=True, help="Clave de un registro; se repite.")
@click.option("--name", default="testigo.local", show_default=True, help="Nombre del testigo, al crear su clave.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8100, show_default=True, type=click.IntRange(0, 65535))
def command(folder: Path, logs: tuple[VerifierKey, ...], name: str, host: str, port: int) -> None:
    """Atestiguar registros: firmar solo lo que continúa lo ya visto (C2SP tlog-witness)."""
    from concierta.installation.witness import WitnessFolder, WitnessServer

    kept = WitnessFolder(folder, name=name)
    try:
        server = WitnessServer((host, port), folder=kept, logs=logs, clock=lambda: int(time.time()))
    except OSError as problem:
        raise click.ClickException(f"El puerto {port} ya está en uso: escoja otro con --port.") from problem
    click.echo(f"Clave del testigo   {kept.key.verifier}")
    click.echo(f"Dirección           http://{host}:{server.server_address[1]}/")
    for log in logs:
        click.echo(f"Registro            {log.name}")
    click.echo("Ctrl+C para detener.")
    with server:
        server.serve_forever()
