"""Price indices: the list, one of them, and a new or changed one."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from concierta.budgets.matrix import read_prices, text_of_prices
from concierta.budgets.operations import keep_price_index
from concierta.budgets.operations.prices import checked_points
from concierta.budgets.permissions import can_keep_prices, check_can_keep_prices
from concierta.budgets.queries import PriceChange, price_changes, price_index, price_tables
from concierta.kernel.clock import now
from concierta.kernel.errors import Invalid
from concierta.web.kit.formats import no_data, number, percent
from concierta.web.workspace.acts import act_view, sent, why_not
from concierta.web.workspace.forms import TypedForm
from concierta.web.workspace.shell import SignedInRequest, page

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from concierta.budgets.models import PriceIndex

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

    def __init__(
        self, data: Any = None, files: Any = None, *, index: "PriceIndex | None", taken: Collection[str]
    ) -> None:
        """`index` is the one that is changed, with its points; `taken` the short names of all of them."""
        initial = {name: getattr(index, name) for name in ("name", "base", "source")} if index else {}
        if index:
            initial["points"] = lines_of(values_of(index))
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


def values_of(index: "PriceIndex") -> dict[int, Decimal]:
    """Year → value. `index` comes with its points."""
    return {point.year: point.value for point in index.points.all()}


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


def _text_of(upload: "UploadedFile") -> str:
    if (upload.size or 0) > _LARGEST_FILE:
        raise ValidationError(gettext("El archivo es demasiado grande para un índice: una línea por año basta."))
    upload.seek(0)
    try:
        return text_of_prices(upload.read())
    except Invalid as refusal:
        raise ValidationError(refusal.render(gettext)) from refusal


_WORDS = {"name": _("Nombre"), "base": _("Base"), "source": _("De dónde se tomó")}


def span_of(index: "PriceIndex") -> str:
    """«2018 – 2024», and which years between them are missing."""
    years = list(values_of(index))
    if not years:
        return gettext("ningún año")
    span = str(years[0]) if len(years) == 1 else f"{years[0]} – {years[-1]}"
    missing = sorted(set(range(years[0], years[-1])) - set(years))
    if not missing:
        return span
    return gettext("%(years)s; faltan %(missing)s") % {"years": span, "missing": ", ".join(map(str, missing))}


def year_rows(index: "PriceIndex") -> list[tuple[int, str, str]]:
    """Each year with its value, and what prices rose since the year before where that is known; the latest first."""
    values = values_of(index)
    return [(year, number(value, 6), _rise(values, year)) for year, value in reversed(values.items())]


def _rise(values: Mapping[int, Decimal], year: int) -> str:
    before = values.get(year - 1)
    return no_data() if before is None else percent(Fraction(values[year]) / Fraction(before) - 1)


def index_finding(index: "PriceIndex") -> str:
    """«De 2018 a 2024 los precios subieron 44,9 %»."""
    points = list(values_of(index).items())
    if len(points) < 2:
        return index.name
    (first, before), (last, after) = points[0], points[-1]
    rise = Fraction(after) / Fraction(before) - 1
    words = (
        gettext("De %(first)s a %(last)s los precios subieron %(rise)s")
        if rise >= 0
        else gettext("De %(first)s a %(last)s los precios bajaron %(rise)s")
    )
    return words % {"first": first, "last": last, "rise": percent(abs(rise))}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    what: str
    before: str
    after: str
    words: str
    changes: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """`seen` names exactly this change: what is saved is what was shown."""

    finding: str
    rows: list[ChangeRow]
    seen: str


def preview_of(index: "PriceIndex | None", given: Mapping[str, Any], changes: Sequence[PriceChange]) -> Preview:
    """`given` is the form's clean data; `index` null where there is none yet."""
    rows = [_word_row(index, name, str(label), given[name]) for name, label in _WORDS.items()]
    rows += [_year_row(change) for change in changes]
    seen = json.dumps([[row.what, row.before, row.after] for row in rows], ensure_ascii=False)
    return Preview(_finding(rows, changes), rows, hashlib.sha256(seen.encode()).hexdigest())


