"""`concierta log compare` and `concierta log verify-evidence`: one log, two histories."""

from pathlib import Path

import click

from concierta.engines.translog import (
    Checkpoint,
    LogProblem,
    Note,
    SplitView,
    TileReader,
    VerifierKey,
    find_split_view,
)
from concierta.installation.cli.log.answers import DOES_NOT_HOLD, HOLDS, Key, refused, unreadable
from concierta.installation.log.sources import open_site


@click.command()
@click.argument("one", type=click.Path(path_type=Path), metavar="PUNTO1")
@click.argument("other", type=click.Path(path_type=Path), metavar="PUNTO2")
@click.option("--vkey", "keys", type=Key(), multiple=True, required=True, help="Clave pública del registro.")
@click.option("--site", "place", help="El sitio del mayor de los dos, si son de distinto tamaño.")
@click.option("--out", type=click.Path(path_type=Path), help="Archivo donde escribir la prueba, si la hay.")
def compare(one: Path, other: Path, keys: tuple[VerifierKey, ...], place: str | None, out: Path | None) -> int:
    """Comparar dos puntos de control del mismo registro, p. ej. los que vieron dos testigos.

    0 si pueden ser ciertos los dos, 1 si el registro firmó dos historias, 2 si no se pudo leer.
    """
    try:
        notes = [Note.parse(path.read_bytes()) for path in (one, other)]
        sizes = [Checkpoint.parse(note.text).size for note in notes]
        reader = None
        if place and sizes[0] != sizes[1]:
            site = open_site(place)
            reader = TileReader(lambda path: site.read(f"log/{path}"), max(sizes))
        found = find_split_view(*notes, log_keys=keys, read_larger=reader)
    except OSError as problem:
        return unreadable(problem)
    except LogProblem as problem:
        return refused("los puntos de control", problem)
    if found is None:
        if sizes[0] != sizes[1] and not place:
            raise click.UsageError("Son de distinto tamaño: con --site se comparan a través de sus piezas.")
        click.echo(f"✓ {sizes[0]} y {sizes[1]} actos: pueden ser ciertos los dos.")
        return HOLDS
    click.echo("✕ El registro firmó dos historias distintas.")
    if out:
        out.write_text(found.to_json())
        click.echo(f"La prueba, que cualquiera puede comprobar, quedó en {out}.")
    return DOES_NOT_HOLD


@click.command("verify-evidence")
@click.argument("file", type=click.Path(path_type=Path), metavar="ARCHIVO")
@click.option("--vkey", "keys", type=Key(), multiple=True, required=True, help="Clave pública del registro acusado.")
def verify_evidence(file: Path, keys: tuple[VerifierKey, ...]) -> int:
    """Comprobar una prueba de que un registro firmó dos historias. 0 queda probado, 1 no, 2 no se pudo leer."""
    try:
        text = file.read_bytes().decode(errors="replace")
    except OSError as problem:
        return unreadable(problem)
    try:
        first, second = SplitView.from_json(text).verify(keys)
    except LogProblem as problem:
        return refused(str(file), problem)
    click.echo(f"✓ Queda probado: «{first.origin}» firmó dos historias que no pueden ser ciertas a la vez.")
    for checkpoint in (first, second):
        click.echo(f"  {checkpoint.size} actos, raíz {checkpoint.root.hex()}")
    return HOLDS
