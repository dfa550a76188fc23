"""`concierta demo`: the demonstration plan of Cali, loaded, published and served."""

import click

from concierta.installation.cli.prepare import prepare
from concierta.installation.cli.progress import bar


@click.command()
@click.option("--no-serve", is_flag=True, help="Cargar y publicar, sin servir.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def command(no_serve: bool, port: int) -> None:
    """Cargar la demostración de Cali, publicar sus cortes y servirla."""
    prepare()
    from concierta.installation.demo import demo_is_loaded, load_demo, publish_demo
    from concierta.installation.demo.load import demo_accounts

    if not demo_is_loaded():
        with bar("Cargando la demostración") as progress:
            load_demo(progress=progress)
    with bar("Publicando sus cortes") as progress:
        publish_demo(progress=lambda done, total, _: progress(done / max(total, 1)))
    accounts = demo_accounts()
    click.echo("\nCuentas de demostración (clave de todas: " + accounts.password + ")")
    for email, position in accounts.people:
        click.echo(f"  {email:<44} {position}")
    click.echo("")
    if not no_serve:
        from concierta.installation.cli.serve import serve

        serve("127.0.0.1", port)
