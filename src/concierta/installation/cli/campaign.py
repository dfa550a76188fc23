"""`concierta campaign redraw`: whether a verification sample is the one that its seed and its list give."""

import json
from pathlib import Path

import click

#: Where a corte keeps its package in the home folder.
CORTES = "cortes"


@click.group()
def command() -> None:
    """Campañas de verificación: comprobar sus sorteos."""


@command.command()
@click.argument("where", metavar="CARPETA|CAMPAÑA")
@click.option("--period", help="Solo la campaña de este periodo, p. ej. 2025-T1.")
@click.option("--json", "as_json", is_flag=True, help="Responder en JSON.")
def redraw(where: str, period: str | None, as_json: bool) -> int:
    """Repetir los sorteos publicados y decir si coinciden.

    CARPETA es un corte (la que tiene datapackage.json) o sus tablas, de esta instalación o descargadas; CAMPAÑA es
    plan/periodo, p. ej. empleo-cali/2025-T1, en el último corte publicado aquí. No usa la base de datos.

    Termina en 0 si todo coincide, 1 si algo no coincide (y dice qué), 2 si no se pudo leer.
    """
    from concierta.installation.redrawing import Unreadable, redraw_folder

    try:
        folder, named = _located(where)
        found = redraw_folder(folder, period or named)
    except Unreadable as problem:
        if as_json:
            click.echo(json.dumps({"error": str(problem)}, ensure_ascii=False))
        else:
            click.echo(f"No se pudo leer: {problem}.", err=True)
        return 2
    if as_json:
        click.echo(json.dumps([one.as_dict() for one in found], ensure_ascii=False, indent=2))
    for one in found if not as_json else ():
        if not one.drawn and one.matches:
            click.echo(f"· {one.period}: la semilla está comprometida y todavía no se ha sorteado.")
            continue
        click.echo(
            f"{'✓' if one.matches else '✕'} {one.period}: {one.sample} sorteados de {one.population}, "
            f"{one.by_risk} por riesgo, {one.double_checked} para verificar dos veces. "
            f"{'El sorteo coincide.' if one.matches else 'El sorteo no coincide:'}"
        )
        for difference in one.problems:
            click.echo(f"    {difference}")
    return 0 if all(one.matches for one in found) else 1


def _located(where: str) -> tuple[Path, str | None]:
    """The folder of the tables, and the period where a campaign was named."""
    from concierta.installation.home import home_folder
    from concierta.installation.redrawing import Unreadable

    if Path(where).is_dir():
        return Path(where), None
    plan, _, period = where.partition("/")
    cortes = home_folder() / CORTES / plan
    if not period or ".." in where or not cortes.is_dir():
        raise Unreadable(f"{where} no es una carpeta ni una campaña de esta instalación")
    published = sorted(path for path in cortes.iterdir() if (path / "datapackage.json").is_file())
    if not published:
        raise Unreadable(f"{plan} no tiene cortes publicados")
    return published[-1], period
