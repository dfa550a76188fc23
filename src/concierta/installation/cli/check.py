"""`concierta check`: whether the installation is well configured and whole."""

import json

import click

from concierta.installation.cli.prepare import prepare


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Responder en JSON.")
def command(as_json: bool) -> int:
    """Comprobar la configuración y la integridad de lo guardado."""
    prepare(close=False)
    from concierta.installation.checks import all_checks
    from concierta.installation.clock_seen import remember_the_time

    results = [check() for check in all_checks()]
    remember_the_time()
    if as_json:
        click.echo(json.dumps([result.as_dict() for result in results], ensure_ascii=False, indent=2))
    else:
        for result in results:
            click.echo(f"{'✓' if result.passed else '✕'} {result.title}")
            for problem in result.problems:
                click.echo(f"    {problem}")
            for note in result.notes:
                click.echo(f"    No se compara: {note[0].lower()}{note[1:]}")
            for one in result.told:
                click.echo(f"    {one}")
    return 0 if all(result.passed for result in results) else 1
