"""What must hold of a new site before anybody sees it, and what is said when it cannot be made."""

import shutil
from collections.abc import Container, Iterator
from contextlib import contextmanager
from pathlib import Path

from concierta.engines.sitelog import Mismatch, check_site
from concierta.kernel.errors import Refusal, gettext_noop
from concierta.kernel.files import is_disk_full
from concierta.kernel.folder_site import FolderSite
from concierta.web.portal.writing import LISTING, Listing


def verify_build(build: Path) -> None:
    """Read the whole site as anybody would, against its own signed log; refuses what does not hold."""
    findings = check_site(FolderSite(build)).findings
    if not findings:
        return
    first = findings[0]
    if first.code == Mismatch.CORTE_MISSING:
        raise Refusal(
            gettext_noop(
                "El registro dice que se publicó %(corte)s y su paquete no está en la carpeta «cortes»: recupérelo de "
                "una copia de respaldo. El sitio de antes sigue como estaba."
            ),
            corte=first.path,
        )
    raise Refusal(
        gettext_noop(
            "El sitio nuevo no pasó su propia comprobación (%(path)s: %(code)s) y no se muestra. El de antes sigue "
            "como estaba. Ejecute «concierta check» y publique otra vez."
        ),
        path=first.path,
        code=first.code,
    )


def remove_unrecorded(build: Path, recorded: Container[str]) -> None:
    """Take out frozen cortes that the log does not know: of acts that were lost, or made and never recorded."""
    for listing in [*build.glob(f"cortes/*/{LISTING}"), *build.glob(f"*/cortes/*/{LISTING}")]:
        if Listing.read(listing.parent).package not in recorded:
            shutil.rmtree(listing.parent)


@contextmanager
def full_disk_in_words() -> Iterator[None]:
    """A disk without room is no fault of the program: what to do about it is said, and what was there stays."""
    try:
        yield
    except Refusal:
        raise
    except Exception as problem:
        if not is_disk_full(problem):
            raise
        raise Refusal(
            gettext_noop(
                "No cabe en el disco: no se publicó nada y el sitio sigue como estaba. Libere espacio y publique "
                "otra vez."
            )
        ) from problem
