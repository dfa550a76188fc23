"""The form that keeps an index of prices: what it is, and a line for each year, typed, pasted or in a file."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concierta.budgets.matrix import read_prices, text_of_prices
from concierta.budgets.operations.prices import checked_points
from concierta.kernel.errors import Invalid
from concierta.web.staff.forms.typed import TypedForm

_LARGEST_FILE = 64 * 1024


class PricesForm(TypedForm):
    """`points` cleans to year → value. A file, where one comes, takes the place of what was typed."""

    slug = forms.SlugField(
        label=_("Nombre corto"), max_length=40, help_text=_("Para su dirección y para la orden. Por ejemplo, ipc.")
    )
    name = forms.CharField(
        label=_("Nombre del índice"), max_length=200, help_text=_("Por ejemplo, Índice de precios al consumidor.")
    )
    base = forms.CharField(
        label=_("Base"), max_length=100, help_text=_("Cuándo valía 100. Por ejemplo, diciembre de 2018 = 100.")
    )
    source = forms.CharField(
        label=_("De dónde se tomó"),
        max_length=300,
        help_text=_("Quién lo publica, en qué cuadro y en qué fecha lo consultó. Se publica junto a las cifras."),
    )
    points = forms.CharField(
        label=_("Año y valor, uno por línea"),
        widget=forms.Textarea(attrs={"rows": 10, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Escriba al menos un año con su valor, o adjunte un archivo.")},
        max_length=_LARGEST_FILE,
        help_text=_("Así: 2024;144,88. Puede pegarlos de una hoja de cálculo."),
    )
    file = forms.FileField(
        label=_("O un archivo .csv con esas líneas"),
        required=False,
        help_text=_("Si adjunta uno, toma el lugar de lo escrito arriba."),
    )

    def __init__(self, data: Any = None, files: Any = None, *, index: Any = None, taken: Collection[str] = ()) -> None:
        """`index` is the one that is changed, with its points; `taken` the short names of all of them."""
        initial = {name: getattr(index, name) for name in ("name", "base", "source")} if index else {}
        if index:
            initial["points"] = lines_of({point.year: point.value for point in index.points.all()})
        super().__init__(_with_file(data, files), files, initial=initial)
        self.taken = taken
        if index:
            del self.fields["slug"]

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if slug in self.taken:
            raise ValidationError(gettext("Ya hay un índice «%(slug)s»: ábralo para cambiarlo.") % {"slug": slug})
        return slug

    def clean_points(self) -> dict[int, Decimal]:
        try:
            points = read_prices(self.cleaned_data["points"])
            if not points:
                raise ValidationError(gettext("Escriba al menos un año con su valor, o adjunte un archivo."))
            return dict(checked_points(points))
        except Invalid as refusal:
            raise ValidationError(refusal.render(gettext)) from refusal

    def clean_file(self) -> None:
        """Its lines are in `points` by now."""
        upload = self.cleaned_data["file"]
        if upload is not None:
            _text_of(upload)


def lines_of(points: Mapping[int, Decimal]) -> str:
    """As `read_prices` reads them."""
    return "\n".join(f"{year};{format(value.normalize(), 'f').replace('.', ',')}" for year, value in points.items())


def _with_file(data: Any, files: Any) -> Any:
    """What was sent, with the lines of the file in the place of those that were typed."""
    upload = files.get("file") if files else None
    if data is None or upload is None:
        return data
    try:
        lines = _text_of(upload)
    except ValidationError:
        return data
    given = data.copy()
    given["points"] = lines
    return given


def _text_of(upload: Any) -> str:
    if upload.size > _LARGEST_FILE:
        raise ValidationError(gettext("El archivo es demasiado grande para un índice: una línea por año basta."))
    upload.seek(0)
    try:
        return text_of_prices(upload.read())
    except Invalid as refusal:
        raise ValidationError(refusal.render(gettext)) from refusal
