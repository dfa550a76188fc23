"""What an operator does with the log: `publish`, `recover`, `rotate`, `witness-request`, `forget`."""

from pathlib import Path

import click

from concierta.config.cli.prepare import prepare
from concierta.config.log.words import moment


@click.command()
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Carpeta del sitio.")
def publish(out: Path | None) -> None:
    """Publicar lo que el registro tenga de nuevo, y lo que muestran las páginas."""
    prepare()
    from django.conf import settings

    from concierta.kernel.clock import now
    from concierta.ledger.operations import seal_site

    published = seal_site(site=out or settings.SITE, by=None, at=now())
    click.echo(f"Registro «{published.origin}»: {published.size} actos, {published.added} nuevos.")
    click.echo(f"En {published.folder}.")


@click.command()
@click.option("--retire", is_flag=True, help="Destruir la clave anterior: desde ahora solo firma la nueva.")
def rotate(retire: bool) -> None:
    """Cambiar la clave del registro; las dos firman el cambio, que queda en el propio registro."""
    prepare()
    from django.conf import settings

    from concierta.kernel.clock import now
    from concierta.ledger.operations import publish_log, retire_old_key, rotate_key

    if retire:
        retire_old_key(by=None, at=now())
        click.echo("La clave anterior fue destruida.")
    else:
        click.echo(f"Clave nueva: {rotate_key(by=None, at=now())}")
        click.echo("La anterior firma también, hasta que la retire con «concierta log rotate --retire».")
    publish_log(site=settings.SITE, by=None, at=now())


@click.command("witness-request")
@click.option("--to", "witnesses", nargs=2, multiple=True, metavar="DIRECCIÓN CLAVE", help="Un testigo; se repite.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Carpeta del sitio.")
def witness_request(witnesses: tuple[tuple[str, str], ...], out: Path | None) -> int:
    """Mostrar el punto de control a los testigos (o a los de CONCIERTA_WITNESSES) y publicar sus firmas."""
    prepare()
    from django.conf import settings

    from concierta.kernel.clock import now
    from concierta.ledger.operations import request_cosignatures

    asked = list(witnesses) or settings.WITNESSES
    if not asked:
        raise click.UsageError("No hay testigos: nómbrelos con --to o en CONCIERTA_WITNESSES.")
    answers = request_cosignatures(site=out or settings.SITE, witnesses=asked, by=None, at=now())
    for answer in answers:
        if answer.seen_at is None:
            click.echo(f"✕ {answer.name} ({answer.url}): no firmó ({answer.refusal})")
        else:
            click.echo(f"✓ {answer.name}: lo vio el {moment(answer.seen_at)}")
    return 0 if all(answer.seen_at is not None for answer in answers) else 1


@click.command()
@click.option("--site", type=click.Path(path_type=Path, file_okay=False), help="Carpeta del sitio publicado.")
def recover(site: Path | None) -> None:
    """Tras recuperar una copia anterior de la base de datos: traer del registro publicado los actos que le faltan."""
    prepare()
    from django.conf import settings

    from concierta.kernel.clock import now
    from concierta.ledger.operations import recover_log

    found = recover_log(site=site or settings.SITE, by=None, at=now())
    click.echo(f"{found} actos recuperados. Lo que cambiaron hay que hacerlo otra vez: «concierta check» lo nombra.")


@click.command()
@click.argument("email", metavar="CORREO")
@click.confirmation_option(prompt="No se puede deshacer. ¿Olvidar a esta persona?")
def forget(email: str) -> None:
    """Destruir lo que une a una persona con sus actos; las pruebas del registro siguen valiendo."""
    prepare()
    from concierta.accounts.operations import forget_account
    from concierta.kernel.clock import now
    from concierta.people.models import User

    person = User.objects.filter(email=email.lower()).first()
    if person is None:
        raise click.ClickException(f"No hay ninguna cuenta con el correo {email}.")
    destroyed = forget_account(person=person, by=None, at=now())
    click.echo(f"Olvidada: {destroyed} actos ya no nombran a nadie.")
