"""Why a file is not imported at all. A cell that cannot be read is a finding; these are for whole files."""

from collections.abc import Iterable

from concierta.kernel.errors import Invalid, NotFound, Phrase, gettext_noop


class MatrixRefused(Invalid):
    """The file cannot become a plan; nothing of it was kept."""


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


class ProfileRefused(MatrixRefused):
    def __init__(self, name: str, reason: str) -> None:
        super().__init__(gettext_noop("El perfil «%(name)s» no sirve: %(reason)s."), name=name, reason=reason)


class FileUnreadable(MatrixRefused):
    def __init__(self, filename: str) -> None:
        super().__init__(
            gettext_noop("No se pudo abrir «%(filename)s»: compruebe que el archivo existe y que puede leerlo."),
            filename=filename,
        )


class FileTooLarge(MatrixRefused):
    def __init__(self, filename: str, limit: int) -> None:
        super().__init__(
            gettext_noop(
                "«%(filename)s» es demasiado grande: se admiten hasta %(limit)s MB. Quite imágenes y hojas que no "
                "hagan falta, o divida la matriz."
            ),
            filename=filename,
            limit=limit >> 20,
        )


class TooManyCells(MatrixRefused):
    def __init__(self, filename: str, limit: int) -> None:
        super().__init__(
            gettext_noop(
                "«%(filename)s» tiene demasiadas celdas: se admiten hasta %(limit)s. Borre las filas y columnas vacías "
                "que sobren, o divida la matriz."
            ),
            filename=filename,
            limit=limit,
        )


class FileEmpty(MatrixRefused):
    def __init__(self, filename: str) -> None:
        super().__init__(gettext_noop("«%(filename)s» está vacío: no tiene ni un byte."), filename=filename)


class FileDamaged(MatrixRefused):
    def __init__(self, filename: str) -> None:
        super().__init__(
            gettext_noop(
                "«%(filename)s» está incompleto o dañado: descárguelo otra vez, o ábralo y guárdelo de nuevo en su "
                "programa de hojas de cálculo."
            ),
            filename=filename,
        )


class FileProtected(MatrixRefused):
    def __init__(self, filename: str) -> None:
        super().__init__(
            gettext_noop("«%(filename)s» está protegido con contraseña: guarde una copia sin contraseña."),
            filename=filename,
        )


class OldWorkbook(MatrixRefused):
    def __init__(self, filename: str) -> None:
        super().__init__(
            gettext_noop("«%(filename)s» tiene un formato antiguo (.xls o similar): guárdelo como libro .xlsx."),
            filename=filename,
        )


class NotAMatrix(MatrixRefused):
    def __init__(self, filename: str) -> None:
        super().__init__(
            gettext_noop(
                "«%(filename)s» no es un libro de Excel (.xlsx) ni un texto separado por comas (.csv): no se puede "
                "importar."
            ),
            filename=filename,
        )


class NameBelies(MatrixRefused):
    """The name says one format and the content is another."""

    def __init__(self, filename: str, found: str) -> None:
        super().__init__(
            gettext_noop(
                "El nombre «%(filename)s» no corresponde a su contenido, que es %(found)s: cámbiele la extensión o "
                "guárdelo en el formato que dice su nombre."
            ),
            filename=filename,
            found=Phrase(found),
        )


class SuspiciousWorkbook(MatrixRefused):
    """Bombs: content that would not fit in memory, cells absurdly far away, document type declarations."""

    def __init__(self, filename: str, reason: str) -> None:
        super().__init__(
            gettext_noop(
                "«%(filename)s» no se leyó porque %(reason)s. Copie los datos a un libro nuevo y vuelva a intentarlo."
            ),
            filename=filename,
            reason=Phrase(reason),
        )


class WrongFile(MatrixRefused):
    def __init__(self, filename: str, profile: str, sheets: Iterable[str]) -> None:
        super().__init__(
            gettext_noop(
                "En «%(filename)s» no se encontró la fila de encabezados del perfil «%(profile)s» (hojas revisadas: "
                "%(sheets)s). Compruebe que es el archivo correcto o elija otro perfil."
            ),
            filename=filename,
            profile=profile,
            sheets=", ".join(sheets) or "—",
        )


class MissingColumns(MatrixRefused):
    def __init__(self, filename: str, sheet: str, row: int, columns: Iterable[str]) -> None:
        super().__init__(
            gettext_noop("A la hoja «%(sheet)s» de «%(filename)s» le faltan columnas en la fila %(row)s: %(columns)s."),
            filename=filename,
            sheet=sheet,
            row=row,
            columns="; ".join(f"«{name}»" for name in columns),
        )


class MixedColumns(MatrixRefused):
    """The content does not fit the headers and no reordering makes it fit."""

    def __init__(self, filename: str, sheet: str, columns: Iterable[str]) -> None:
        super().__init__(
            gettext_noop(
                "En la hoja «%(sheet)s» de «%(filename)s» el contenido de estas columnas no corresponde a sus "
                "encabezados: %(columns)s. Corríjalas en el origen."
            ),
            filename=filename,
            sheet=sheet,
            columns="; ".join(f"«{name}»" for name in columns),
        )


class NoRows(MatrixRefused):
    def __init__(self, filename: str, sheet: str) -> None:
        super().__init__(
            gettext_noop("La hoja «%(sheet)s» de «%(filename)s» tiene encabezados pero ninguna fila con datos."),
            filename=filename,
            sheet=sheet,
        )


class PeriodUnknown(MatrixRefused):
    def __init__(self, filename: str) -> None:
        super().__init__(
            gettext_noop("No se pudo saber a qué periodo corresponde «%(filename)s»: indíquelo, por ejemplo 2024-T4."),
            filename=filename,
        )
