"""`concierta witness`: remember what other people's logs looked like, and say so with a signature."""

import threading
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
@click.option("--page", type=click.Path(path_type=Path, file_okay=False), help="Carpeta donde escribir su página.")
@click.option("--site", "sites", multiple=True, metavar="CARPETA|DIRECCIÓN", help="Portal del que leer los cortes.")
@click.option("--days", default=120, show_default=True, type=click.IntRange(1), help="Sin nada nuevo, la página avisa.")
def command(
    folder: Path,
    logs: tuple[VerifierKey, ...],
    name: str,
    host: str,
    port: int,
    page: Path | None,
    sites: tuple[str, ...],
    days: int,
) -> None:
    """Atestiguar registros: firmar solo lo que continúa lo ya visto (C2SP tlog-witness)."""
    from concierta.installation.witness import WitnessFolder, WitnessPage, WitnessServer

    if page and (folder.resolve() == page.resolve() or folder.resolve().is_relative_to(page.resolve())):
        raise click.UsageError("La página se publica y --dir tiene la clave del testigo: diga otra carpeta con --page.")
    kept, origins = WitnessFolder(folder, name=name), [log.name for log in logs]

    def clock() -> int:
        return int(time.time())

    shown = WitnessPage(page, folder=kept, origins=origins, sites=sites, days=days, clock=clock) if page else None
    change = {"on_change": shown.changed} if shown else {}
    try:
        server = WitnessServer((host, port), folder=kept, logs=logs, clock=clock, **change)
    except OSError as problem:
        raise click.ClickException(f"El puerto {port} ya está en uso: escoja otro con --port.") from problem
    click.echo(f"Clave del testigo   {kept.key.verifier}")
    click.echo(f"Dirección           http://{host}:{server.server_address[1]}/")
    for log in logs:
        click.echo(f"Registro            {log.name}")
    if shown:
        threading.Thread(target=shown.keep, daemon=True).start()
        click.echo(f"Página              {page}")
    click.echo("Ctrl+C para detener.")
    with server:
        server.serve_forever()
