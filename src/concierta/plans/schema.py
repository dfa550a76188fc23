"""What each part of a plan says of itself, declared once: its attributes with their kind, length and words.

Whatever handles an attribute derives from here: the fields that a matrix may have and what a load writes, the keys of a
setup file, what `define_…` takes and records, what an amendment may change, the fields of forms, the columns of the
published tables and what is held against the log. The columns of the database stand in the models and a test holds them
against these classes, so that no text is longer than its column.
"""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar, dataclass_transform

from concierta.kernel.decimals import plain
from concierta.kernel.errors import Invalid, gettext_noop

#: What the columns of a quantity hold: 24 digits, six of them after the point.
_PLACES, _LARGEST = Decimal("0.000001"), Decimal(10) ** 18


class Kind(StrEnum):
    """What an attribute holds. Written in JSON it is text in every case, or null."""

    TEXT = "text"
    QUANTITY = "quantity"
    FRACTION = "fraction"
    WHOLE = "whole"
    DAY = "day"
    WORD = "word"
    ENTITY = "entity"


@dataclass(frozen=True, slots=True)
class Attribute:
    """`longest` in characters, 0: any. `words` are the only ones that a `WORD` may be, with what each means."""

    kind: Kind
    es: str = ""
    """As the dictionary of the published tables explains it, in Spanish and in English."""
    en: str = ""
    required: bool = False
    longest: int = 0
    words: Mapping[str, str] = field(default_factory=dict)
    label: str = ""
    """Beside its field in a form, translatable."""
    matrix: str = ""
    """The field of a matrix that says it, where there is one."""
    recorded: bool = True
    """The act that defines the part says it."""
    decided: bool = True
    """Of a plan in force, only the Mesa changes it; otherwise it is as the source says."""
    compared: bool = False
    """A figure of the plan: what the database holds is compared with the acts."""
    otherwise: Any = None
    """Its value where none is given."""
    name: str = ""
    """Of its column; "" is a duty that only the matrix of responsibilities holds."""

    def written(self, value: object) -> str | None:
        """`value` as it is kept; accepts the thing itself (Decimal, date, Entity) or its text. Raises `Invalid`."""
        text = self._text(value)
        if text is None or (text == "" and self.kind is not Kind.TEXT):
            if self.required:
                raise Invalid(gettext_noop("Este valor no puede quedar vacío."), field="after")
            return None
        if self.kind is Kind.TEXT and self.required and not text.strip():
            raise Invalid(gettext_noop("Este texto no puede quedar vacío."), field="after")
        if self.longest and len(text) > self.longest:
            raise Invalid(
                gettext_noop("El texto tiene más de %(longest)d caracteres: abrévielo."),
                field="after",
                longest=self.longest,
            )
        return text

    def _text(self, value: Any) -> str | None:
        if self.kind is Kind.TEXT:
            return "" if value is None else str(value)
        if value is None or value == "":
            return None
        if self.kind in (Kind.QUANTITY, Kind.FRACTION, Kind.WHOLE):
            return quantity_text(value, fraction=self.kind is Kind.FRACTION)
        if self.kind is Kind.DAY:
            return _day_text(value)
        if self.kind is Kind.ENTITY:
            return value if isinstance(value, str) else str(value.code)
        if str(value) not in self.words:
            raise Invalid(gettext_noop("«%(value)s» no es uno de los valores posibles."), field="after", value=value)
        return str(value)

    def read(self, written: Any) -> Any:
        """The value for the column: Decimal, date, text or None. An entity stays a code: rows hold its key."""
        if written is None:
            return None
        if self.kind in (Kind.QUANTITY, Kind.FRACTION):
            return Decimal(written)
        if self.kind is Kind.WHOLE:
            return int(written)
        if self.kind is Kind.DAY:
            return date.fromisoformat(written)
        return written

    def live(self, part: object) -> str | None:
        """The value of the row, as it is written."""
        return written_value(getattr(part, self.name))


def written_value(value: Any) -> str | None:
    """Like `Attribute.written`, of what a row already holds: nothing to refuse."""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, str) else str(getattr(value, "code", value))