def _word_row(index: "PriceIndex | None", name: str, label: str, after: str) -> ChangeRow:
    before = getattr(index, name) if index else ""
    what = _what_happens(bool(before), True, before == after)
    return ChangeRow(label, before or "—", after, what, before != after)


def _year_row(change: PriceChange) -> ChangeRow:
    before, after = ("—" if value is None else number(value, 6) for value in (change.before, change.after))
    same = change.before == change.after
    what = _what_happens(change.before is not None, change.after is not None, same)
    return ChangeRow(str(change.year), before, after, what, not same)


def _what_happens(was: bool, will_be: bool, same: bool) -> str:
    if same:
        return gettext("queda igual")
    if was and will_be:
        return gettext("cambia")
    return gettext("se quita") if was else gettext("se añade")


def _finding(rows: Sequence[ChangeRow], changes: Sequence[PriceChange]) -> str:
    """«Se añade 1 año, cambian 2 y se quitan 3»."""
    if not any(row.changes for row in rows):
        return gettext("Nada cambiaría: es lo que ya está guardado")
    added = sum(change.before is None for change in changes)
    removed = sum(change.after is None for change in changes)
    changed = sum(None not in (one.before, one.after) and one.before != one.after for one in changes)
    parts = [
        words % {"n": number(count)}
        for words, count in (
            (ngettext("se añade %(n)s año", "se añaden %(n)s años", added), added),
            (ngettext("cambia %(n)s año", "cambian %(n)s años", changed), changed),
            (ngettext("se quita %(n)s año", "se quitan %(n)s años", removed), removed),
        )
        if count
    ]
    if not parts:
        return gettext("Cambia lo que se dice del índice; sus valores quedan igual")
    *before, last = parts
    sentence = gettext(" y ").join([", ".join(before), last] if before else [last])
    return sentence[:1].upper() + sentence[1:]


@require_safe
def indexes(request: SignedInRequest) -> HttpResponse:
    context = {
        "indexes": [(index, span_of(index)) for index in price_tables()],
        "why_not": why_not(can_keep_prices(request.user)),
    }
    return page(request, "budgets/prices.html", context)


@require_safe
def index(request: SignedInRequest, slug: str) -> HttpResponse:
    index = price_index(slug)
    context = {
        "index": index,
        "finding": index_finding(index),
        "rows": year_rows(index),
        "why_not": why_not(can_keep_prices(request.user)),
    }
    return page(request, "budgets/price_index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    check_can_keep_prices(request.user)
    return _keep(request, None, [index.slug for index in price_tables()])


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, slug: str) -> HttpResponse:
    check_can_keep_prices(request.user)
    return _keep(request, price_index(slug), [])


def _keep(request: SignedInRequest, index: "PriceIndex | None", taken: list[str]) -> HttpResponse:
    """Only what was shown is kept: whatever else was typed, or kept by somebody else meanwhile, is shown first."""
    form = sent(request, PricesForm, files=request.FILES or None, index=index, taken=taken)
    given: dict[str, Any] = {"slug": index.slug if index else ""}
    if form.is_valid():
        given |= {name: value for name, value in form.cleaned_data.items() if name != "file"}
        preview = preview_of(index, given, price_changes(index, given["points"]))
        if request.POST.get("act") != "save" or request.POST.get("seen") != preview.seen:
            context: dict[str, object] = {"form": form, "index": index, "preview": preview, "errors": []}
            return page(request, "budgets/keep_prices.html", context)
    return act_view(
        request,
        "budgets/keep_prices.html",
        form,
        lambda: keep_price_index(**given, by=request.user, at=now()),
        done=gettext("Índice guardado. «Dinero» ya compara los años con él."),
        to=lambda kept: reverse("price_index", args=[kept.slug]),
        context={"index": index, "preview": None},
    )
