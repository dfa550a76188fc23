"""`concierta serve`: the portal and the workspace on one port."""

import click

from concierta.installation.cli.prepare import prepare


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def command(host: str, port: int) -> None:
    """Servir el portal público y el espacio de trabajo."""
    prepare()
    from concierta.installation.starting import make_ready

    make_ready(lambda sentence: click.echo(sentence, err=True))
    serve(host, port)


def serve(host: str, port: int) -> None:
    """Run the server until it is stopped. Refuses, before anything starts, a port that is taken."""
    import socket

    from concierta.installation.servers import run

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise click.ClickException(f"El puerto {port} ya está en uso: escoja otro con --port.") from problem
    click.echo(f"Portal público       http://{host}:{port}/")
    click.echo(f"Espacio de trabajo   http://{host}:{port}/trabajo/")
    click.echo("Ctrl+C para detener.")
    run(host, port)
