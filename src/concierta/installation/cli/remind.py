"""`concierta remind`: the letters of the day. Meant for the clock of the machine, every morning."""

import json
from datetime import date

import click

from concierta.installation.cli.counts import counted
from concierta.installation.cli.days import Day
from concierta.installation.cli.prepare import prepare


@click.command()
@click.option("--on", type=Day(), help="El día, AAAA-MM-DD; si no se dice, hoy.")
@click.option("--json", "as_json", is_flag=True, help="Responder en JSON.")
def command(on: date | None, as_json: bool) -> int:
    """Avisar a cada persona, en un solo mensaje, lo que le vence. Puede repetirse: nadie recibe dos el mismo día."""
    prepare()
    from dataclasses import asdict

    from concierta.kernel.clock import now, today
    from concierta.ledger.operations import apply_retention
    from concierta.ledger.queries import packed_act
    from concierta.responsibilities.operations import take_over
    from concierta.steering.operations import send_digests

    if packed_act():
        raise click.ClickException("La instalación se empacó para entregarla: los avisos salen de la que la recibe.")
    day = on or today()
    take_over(by=None, at=now())
    # Personal data kept to a day is erased on the next, whether or not a letter can be sent.
    apply_retention(on=min(day, today()), by=None, at=now())
    counts = send_digests(on=day, by=None, at=now())
    if as_json:
        click.echo(json.dumps(asdict(counts), ensure_ascii=False, indent=2))
    elif counts.unsent:
        click.echo(
            f"No se envió nada: {counted(counts.unsent, 'persona tiene', 'personas tienen')} asuntos por avisar."
        )
        click.echo("Esta instalación no tiene servidor de correo: ponga CONCIERTA_SMTP_HOST y repita el comando.")
    elif not counts.people:
        click.echo("A nadie le vence nada: no se envió ningún aviso.")
    else:
        click.echo(f"{counted(counts.sent, 'aviso enviado', 'avisos enviados')}.")
        if counts.sent_before:
            click.echo(f"{counted(counts.sent_before, 'ya se había enviado', 'ya se habían enviado')} hoy.")
        if counts.failed:
            click.echo(f"{counted(counts.failed, 'no salió', 'no salieron')}: repita el comando.", err=True)
    return 1 if counts.failed or counts.unsent else 0
