"""What the command says when it cannot do what it was asked."""

import errno
import logging
import traceback

import click

from concierta.kernel.errors import AlreadyLoaded, Refusal
from concierta.kernel.files import is_disk_full


def answer_for(problem: Exception) -> int:
    """Print a sentence about `problem` on standard error and give the exit code: 1 refused, 2 wrong call."""
    if isinstance(problem, click.exceptions.Exit):
        return int(problem.exit_code)
    if isinstance(problem, click.Abort):
        click.echo("Interrumpido: lo que ya estaba confirmado se conserva.", err=True)
        return 130
    if isinstance(problem, click.ClickException):
        problem.show()
        return 2 if isinstance(problem, click.UsageError) else 1
    if isinstance(problem, Refusal):
        click.echo(f"No se hizo: {translated(problem)}", err=True)
        if isinstance(problem, AlreadyLoaded):
            click.echo("Para reemplazar lo que hay, repita con --on-existing update.", err=True)
        return 1
    click.echo(f"No se pudo: {in_words(problem)}", err=True)
    if place := write_down(problem):
        click.echo(f"El detalle técnico quedó en {place}.", err=True)
    return 1


def translated(refusal: Refusal) -> str:
    from django.conf import settings

    if not settings.configured:
        return str(refusal)
    from django.utils.translation import gettext

    return refusal.render(gettext)


def in_words(problem: Exception) -> str:
    if isinstance(problem, PermissionError):
        return f"no hay permiso para usar {problem.filename}."
    if isinstance(problem, OSError) and problem.errno == errno.EROFS:
        return f"{problem.filename} está en un disco de solo lectura: el portal se puede servir y comprobar, nada más."
    if is_disk_full(problem):
        return "no cabe en el disco: libere espacio y repita. Lo que ya estaba confirmado se conserva."
    if "readonly database" in str(problem):
        return "la base de datos está en una carpeta de solo lectura: el portal se puede servir y comprobar, nada más."
    if isinstance(problem, FileNotFoundError):
        return f"no existe {problem.filename}."
    if isinstance(problem, FileExistsError | NotADirectoryError):
        return f"{problem.filename} es un archivo y se necesita una carpeta."
    if "psycopg" in str(problem):
        return "falta la pieza que habla con PostgreSQL: .venv/bin/pip install 'psycopg[binary]'."
    if "file is not a database" in str(problem) or "malformed" in str(problem):
        return "db.sqlite3 está dañada o no es una base de datos: restaure la copia de seguridad de esa carpeta."
    if isinstance(problem, OSError) and problem.strerror:
        return f"{problem.strerror} ({problem.filename or 'sistema'})."
    return f"ocurrió un error inesperado ({type(problem).__name__}): {problem}"


def write_down(problem: Exception) -> str:
    """Append the traceback to concierta.log in the home folder; its path, or '' when even that cannot be written."""
    from concierta.installation.home import home_folder

    try:
        path = home_folder() / "concierta.log"
        with path.open("a") as log:
            log.writelines(traceback.format_exception(problem))
    except OSError:
        logging.getLogger(__name__).debug("the log could not be written", exc_info=True)
        return ""
    return str(path)
