"""`concierta log prove` and `concierta log verify-proof`: one figure, in one file."""

from collections.abc import Iterator
from pathlib import Path

import click

from concierta.engines.sitelog import Act, FigureProof, Site, acts_of_figure
from concierta.engines.translog import Checkpoint, LogProblem, Note, TileReader, VerifierKey
from concierta.installation.cli.log.answers import DOES_NOT_HOLD, HOLDS, Key, refused, unreadable
from concierta.installation.cli.prepare import prepare
from concierta.installation.log.sources import FolderSite, open_site
from concierta.installation.log.words import act_in_words, moment


@click.command()
@click.argument("figure", metavar="PLAN/INDICADOR/PERIODO")
@click.option("--site", "place", help="Carpeta o dirección de un sitio publicado; por defecto, el de esta instalación.")
@click.option("--out", type=click.Path(path_type=Path), help="Archivo donde escribir la prueba.")
def prove(figure: str, place: str | None, out: Path | None) -> int:
    """Escribir la prueba de una cifra pública: todos sus actos, cada uno con su lugar en el registro."""
    if figure.count("/") < 2:
        raise click.UsageError("La cifra se nombra plan/indicador/periodo, p. ej. empleo-cali/RE-07/2024-T4.")
    try:
        proof = _from_site(figure, open_site(place)) if place else _from_installation(figure)
    except LogProblem as problem:
        return refused("el registro publicado", problem)
    except OSError as problem:
        return unreadable(problem)
    if not proof.acts:
        click.echo(f"En el registro publicado no hay ningún acto sobre {figure}.", err=True)
        return DOES_NOT_HOLD
    # What is handed out is checked first, as whoever receives it will.
    proof.verify()
    if out:
        out.write_text(proof.to_json())
        click.echo(f"Prueba de {figure}, {len(proof.acts)} actos, en {out}.")
    else:
        click.echo(proof.to_json(), nl=False)
    return HOLDS


@click.command("verify-proof")
@click.argument("file", type=click.Path(path_type=Path), metavar="ARCHIVO")
@click.option("--vkey", "key", type=Key(), help="Clave pública del registro, recibida por otro camino.")
def verify_proof(file: Path, key: VerifierKey | None) -> int:
    """Comprobar un archivo de prueba, sin conexión. 0 vale, 1 no vale, 2 no se pudo leer."""
    try:
        text = file.read_bytes().decode(errors="replace")
    except OSError as problem:
        return unreadable(problem)
    try:
        proof = FigureProof.from_json(text)
        signed, acts = proof.verify([key] if key else [])
    except LogProblem as problem:
        return refused(str(file), problem)
    point = signed.checkpoint
    click.echo(f"Cifra {proof.figure}, en el registro «{point.origin}» de {point.size} actos:")
    for act in acts:
        click.echo(f"  {act_in_words(act)}")
    for witness, time in signed.witnessed.items():
        click.echo(f"  Testigo {witness.name}: {moment(time)}")
    if key is None:
        click.echo(f"Clave {proof.key}: es la que trae el archivo; compárela por otro camino, y use --vkey.")
    click.echo("✓ La prueba vale.")
    return HOLDS


def _from_site(figure: str, site: Site) -> FigureProof:
    """Without a database: the entries are looked through for those of the figure."""
    key, note, tiles = _published(site)

    def entries() -> Iterator[tuple[int, bytes]]:
        for bundle in range((tiles.size + 255) // 256):
            yield from enumerate(tiles.entries(bundle), bundle * 256)

    return FigureProof.make(figure, acts=acts_of_figure(entries(), figure), key=key, note=note, tiles=tiles)


def _from_installation(figure: str) -> FigureProof:
    """With one: it knows where they are, and a handful of tiles is read."""
    prepare()
    from django.conf import settings

    from concierta.ledger.queries import acts_on_figure

    key, note, tiles = _published(FolderSite(settings.SITE))
    acts: list[Act] = [act for act in acts_on_figure(figure) if act.index < tiles.size]
    return FigureProof.make(figure, acts=acts, key=key, note=note, tiles=tiles)


def _published(site: Site) -> tuple[VerifierKey, Note, TileReader]:
    key = VerifierKey.parse(site.read("log/vkey").decode().strip())
    note = Note.parse(site.read("log/checkpoint"))
    return key, note, TileReader(lambda path: site.read(f"log/{path}"), Checkpoint.parse(note.text).size)
