"""`concierta remind`: the letters of the day. Meant for the clock of the machine, every morning."""

import json
from collections import Counter
from datetime import date

import click

from concierta.installation.cli.counts import counted
from concierta.installation.cli.days import Day
from concierta.installation.cli.prepare import prepare

#: What the calendar makes of a signatory, in the order in which it is said.
_MOVED = {
    "notified": ("entidad quedó avisada en su acuerdo", "entidades quedaron avisadas en su acuerdo"),
    "silent": ("entidad quedó en silencio", "entidades quedaron en silencio"),
    "active": ("entidad avisada respondió", "entidades avisadas respondieron"),
}


@click.command()
@click.option("--on", type=Day(), help="El día, AAAA-MM-DD; si no se dice, hoy.")
@click.option("--json", "as_json", is_flag=True, help="Responder en JSON.")
def command(on: date | None, as_json: bool) -> int:
    """Avisar a cada persona, en un solo mensaje, lo que le vence; y a las entidades de un acuerdo que no entregan, que
    quedan avisadas. Puede repetirse: nadie recibe dos el mismo día."""
    prepare()
    from dataclasses import asdict

    from concierta.evaluation.operations import review_silence
    from concierta.evaluation.queries import agreements_in_force
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
    # Before the letters, which say it. By today's calendar, whatever the day of the letters.
    moved = Counter(
        one.state
        for agreement in agreements_in_force()
        for one in review_silence(agreement=agreement, by=None, at=now())
    )
    counts = send_digests(on=day, by=None, at=now())
    if as_json:
        signatories = {state: moved[state] for state in ("notified", "silent", "active")}
        click.echo(json.dumps(asdict(counts) | {"signatories": signatories}, ensure_ascii=False, indent=2))
        return 1 if counts.failed or counts.unsent else 0
    for state, (one, many) in _MOVED.items():
        if moved[state]:
            click.echo(f"{counted(moved[state], one, many)}.")
    if counts.unsent:
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
