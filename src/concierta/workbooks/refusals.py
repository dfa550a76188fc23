"""Why a file is not read at all. A cell that cannot be read is a finding; these are for whole files and profiles."""

from collections.abc import Iterable
from typing import ClassVar

from concierta.kernel.errors import Invalid, NotFound, Phrase, gettext_noop


class UnknownProfile(NotFound):
    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(
            gettext_noop(
                "No hay un perfil llamado «%(name)s». Los perfiles disponibles son: %(known)s; también puede dar "
                "la ruta de un archivo .toml."
            ),
            name=name,
            known=", ".join(known),
        )


class ProfileRefused(Invalid):
    def __init__(self, name: str, reason: str) -> None:
        super().__init__(gettext_noop("El perfil «%(name)s» no sirve: %(reason)s."), name=name, reason=reason)


class FileRefused(Invalid):
    """Nothing of the file was kept. Each kind says its `sentence`, in which the file has its name."""

    sentence: ClassVar[str]

    def __init__(self, filename: str, **particulars: str | int) -> None:
        super().__init__(self.sentence, field="", filename=filename, **particulars)


class FileUnreadable(FileRefused):
    sentence = gettext_noop("No se pudo abrir «%(filename)s»: compruebe que el archivo existe y que puede leerlo.")


class FileTooLarge(FileRefused):
    sentence = gettext_noop(
        "«%(filename)s» es demasiado grande: se admiten hasta %(limit)s MB. Quite imágenes y hojas que no "
        "hagan falta, o divida la matriz."
    )

    def __init__(self, filename: str, limit: int) -> None:
        super().__init__(filename, limit=limit >> 20)


class TooManyCells(FileRefused):
    sentence = gettext_noop(
        "«%(filename)s» tiene demasiadas celdas: se admiten hasta %(limit)s. Borre las filas y columnas vacías "
        "que sobren, o divida la matriz."
    )

    def __init__(self, filename: str, limit: int) -> None:
        super().__init__(filename, limit=limit)


class FileEmpty(FileRefused):
    sentence = gettext_noop("«%(filename)s» está vacío: no tiene ni un byte.")


class FileDamaged(FileRefused):
    sentence = gettext_noop(
        "«%(filename)s» está incompleto o dañado: descárguelo otra vez, o ábralo y guárdelo de nuevo en su "
        "programa de hojas de cálculo."
    )


class FileProtected(FileRefused):
    sentence = gettext_noop("«%(filename)s» está protegido con contraseña: guarde una copia sin contraseña.")


class OldWorkbook(FileRefused):
    sentence = gettext_noop("«%(filename)s» tiene un formato antiguo (.xls o similar): guárdelo como libro .xlsx.")


class NotATable(FileRefused):
    sentence = gettext_noop(
        "«%(filename)s» no es un libro de Excel (.xlsx) ni un texto separado por comas (.csv): no se puede importar."
    )


class NameBelies(FileRefused):
    """The name says one format and the content is another."""

    sentence = gettext_noop(
        "El nombre «%(filename)s» no corresponde a su contenido, que es %(found)s: cámbiele la extensión o "
        "guárdelo en el formato que dice su nombre."
    )

    def __init__(self, filename: str, found: str) -> None:
        super().__init__(filename, found=Phrase(found))


class SuspiciousWorkbook(FileRefused):
    """Bombs: content that would not fit in memory, cells absurdly far away, document type declarations."""

    sentence = gettext_noop(
        "«%(filename)s» no se leyó porque %(reason)s. Copie los datos a un libro nuevo y vuelva a intentarlo."
    )

    def __init__(self, filename: str, reason: str) -> None:
        super().__init__(filename, reason=Phrase(reason))


class WrongFile(FileRefused):
    sentence = gettext_noop(
        "En «%(filename)s» no se encontró la fila de encabezados del perfil «%(profile)s» (hojas revisadas: "
        "%(sheets)s). Compruebe que es el archivo correcto o elija otro perfil."
    )

    def __init__(self, filename: str, profile: str, sheets: Iterable[str]) -> None:
        super().__init__(filename, profile=profile, sheets=", ".join(sheets) or "—")


class MissingColumns(FileRefused):
    sentence = gettext_noop(
        "A la hoja «%(sheet)s» de «%(filename)s» le faltan columnas en la fila %(row)s: %(columns)s."
    )

    def __init__(self, filename: str, sheet: str, row: int, columns: Iterable[str]) -> None:
        super().__init__(filename, sheet=sheet, row=row, columns=_quoted(columns))


class MixedColumns(FileRefused):
    """The content does not fit the headers and no reordering makes it fit."""

    sentence = gettext_noop(
        "En la hoja «%(sheet)s» de «%(filename)s» el contenido de estas columnas no corresponde a sus "
        "encabezados: %(columns)s. Corríjalas en el origen."
    )

    def __init__(self, filename: str, sheet: str, columns: Iterable[str]) -> None:
        super().__init__(filename, sheet=sheet, columns=_quoted(columns))


class NoRows(FileRefused):
    sentence = gettext_noop("La hoja «%(sheet)s» de «%(filename)s» tiene encabezados pero ninguna fila con datos.")

    def __init__(self, filename: str, sheet: str) -> None:
        super().__init__(filename, sheet=sheet)


class PeriodUnknown(FileRefused):
    sentence = gettext_noop(
        "No se pudo saber a qué periodo corresponde «%(filename)s»: indíquelo, por ejemplo 2024-T4."
    )


def _quoted(names: Iterable[str]) -> str:
    return "; ".join(f"«{name}»" for name in names)
