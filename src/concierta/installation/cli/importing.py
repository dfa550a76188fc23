"""`concierta import`: plans, execution of the budget, price indexes, and the template."""

import gc
import json
import os
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import click

from concierta.installation.cli.days import Day
from concierta.installation.cli.prepare import prepare
from concierta.installation.cli.progress import bar


@click.group()
def command() -> None:
    """Cargar la matriz de un plan, su ejecución presupuestal o un índice de precios, o escribir la plantilla propia."""


@command.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="ARCHIVO…")
@click.option("--plan", "slug", required=True, help="Nombre corto del plan (se crea si no existe).")
@click.option("--profile", default="cuadro-1s", show_default=True, help="Perfil conocido o archivo .toml.")
@click.option("--period", "period_text", help="Periodo del archivo, p. ej. 2024-T4, si no se deduce de él.")
@click.option("--dry-run", is_flag=True, help="Mostrar qué pasaría sin guardar nada.")
@click.option("--on-existing", type=click.Choice(["refuse", "update"]), default="refuse", show_default=True)
@click.option(
    "--accumulation",
    "answers",
    multiple=True,
    metavar="PALABRA=FORMA",
    help="Qué significa una palabra de acumulación del archivo, p. ej. «Capacidad=stock». Se puede repetir.",
)
@click.option("--json", "as_json", is_flag=True, help="Responder en JSON.")
def plan(
    files: tuple[Path, ...],
    slug: str,
    profile: str,
    period_text: str | None,
    dry_run: bool,
    on_existing: Literal["refuse", "update"],
    answers: tuple[str, ...],
    as_json: bool,
) -> None:
    """Cargar una o varias matrices oficiales de seguimiento, un periodo por archivo."""
    prepare()
    from concierta.installation.importing import import_files
    from concierta.kernel.periods import Period

    # The process ends with the import: looking for cycles among a million cells costs a tenth of it and frees nothing.
    gc.disable()
    period = Period.parse(period_text) if period_text else None
    if period and len(files) > 1:
        raise click.UsageError("--period vale para un solo archivo.")
    if any("=" not in answer for answer in answers):
        raise click.UsageError("--accumulation se escribe «palabra=forma», p. ej. «Capacidad=stock».")
    with bar("Cargando", hidden=as_json) as progress:
        results = import_files(
            files=files,
            slug=slug,
            profile_name=profile,
            period=period,
            dry_run=dry_run,
            on_existing=on_existing,
            progress=progress,
            readings=dict(answer.rsplit("=", 1) for answer in answers),
        )
    if as_json:
        answer = results[0] if len(results) == 1 else results
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    for result in results:
        _tell(result)


@command.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="ARCHIVO…")
@click.option("--plan", "slug", required=True, help="Nombre corto del plan.")
@click.option("--profile", default="cali-ejecucion", show_default=True, help="Perfil conocido o archivo .toml.")
@click.option(
    "--cut-off",
    type=Day(),
    help="Fecha de corte, p. ej. 2025-03-31, si no la dice el nombre del archivo.",
)
@click.option("--dry-run", is_flag=True, help="Mostrar qué pasaría sin guardar nada.")
@click.option("--on-existing", type=click.Choice(["refuse", "update"]), default="refuse", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Responder en JSON.")
def budget(
    files: tuple[Path, ...],
    slug: str,
    profile: str,
    cut_off: date | None,
    dry_run: bool,
    on_existing: Literal["refuse", "update"],
    as_json: bool,
) -> None:
    """Cargar la ejecución presupuestal de un plan, un corte por archivo."""
    prepare()
    from concierta.installation.budget_files import import_budget_files
    from concierta.installation.cli.budget_words import tell_budget

    if cut_off and len(files) > 1:
        raise click.UsageError("--cut-off vale para un solo archivo.")
    results = import_budget_files(
        files=files,
        slug=slug,
        profile_name=profile,
        cut_off=cut_off,
        dry_run=dry_run,
        on_existing=on_existing,
    )
    if as_json:
        click.echo(json.dumps(results[0] if len(results) == 1 else results, ensure_ascii=False, indent=2))
        return
    for result in results:
        tell_budget(result)


@command.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="ARCHIVO.csv")
@click.option("--slug", default="ipc", show_default=True, help="Nombre corto del índice.")
@click.option("--name", required=True, help="Nombre del índice.")
@click.option("--base", required=True, help="Cuándo valía 100, p. ej. «diciembre de 2018».")
@click.option("--source", required=True, help="Quién lo publica, y dónde.")
def prices(file: Path, slug: str, name: str, base: str, source: str) -> None:
    """Cargar un índice de precios: una línea por año, «2024;144,88»."""
    prepare()
    from concierta.installation.budget_files import import_price_index

    years = import_price_index(file=file, slug=slug, name=name, base=base, source=source)
    click.echo(f"{name}: {years} años.")


@command.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="ARCHIVO.xlsx")
def template(file: Path) -> None:
    """Escribir la plantilla vacía de Concierta, con validación de datos."""
    from concierta.plans.matrix import write_template

    if file.exists():
        raise click.ClickException(f"{file} ya existe: escriba otro nombre.")
    if not file.absolute().parent.is_dir():
        raise click.ClickException(f"No existe la carpeta {file.absolute().parent}: créela o escriba otra.")
    if not os.access(file.absolute().parent, os.W_OK):
        raise click.ClickException(f"No hay permiso para escribir en {file.absolute().parent}: escriba otra carpeta.")
    write_template(file)
    click.echo(f"Plantilla escrita en {file}.")


def _tell(result: dict[str, Any]) -> None:
    """The result in words and a short list of findings; the whole list is in --json and in the workspace."""
    from concierta.installation.cli.counts import counted
    from concierta.web.kit.formats import number, percent, pesos_exact

    click.echo(f"{result['plan']} · {result['period']} · {result['file']}")
    if result["dry_run"]:
        click.echo("  Ensayo: nada se guardó.")
    elif result["status"] == "unchanged":
        click.echo("  Ese archivo ya estaba cargado: nada cambió.")
    for one, many, key in (
        ("fila", "filas", "rows"),
        ("entidad", "entidades", "entities"),
        ("proyecto", "proyectos", "projects"),
        ("producto", "productos", "products"),
        ("actividad", "actividades", "activities"),
    ):
        click.echo(f"  {counted(result[key], one, many, width=12)}")
    for word, key in (
        ("inicial", "initial"),
        ("modificado", "modified"),
        ("ejecutado", "executed"),
        ("obligado", "obligated"),
        ("pagado", "paid"),
    ):
        click.echo(f"  {pesos_exact(result['money'][key]):>28} {word}")
    for word in result["words"]:
        options = ", ".join(
            option["code"] + (f" {percent(Decimal(option['result']))}" if option["result"] else "")
            for option in word["options"]
        )
        read = f"se lee como {word['reading']}" if word["reading"] else f"falta decir cuál: {options}"
        click.echo(f"  «{word['word']}» ({word['products']}): {read}")
    differences = len(result["reconciliation"])
    click.echo(f"  {number(differences):>12} cifras del archivo que no cuadran con sus partes (--json las muestra)")
    findings = result["findings"]
    click.echo(f"  {counted(len(findings), 'hallazgo', 'hallazgos', width=12)}")
    for finding in findings[:10]:
        click.echo(
            f"    {finding['sheet']} fila {finding['row']}, {' '.join(finding['column'].split())}: "
            f"«{finding['value']}» → {finding['action']}"
        )
    if len(findings) > 10:
        click.echo(f"    … y {number(len(findings) - 10)} más: véalos todos con --json.")
