"""What the program keeps of people in files of the installation, beside the database."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from concierta.people.privacy import Forgetting, Ground, PersonalData, keeps


def _forget_drafts(asked: Forgetting) -> int:
    if asked.person is not None:
        for draft in (Path(settings.HOME) / "drafts").glob(f"{asked.person.pk}-*"):
            draft.unlink(missing_ok=True)
    return 0


def _forget_letters(asked: Forgetting) -> int:
    """Only without a mail server are letters kept, each a file with its addressee."""
    for letter in (Path(settings.HOME) / "mail").glob("*"):
        if letter.is_file() and asked.address.lower() in letter.read_text(errors="replace").lower():
            letter.unlink()
    return 0


keeps(
    PersonalData(
        folder="drafts/",
        what=_("Lo que escribe y todavía no ha enviado"),
        purpose=_("Que no lo pierda si se cae la conexión"),
        ground=Ground.FUNCTION,
        kept=_("Hasta que lo envía o lo borra"),
        forgetting=_("Se borra"),
        forget=_forget_drafts,
    ),
    PersonalData(
        folder="mail/",
        what=_("Las cartas que se le escriben, mientras no haya servidor de correo"),
        purpose=_("Que quien administra la instalación se las entregue"),
        ground=Ground.FUNCTION,
        kept=_("Hasta que quien administra la instalación vacíe la carpeta"),
        forgetting=_("Se borran las que lleven su correo"),
        forget=_forget_letters,
    ),
    PersonalData(
        folder="uploads/",
        what=_("Los archivos oficiales que se ensayan antes de cargarlos, y de quién es cada ensayo"),
        purpose=_("Mostrar qué dice el archivo antes de que cuente"),
        ground=Ground.FUNCTION,
        kept=_("Hasta que se carga o se descarta; si no, un día"),
        forgetting=_("Vence solo"),
    ),
    PersonalData(
        folder="cache/",
        what=_("Desde qué dirección de internet se intenta entrar, y cuántas veces"),
        purpose=_("Frenar a quien prueba contraseñas"),
        ground=Ground.FUNCTION,
        kept=_("Minutos"),
        forgetting=_("Vence solo"),
    ),
    PersonalData(
        folder=_("registros del servidor web y copias de respaldo"),
        what=_("Lo que el servidor web anota de cada visita, y las copias de todo lo anterior"),
        purpose=_("Atender fallas y recuperar lo perdido"),
        ground=Ground.FUNCTION,
        kept=_("Lo que fije quien administra la instalación"),
        forgetting=_("Las copias de antes se destruyen o se vuelven a olvidar al restaurarlas"),
    ),
)