def quantity_text(value: object, *, fraction: bool = False) -> str:
    """A quantity as text in the one way there is ("800", "0.25"); a fraction lies between 0 and 1."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= _LARGEST or number != number.quantize(_PLACES):
        raise Invalid(
            gettext_noop("«%(value)s» no es un número con hasta seis decimales."), field="after", value=str(value)
        )
    if fraction and not 0 <= number <= 1:
        raise Invalid(gettext_noop("El peso es una fracción entre 0 y 1, no %(weight)s."), field="after", weight=number)
    return plain(number) or "0"


def _day_text(value: object) -> str:
    try:
        return (value if isinstance(value, date) else date.fromisoformat(str(value))).isoformat()
    except ValueError as error:
        raise Invalid(
            gettext_noop("«%(value)s» no es una fecha: escriba año, mes y día."), field="after", value=str(value)
        ) from error


def of_kind(kind: Kind, *, default: Any = MISSING, required: bool | None = None, **said: Any) -> Any:
    """An attribute of a described part. Without `default` it must be given; `said` are other fields of `Attribute`."""
    needed = default is MISSING if required is None else required
    otherwise = None if default is MISSING else default
    return field(default=default, metadata={"attribute": Attribute(kind, required=needed, otherwise=otherwise, **said)})


def text(longest: int, es: str, en: str, *, default: Any = MISSING, **said: Any) -> Any:
    return of_kind(Kind.TEXT, longest=longest, es=es, en=en, default=default, **said)


def fraction(es: str, en: str, *, default: Any = MISSING, **said: Any) -> Any:
    return of_kind(Kind.FRACTION, es=es, en=en, default=default, compared=True, **said)


def day(es: str, en: str, *, default: Any = MISSING, **said: Any) -> Any:
    return of_kind(Kind.DAY, es=es, en=en, default=default, **said)


class Description:
    """A part of a plan as it is described."""

    __slots__ = ()


D = TypeVar("D", bound=Description)
_DECLARED: dict[type[Description], dict[str, Attribute]] = {}


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(of_kind, text, fraction, day))
def described(cls: type[D]) -> type[D]:
    """A class of attributes: frozen, each given by its name. Fields that are not attributes refer to other parts."""
    made = dataclass(frozen=True, slots=True, kw_only=True)(cls)
    declared = {one.name: one.metadata.get("attribute") for one in fields(made)}  # type: ignore[arg-type]
    _DECLARED[made] = {name: replace(one, name=name) for name, one in declared.items() if one is not None}
    return made


def attributes(cls: type[Description]) -> dict[str, Attribute]:
    """The declared attributes of `cls` by name, in its order."""
    return _DECLARED[cls]


def described_values(part: Description, of: type[Description] | None = None) -> dict[str, Any]:
    """Column → value of `part`, for the attributes of its class or of the class `of`."""
    return {name: getattr(part, name) for name in attributes(of or type(part))}


def written_values(part: Description) -> dict[str, str | None]:
    """Name → value of each attribute of `part` in its one written form."""
    return {name: written_value(getattr(part, name)) for name in attributes(type(part))}


def recorded_values(part: Description) -> dict[str, str | None]:
    """Name → written value of the attributes that the act which defines `part` records."""
    return {name: written_value(getattr(part, name)) for name, one in attributes(type(part)).items() if one.recorded}


def in_matrix(cls: type[Description]) -> dict[str, str]:
    """Name → field of a matrix, of the attributes that a matrix may say."""
    return {name: one.matrix for name, one in attributes(cls).items() if one.matrix}


#: What a part of a plan goes by, among its siblings.
CODE = Attribute(Kind.TEXT, required=True, longest=40)

#: Sections of the International Standard Industrial Classification as adapted for Colombia (CIIU Rev. 4 A.C., DANE).
SECTORS = {
    "A": gettext_noop("Agricultura, ganadería, caza, silvicultura y pesca"),
    "B": gettext_noop("Explotación de minas y canteras"),
    "C": gettext_noop("Industrias manufactureras"),
    "D": gettext_noop("Suministro de electricidad, gas, vapor y aire acondicionado"),
    "E": gettext_noop("Distribución de agua, saneamiento, desechos y descontaminación"),
    "F": gettext_noop("Construcción"),
    "G": gettext_noop("Comercio y reparación de vehículos"),
    "H": gettext_noop("Transporte y almacenamiento"),
    "I": gettext_noop("Alojamiento y servicios de comida"),
    "J": gettext_noop("Información y comunicaciones"),
    "K": gettext_noop("Actividades financieras y de seguros"),
    "L": gettext_noop("Actividades inmobiliarias"),
    "M": gettext_noop("Actividades profesionales, científicas y técnicas"),
    "N": gettext_noop("Servicios administrativos y de apoyo"),
    "O": gettext_noop("Administración pública y defensa"),
    "P": gettext_noop("Educación"),
    "Q": gettext_noop("Salud humana y asistencia social"),
    "R": gettext_noop("Actividades artísticas, de entretenimiento y recreación"),
    "S": gettext_noop("Otras actividades de servicios"),
    "T": gettext_noop("Hogares como empleadores"),
    "U": gettext_noop("Organizaciones y entidades extraterritoriales"),
}

_WEIGHT = ("Peso entre sus hermanos; vacío: todos pesan igual", "Weight among siblings; empty: equal")


@described
class TierDescription(Description):
    """The words for a level of the plan above its projects."""

    singular: str = text(60, "Cómo se llama uno", "Its name in singular")
    plural: str = text(60, "Cómo se llaman varios", "Its name in plural", recorded=False)
    singular_en: str = text(60, "En inglés, singular", "In English, singular", default="", recorded=False)
    plural_en: str = text(60, "En inglés, plural", "In English, plural", default="", recorded=False)


@described
class NodeDescription(Description):
    """An axis, purpose, programme…"""

    name: str = text(1000, "Nombre", "Name")
    name_en: str = text(1000, "Nombre en inglés", "Name in English", default="", recorded=False)
    weight: Decimal | None = fraction(*_WEIGHT, default=None)


@described
class ProjectDescription(Description):
    """A project of the project bank; `unit` is the office that carries it out."""

    name: str = text(0, "Nombre", "Name", matrix="project_name")
    bpin: str = text(
        20, "Código BPIN", "National code (BPIN)", label="BPIN", default="", matrix="project_bpin", decided=False
    )
    unit: str = text(
        200,
        "Dependencia",
        "Office",
        label=gettext_noop("Oficina"),
        default="",
        matrix="unit",
        recorded=False,
        decided=False,
    )
    sector: str = of_kind(
        Kind.WORD,
        words=SECTORS,
        label=gettext_noop("Sector económico"),
        es="Sector económico: sección de la CIIU Rev. 4 A.C.",
        en="Economic sector: section of ISIC Rev. 4",
        default="",
        matrix="project_sector",
        decided=False,
    )
    weight: Decimal | None = fraction(*_WEIGHT, default=None)


@described
class ProductDescription(Description):
    """What a project delivers, with the goal of the development plan that it serves first."""

    name: str = text(0, "Nombre", "Name", matrix="product_name")
    goal_code: str = text(
        40,
        "Código de la meta del plan de desarrollo",
        "Code of the goal of the development plan",
        default="",
        matrix="goal_code",
        recorded=False,
    )
    goal_name: str = text(
        0,
        "Meta del plan de desarrollo",
        "Goal of the development plan",
        default="",
        matrix="goal_name",
        recorded=False,
    )
    unit: str = text(80, "Unidad de medida", "Unit of measure", default="", matrix="product_unit", compared=True)
    weight: Decimal | None = fraction(
        "Peso en el proyecto en la vigencia del corte",
        "Weight in the project in the year of the cut-off",
        default=None,
        matrix="product_weight",
    )


@described
class ActivityDescription(Description):
    """Work done for a product; `unit` is the office that does it."""

    name: str = text(0, "Descripción", "Description", matrix="activity_name")
    weight: Decimal | None = fraction(
        "Peso en el producto", "Weight in the product", default=None, matrix="activity_weight"
    )
    unit: str = text(200, "Dependencia", "Office", default="", matrix="unit", recorded=False, decided=False)
    starts_on: date | None = day("Inicio", "Start", default=None, matrix="starts_on", recorded=False, compared=True)
    ends_on: date | None = day("Fin", "End", default=None, matrix="ends_on", recorded=False, compared=True)
