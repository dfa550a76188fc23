import os.path

from django.utils.translation import gettext_lazy as _

from concierta.evidence.models import Evidence
from concierta.people.privacy import Forgetting, Ground, PersonalData, keeps, signs

_UNNAMED = "archivo"


def _forget_names_of_files(asked: Forgetting) -> int:
    """Names that people give to files say who they are, or whom the file is about. The file keeps only its kind."""
    if asked.person is not None:
        for evidence in Evidence.objects.filter(uploaded_by=asked.person).order_by("pk"):
            named_alike = evidence.title == evidence.filename
            evidence.filename = _UNNAMED + os.path.splitext(evidence.filename)[1].lower()
            evidence.title = evidence.filename if named_alike else evidence.title
            evidence.save(update_fields=["filename", "title"])
    return 0


keeps(
    signs(Evidence, "uploaded_by"),
    PersonalData(
        model=Evidence,
        fields=("filename", "title"),
        what=_("El nombre y el título de cada archivo de evidencia"),
        purpose=_("Reconocer el archivo al descargarlo"),
        ground=Ground.FUNCTION,
        kept=_("Mientras haya que responder por el acto"),
        forgetting=_("El nombre pasa a ser «archivo»; el título queda, si no era ese nombre"),
        forget=_forget_names_of_files,
    ),
    PersonalData(
        folder="evidence/",
        what=_("El contenido de la evidencia, con lo que cada archivo diga de sí (autor, fecha, lugar de una foto)"),
        purpose=_("Que otra entidad pueda comprobar la cifra; su huella está en el registro público"),
        ground=Ground.FUNCTION,
        kept=_("Mientras haya que responder por la cifra"),
        forgetting=_("Queda: es la prueba. No se publica; la ven quienes reportan, revisan y verifican"),
    ),
)
