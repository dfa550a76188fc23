"""Findings: what in a table was not what it should be, in sentences that are fixed, so that they can be translated."""

from collections.abc import Mapping
from dataclasses import dataclass

from concierta.kernel.errors import gettext_noop as _
from concierta.workbooks.figures import plain_code

_NOTHING = _("se dejó sin dato")
_READ_AS = _("se leyó como")
_KEPT = _("se conservó")

Sentences = Mapping[str, tuple[str, str]]
"""For each code of a finding: what was seen, what was done."""

CELL_SENTENCES: Sentences = {
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
    "territory-unknown": (_("No es una comuna ni un corregimiento conocido."), _("quedó sin territorio")),
    "values-disagree": (
        _("Filas de un mismo elemento dicen valores distintos."),
        _("se guardó el valor más repetido"),
    ),
    "explanations-joined": (_("Filas de un mismo producto tienen explicaciones distintas."), _("se unieron todas")),
    "columns-exchanged": (_("El contenido no corresponde al encabezado."), _("se leyó por su contenido como")),
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

    def as_dict(self) -> dict[str, str | int]:
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
    """Collects findings of one sheet, in the order of its rows when finished.

    `sentences` are those of one vocabulary, beside which stand the ones about any table's cells.
    """

    def __init__(self, sheet: str, sentences: Sentences | None = None) -> None:
        self.sheet = sheet
        self._sentences = {**CELL_SENTENCES, **(sentences or {})}
        self._found: list[Finding] = []

    def add(self, code: str, *, row: int = 0, column: str = "", value: object = "", result: str = "") -> None:
        message, action = self._sentences[code]
        self._found.append(Finding(self.sheet, row, column, _shown(value), action, code, message, result))

    def finished(self) -> list[Finding]:
        return sorted(self._found, key=lambda finding: finding.row)


def _shown(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return plain_code(value) or str(value)
    return str(value)
