"""Price indices: the list, one of them, and a new or changed one."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
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
from concierta.kernel.errors import Invalid, Refusal
from concierta.web.kit.formats import no_data, number, percent
from concierta.web.workspace.acts import add_refusal, summary_of, why_not
from concierta.web.workspace.forms import TypedForm
from concierta.web.workspace.shell import SignedInRequest, page

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


_WORDS = ("name", "base", "source")


@dataclass(frozen=True, slots=True)
class IndexRow:
    name: str
    href: str
    base: str
    source: str
    years: str


def index_row(index: Any) -> IndexRow:
    return IndexRow(index.name, reverse("price_index", args=[index.slug]), index.base, index.source, span_of(index))


def span_of(index: Any) -> str:
    """«2018 a 2024», and which years between them are missing."""
    years = [point.year for point in index.points.all()]
    if not years:
        return gettext("ningún año")
    said = str(years[0]) if len(years) == 1 else f"{years[0]} – {years[-1]}"
    missing = sorted(set(range(years[0], years[-1])) - set(years))
    if not missing:
        return said
    return gettext("%(years)s; faltan %(missing)s") % {"years": said, "missing": ", ".join(map(str, missing))}


@dataclass(frozen=True, slots=True)
class YearRow:
    year: int
    value: str
    change: str


def year_rows(index: Any) -> list[YearRow]:
    """The latest first, each with what prices rose since the year before; no data where that is missing."""
    values = {point.year: point.value for point in index.points.all()}
    return [YearRow(year, number(value, 6), _rise(values, year)) for year, value in reversed(values.items())]


def index_finding(index: Any) -> str:
    """«De 2018 a 2024 los precios subieron 44,9 %»."""
    points = list(index.points.all())
    if len(points) < 2:
        return str(index.name)
    rise = Fraction(points[-1].value) / Fraction(points[0].value) - 1
    words = (
        gettext("De %(first)s a %(last)s los precios subieron %(rise)s")
        if rise >= 0
        else gettext("De %(first)s a %(last)s los precios bajaron %(rise)s")
    )
    return words % {"first": points[0].year, "last": points[-1].year, "rise": percent(abs(rise))}


def _rise(values: Mapping[int, Decimal], year: int) -> str:
    before = values.get(year - 1)
    return no_data() if before is None else percent(Fraction(values[year]) / Fraction(before) - 1)


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


def preview_of(index: Any, given: Mapping[str, Any], changes: Sequence[PriceChange]) -> Preview:
    """`given` is the form's clean data; `index` null where there is none yet."""
    rows = [_word_row(index, name, given[name]) for name in _WORDS]
    rows += [_year_row(one) for one in changes]
    seen = json.dumps([[row.what, row.before, row.after] for row in rows], ensure_ascii=False)
    return Preview(_finding(index, rows, changes), rows, hashlib.sha256(seen.encode()).hexdigest())


def _word_row(index: Any, name: str, after: str) -> ChangeRow:
    labels = {"name": gettext("Nombre"), "base": gettext("Base"), "source": gettext("De dónde se tomó")}
    before = getattr(index, name) if index else ""
    return ChangeRow(labels[name], before or "—", after, _told(bool(before), True, before == after), before != after)


def _year_row(one: PriceChange) -> ChangeRow:
    before, after = ("—" if value is None else number(value, 6) for value in (one.before, one.after))
    same = one.before == one.after
    return ChangeRow(str(one.year), before, after, _told(one.before is not None, one.after is not None, same), not same)


def _told(was: bool, will_be: bool, same: bool) -> str:
    if same:
        return gettext("queda igual")
    if was and will_be:
        return gettext("cambia")
    return gettext("se quita") if was else gettext("se añade")


def _finding(index: Any, rows: Sequence[ChangeRow], changes: Sequence[PriceChange]) -> str:
    """«Se añade 1 año, cambian 2 y se quitan 3»."""
    if not any(row.changes for row in rows):
        return gettext("Nada cambiaría: es lo que ya está guardado")
    added = sum(one.before is None for one in changes)
    removed = sum(one.after is None for one in changes)
    changed = sum(None not in (one.before, one.after) and one.before != one.after for one in changes)
    told = [
        words % {"n": number(count)}
        for words, count in (
            (ngettext("se añade %(n)s año", "se añaden %(n)s años", added), added),
            (ngettext("cambia %(n)s año", "cambian %(n)s años", changed), changed),
            (ngettext("se quita %(n)s año", "se quitan %(n)s años", removed), removed),
        )
        if count
    ]
    if not told:
        return gettext("Cambia lo que se dice del índice; sus valores quedan igual")
    said = gettext(" y ").join([*([", ".join(told[:-1])] if told[:-1] else []), told[-1]])
    return said[:1].upper() + said[1:]


@require_safe
def indexes(request: SignedInRequest) -> HttpResponse:
    context = {
        "indexes": [index_row(one) for one in price_tables()],
        "why_not": why_not(can_keep_prices(request.user)),
    }
    return page(request, "budgets/prices.html", context)


@require_safe
def index(request: SignedInRequest, slug: str) -> HttpResponse:
    found = price_index(slug)
    context = {
        "index": found,
        "finding": index_finding(found),
        "rows": year_rows(found),
        "why_not": why_not(can_keep_prices(request.user)),
    }
    return page(request, "budgets/price_index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    check_can_keep_prices(request.user)
    return _keep(request, None, [one.slug for one in price_tables()])


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, slug: str) -> HttpResponse:
    check_can_keep_prices(request.user)
    return _keep(request, price_index(slug), [])


def _keep(request: SignedInRequest, found: Any, taken: list[str]) -> HttpResponse:
    """Only what was shown is kept: whatever else was typed, or kept by somebody else meanwhile, is shown first."""
    posted = request.method == "POST"
    form = PricesForm(request.POST if posted else None, request.FILES if posted else None, index=found, taken=taken)
    preview = None
    if posted and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "file"}
        preview = preview_of(found, given, price_changes(found, given["points"]))
        if request.POST.get("act") == "save" and request.POST.get("seen") == preview.seen:
            try:
                kept = keep_price_index(**{"slug": found.slug if found else "", **given}, by=request.user, at=now())
            except Refusal as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, gettext("Índice guardado. «Dinero» ya compara los años con él."))
                return redirect("price_index", kept.slug)
    errors = summary_of(form)
    context = {"form": form, "index": found, "preview": None if errors else preview, "errors": errors}
    return page(request, "budgets/keep_prices.html", context, status=422 if errors else 200)
