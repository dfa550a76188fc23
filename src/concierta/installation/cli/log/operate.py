"""What an operator does with the log: publish, recover, accept a loss, rotate, ask witnesses, forget and destroy."""

from pathlib import Path

import click

from concierta.installation.cli.prepare import prepare
from concierta.installation.log.words import moment


@click.command()
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Carpeta del sitio.")
def publish(out: Path | None) -> None:
    """Publicar lo que el registro tenga de nuevo, y lo que muestran las páginas."""
    prepare()
    from django.conf import settings

    from concierta.kernel.clock import now
    from concierta.ledger.operations import seal_site
    from concierta.web.portal.site import show_site

    published = seal_site(site=out or settings.SITE, by=None, at=now())
    if published.pending:
        # A publication that was interrupted: it is taken to its end, as its log cannot be shown without its pages.
        show_site(out=out, by=None, at=now())
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
    from concierta.ledger.operations import retire_old_key, rotate_key, seal_site

    if retire:
        retire_old_key(by=None, at=now())
        click.echo("La clave anterior fue destruida.")
        click.echo(
            "Los testigos que solo conocen la anterior responderán 403 o 404 y dejarán de firmar hasta que se les dé "
            "la nueva (--log-vkey): avíseles. Pruébelo con «concierta log witness-request»."
        )
    else:
        click.echo(f"Clave nueva: {rotate_key(by=None, at=now())}")
        click.echo("La anterior firma también, hasta que la retire con «concierta log rotate --retire».")
        click.echo("Antes, entregue la nueva a los testigos y a quien compruebe: sin la anterior solo vale esta.")
    seal_site(site=settings.SITE, by=None, at=now())


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
@click.option("--site", type=click.Path(path_type=Path, file_okay=False), help="Carpeta del sitio de esta instalación.")
@click.option("--from", "place", metavar="CARPETA|DIRECCIÓN", help="Una copia del sitio publicado, guardada aparte.")
def recover(site: Path | None, place: str | None) -> None:
    """Tras recuperar una copia anterior de la base de datos: traer del registro firmado los actos que le faltan.

    Sin --from los busca en esta instalación (el registro propio y el sitio). Tras restaurar en una máquina vacía, diga
    con --from dónde está el sitio publicado o una copia suya: la dirección del portal sirve.
    """
    prepare()
    from django.conf import settings

    from concierta.installation.log.sources import open_site
    from concierta.kernel.clock import now
    from concierta.ledger.operations import recover_log

    home = Path(settings.HOME).resolve()
    other = place or (str(site) if site and not site.resolve().is_relative_to(home) else None)
    found = recover_log(site=site or settings.SITE, source=open_site(other) if other else None, by=None, at=now())
    if found:
        click.echo(
            f"{found} actos recuperados. Lo que cambiaron hay que hacerlo otra vez: «concierta check» lo nombra."
        )
    else:
        click.echo("A la base de datos no le falta ningún acto de esa copia: puede publicar.")


@click.command("accept-loss")
@click.confirmation_option(
    prompt="Quedará en el registro, a la vista de todos, y los testigos no volverán a firmarlo. ¿Aceptar la pérdida?"
)
def accept_loss() -> None:
    """Seguir sin unos actos que nadie conserva: lo dice en el propio registro, que ya no continúa el anterior.

    Antes intente «concierta log recover --from» con el sitio publicado o con cualquier copia suya.
    """
    prepare()
    from django.conf import settings

    from concierta.kernel.clock import now
    from concierta.ledger.operations import accept_loss as accept

    size = accept(by=None, at=now())
    click.echo(f"Queda en el registro: se siguió desde {size} actos, y lo firmado después se perdió.")
    if settings.WITNESSES:
        click.echo("Los testigos que vieron más responderán 409 y no firmarán: explíqueselo a quien los cuida.")
    click.echo("Publique ahora: «concierta publish» o «concierta log publish».")


@click.command("accept-clock")
@click.confirmation_option(prompt="Quedará en el registro. ¿El reloj de ahora es el correcto?")
def accept_clock() -> None:
    """Tras un reloj adelantado: dejar dicho que los últimos actos tienen una hora que todavía no era."""
    prepare()
    from concierta.kernel.clock import now
    from concierta.ledger.operations import accept_clock as accept

    last = accept(by=None, at=now())
    click.echo(f"Queda en el registro: el acto anterior decía {last:%Y-%m-%d %H:%M} UTC, y era antes.")


@click.command()
@click.argument("email", metavar="CORREO")
@click.confirmation_option(prompt="No se puede deshacer. ¿Olvidar a esta persona?")
def forget(email: str) -> None:
    """Destruir lo que une a una persona con sus actos y borrar lo demás que se guarda de ella.

    También a quien no tiene cuenta, como el contacto de un financiador. Las pruebas del registro siguen valiendo.
    """
    prepare()
    from concierta.kernel.clock import now
    from concierta.ledger.operations import forget_address

    destroyed = forget_address(address=email, by=None, at=now())
    click.echo(f"Olvidada: {destroyed} actos ya no nombran a nadie.")


@click.command()
@click.argument("act", metavar="ACTO", type=int)
@click.argument("names", metavar="SELLO...", nargs=-1, required=True)
@click.option("--reason", required=True, help="Por qué se destruye.")
@click.confirmation_option(prompt="No se puede deshacer. ¿Destruir lo que abre estos sellos?")
def destroy(act: int, names: tuple[str, ...], reason: str) -> None:
    """Destruir lo que abre un texto o una celda sellados en un acto; las pruebas del registro siguen valiendo."""
    prepare()
    from concierta.kernel.clock import now
    from concierta.kernel.errors import Refusal
    from concierta.ledger.models import Event
    from concierta.ledger.operations import destroy_salts

    event = Event.objects.filter(index=act).first()
    if event is None:
        raise click.ClickException(f"El registro no tiene el acto {act}.")
    try:
        gone = destroy_salts(event=event, names=names, reason=reason, by=None, at=now())
    except Refusal as refused:
        raise click.ClickException(str(refused)) from refused
    click.echo(f"Destruidos: {gone} sellos del acto {act} que nadie podrá abrir.")
