"""`concierta check`: whether the installation is well configured and whole."""

import json

import click

from concierta.config.cli.prepare import prepare


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Responder en JSON.")
def command(as_json: bool) -> int:
    """Comprobar la configuración y la integridad de lo guardado."""
    prepare()
    from concierta.config.checks import all_checks

    results = [check() for check in all_checks()]
    if as_json:
        click.echo(json.dumps([result.as_dict() for result in results], ensure_ascii=False, indent=2))
    else:
        for result in results:
            click.echo(f"{'✓' if result.passed else '✕'} {result.title}")
            for problem in result.problems:
                click.echo(f"    {problem}")
            for note in result.notes:
                click.echo(f"    No se compara: {note[0].lower()}{note[1:]}")
            for advice in result.advice:
                click.echo(f"    {advice}")
    return 0 if all(result.passed for result in results) else 1
