"""How large the body of a request may be, by its address: known before a byte of it is read."""

import re

from django.conf import settings

#: Words, numbers and choices; the longest minutes of a session have a tenth of it [D].
FORM = 2 << 20
#: What wraps the files of a form: their names and the fields beside them.
_WRAPPING = 1 << 20
#: Files of evidence that one form may bring, each as large as it may be [D].
EVIDENCE_AT_ONCE = 4

_MATRIX = re.compile(r"/trabajo/(importar/|planes/[^/]+/dinero/archivos/|precios/nuevo/|precios/indice/[^/]+/cambiar/)")
_EVIDENCE = re.compile(
    r"/trabajo/(reportes/\d+/\d+/|cifras/\d+/corregir/|verificacion/\d+/|verificacion/segunda/\d+/"
    r"|compromisos/\d+/\d+/|aportes/\d+/(entregar/)?|entregas/\d+/|gestion/\d+/"
    r"|mesa/nueva/|mesa/integrantes/|mesa/sillas/\d+/|mesa/tareas/\d+/|mesa/sesiones/\d+/|mesa/sesiones/\d+/puntos/\d+/)"
)


def body_limit(path: str) -> int:
    """The most bytes that may be sent to `path`."""
    if _MATRIX.fullmatch(path):
        return int(settings.MATRIX_MAX_BYTES) + _WRAPPING
    if _EVIDENCE.fullmatch(path):
        return EVIDENCE_AT_ONCE * int(settings.EVIDENCE_MAX_BYTES) + _WRAPPING
    return FORM
