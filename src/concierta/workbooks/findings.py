"""The sentences of the findings: for each code, what was seen and what was done. Fixed, so they can be translated."""

from dataclasses import dataclass
from typing import Any

from concierta.kernel.errors import gettext_noop as _
from concierta.workbooks.labels import column_letter
from concierta.workbooks.numbers import plain_code

_NOTHING = _("se dejó sin dato")
_READ_AS = _("se leyó como")
_KEPT = _("se conservó")

# code → (what was seen, what was done)
SENTENCES: dict[str, tuple[str, str]] = {
    "excel-error": (_("La celda tiene un error de la hoja de cálculo."), _NOTHING),
    "not-a-number": (_("Se esperaba una cantidad."), _NOTHING),
    "not-a-percent": (_("Se esperaba un porcentaje."), _NOTHING),
    "not-pesos": (_("Se esperaba un valor en pesos."), _NOTHING),
    "not-a-date": (_("No es una fecha que se pueda leer."), _NOTHING),
    "character": (
        _("Hay un carácter que no se puede imprimir, como la viñeta de Word."),
        _("se escribió en su lugar una viñeta o su código"),
    ),
    "not-text": (_("Se esperaba un texto."), _("se conservó como texto")),
    "negative": (_("No puede ser menor que cero."), _NOTHING),
    "out-of-range": (_("El valor está fuera de lo posible."), _NOTHING),
    "weight-over-100": (_("Una ponderación no puede pasar de 100 %."), _NOTHING),
    "over-100": (_("El avance pasa de 100 %."), _KEPT),
    "number-ambiguous": (_("El punto o la coma pueden separar miles o decimales."), _READ_AS),
    "cents": (_("El valor tiene fracciones de peso."), _("se redondeó al peso")),
    "number-imprecise": (_("El número tiene más cifras de las que guarda una hoja de cálculo."), _KEPT),
    "code-imprecise": (
        _("El código se guardó como número y la hoja de cálculo perdió sus últimas cifras."),
        _("se conservó como está"),
    ),
    "code-shape": (_("El código no tiene la forma esperada."), _KEPT),
    "code-missing": (_("Falta el código."), _("se le dio uno a partir del nombre")),
    "date-month-first": (_("La fecha tiene el mes antes que el día."), _READ_AS),
    "date-ambiguous": (_("No se distingue el día del mes."), _READ_AS),
    "date-serial": (_("La fecha es un número de serie."), _READ_AS),
    "date-implausible": (_("El año de la fecha no es posible."), _NOTHING),
    "dates-reversed": (_("Termina antes de empezar."), _KEPT),
    "word-unknown": (_("No es uno de los valores posibles."), _NOTHING),
    "territory-unknown": (_("No es una comuna ni un corregimiento conocido."), _("quedó sin territorio")),
    "values-disagree": (
        _("Filas de un mismo elemento dicen valores distintos."),
        _("se guardó el valor más repetido"),
    ),
    "explanations-joined": (_("Filas de un mismo producto tienen explicaciones distintas."), _("se unieron todas")),
    "several-goals": (_("El producto aporta a varias metas."), _("se guardaron todas")),
    "activity-repeated": (_("El código de actividad se repite."), _("se conservaron todas las filas")),
    "money-order": (_("Ejecutado, obligado y pagado deberían ir de mayor a menor."), _KEPT),
    "row-unplaced": (_("La fila no dice a qué proyecto pertenece."), _("no se importó")),
    "row-total": (_("La fila es un total."), _("se usó para conciliar")),
    "column-unknown": (_("El perfil no conoce esta columna."), _("no se importó")),
    "column-repeated": (_("El encabezado se repite."), _("se usó la primera columna")),
    "columns-exchanged": (_("El contenido no corresponde al encabezado."), _("se leyó por su contenido como")),
    "sheet-unread": (_("El perfil no conoce esta hoja."), _("no se importó")),
    "quarter-later": (_("Hay datos de un trimestre posterior al periodo del archivo."), _("no se importaron")),
    "period-doubtful": (_("El nombre del archivo y su contenido indican periodos distintos."), _("se usó")),
}


@dataclass(slots=True, frozen=True)
class Finding:
    """A cell that could not be taken simply as what it should be, and what was done about it.

    ``column`` is the header and its letter, ``value`` the cell as found, ``action`` and ``message`` fixed sentences
    (translatable), ``result`` the particulars: what was read instead, or what it was compared with.
    ``row`` is 0 when the finding is about a whole column or the whole sheet.
    """

    sheet: str
    row: int
    column: str
    value: str
    action: str
    code: str
    message: str
    result: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Plain data for ``--json``: ``action`` says what was done in one string."""
        done = f"{self.action}: {self.result}" if self.result else self.action
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "action": done,
            "code": self.code,
            "message": self.message,
        }


class Report:
    """Collects findings of one sheet, in the order of its rows when finished."""

    def __init__(self, sheet: str) -> None:
        self.sheet = sheet
        self._found: list[Finding] = []

    def add(self, code: str, *, row: int = 0, column: str = "", value: object = "", result: str = "") -> None:
        message, action = SENTENCES[code]
        self._found.append(Finding(self.sheet, row, column, _shown(value), action, code, message, result))

    def finished(self) -> list[Finding]:
        return sorted(self._found, key=lambda finding: finding.row)


def column_name(header: object, index: int) -> str:
    """'Comuna (AQ)': the header as one line and the letter that finds it."""
    text = " ".join(str(header).split())
    return f"{text} ({column_letter(index)})" if text else column_letter(index)


def _shown(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return plain_code(value) or str(value)
    return str(value)
