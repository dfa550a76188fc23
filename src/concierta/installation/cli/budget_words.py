"""What an imported execution file comes to, in words."""

from typing import Any

import click

_MONEY = (
    ("inicial", "initial"),
    ("definitiva", "final"),
    ("en CDP", "availability"),
    ("en registro presupuestal", "registration"),
    ("obligado", "obligation"),
    ("pagado", "payment"),
)
_STANDINGS = (
    ("agrees", "proyectos coinciden con el seguimiento al plan"),
    ("differs", "difieren"),
    ("only_first", "solo están en el presupuesto"),
    ("only_second", "solo están en el seguimiento"),
)


def tell_budget(result: dict[str, Any]) -> None:
    """The result and a short list of findings; the whole list is in --json and in the workspace."""
    from concierta.installation.cli.counts import counted
    from concierta.web.kit.formats import number, pesos_exact

    click.echo(f"{result['plan']} · corte al {result['cut_off']} · {result['file']}")
    if result["dry_run"]:
        click.echo("  Ensayo: nada se guardó.")
    elif result["status"] == "unchanged":
        click.echo("  Ese archivo ya estaba cargado: nada cambió.")
    for one, many, key in (
        ("línea", "líneas", "rows"),
        ("entidad", "entidades", "entities"),
        ("proyecto", "proyectos", "projects"),
        ("fuente", "fuentes", "funding_sources"),
    ):
        click.echo(f"  {counted(result['counts'][key], one, many, width=12)}")
    for word, key in _MONEY:
        click.echo(f"  {pesos_exact(result['money'][key]):>28} {word}")
    if sources := result["sources"]:
        for key, words in _STANDINGS:
            click.echo(f"  {number(sources['counts'][key]):>12} {words}")
        if sources["without_reserves"]:
            same = number(sources["without_reserves"]["agrees"])
            click.echo(f"  {same:>12} coinciden al peso si no se cuentan las reservas")
    findings = result["findings"]
    click.echo(f"  {counted(len(findings), 'hallazgo', 'hallazgos', width=12)}")
    for finding in findings[:10]:
        click.echo(f"    fila {finding['row']}, {finding['column']}: {finding['message']} «{finding['value']}»")
    if len(findings) > 10:
        click.echo(f"    … y {number(len(findings) - 10)} más: véalos todos con --json.")
