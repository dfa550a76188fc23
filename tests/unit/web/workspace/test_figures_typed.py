"""Figures as they are typed: what cannot be is refused with the likely meaning, what is probably not meant is asked."""

import importlib
import pkgutil
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

import concierta.web.workspace as workspace
from concierta.indicators.models import Target
from concierta.indicators.written import Written, is_count, written_as
from concierta.web.workspace.fields import MEANT, PercentField, PesosField, QuantityField, WholeField
from concierta.web.workspace.forms import TypedForm


class OneFigure(TypedForm):
    """A form with any figure."""

    def __init__(self, data: dict, field: forms.Field, **kwargs: object) -> None:
        super().__init__(data, **kwargs)
        self.fields["figure"] = field


def read(text: str, field: forms.Field | None = None, *, language: str = "es-co", **more: object) -> object:
    """The figure, or the sentence that stands in its place."""
    with translation.override(language):
        form = OneFigure({"figure": text, **more}, field or QuantityField(required=False))
        return form.cleaned_data["figure"] if form.is_valid() else form.errors["figure"][0]


COUNT = {"decimals": 0, "required": False}


@pytest.mark.parametrize(
    ("text", "language", "field", "found"),
    [
        ("1.440", "es-co", QuantityField(**COUNT), Decimal(1440)),
        ("1,440", "en", QuantityField(**COUNT), Decimal(1440)),
        ("1440", "es-co", QuantityField(**COUNT), Decimal(1440)),
        ("1.440,5", "es-co", QuantityField(), Decimal("1440.5")),
        ("1,440.5", "en", QuantityField(), Decimal("1440.5")),
        ("0,125", "es-co", QuantityField(), Decimal("0.125")),
        ("−3", "es-co", QuantityField(negative=True), Decimal(-3)),
        ("$ 400.000.000", "es-co", PesosField(), 400_000_000),
        ("12,5", "es-co", PercentField(), Decimal("0.125")),
        ("", "es-co", QuantityField(required=False), None),
    ],
)
def test_a_figure_is_read_in_the_way_of_its_reader(text, language, field, found):
    assert read(text, field, language=language) == found


@pytest.mark.parametrize(
    ("text", "language", "field", "sentence"),
    [
        (
            "1,440",
            "es-co",
            QuantityField(**COUNT),
            "«1,440» no es un número entero, y esto se cuenta en enteros. ¿Quiso decir 1.440?",
        ),
        (
            "1.440",
            "en",
            QuantityField(**COUNT),
            "“1.440” is not a whole number, and this is counted in whole numbers. Did you mean 1,440?",
        ),
        ("-3", "es-co", QuantityField(**COUNT), "«-3»: esta cifra no puede ser menor que cero."),
        (
            "8,7461",
            "es-co",
            QuantityField(decimals=2),
            "«8,7461» tiene más de 2 decimales, que es lo que lleva esta cifra.",
        ),
        ("3.5", "es-co", QuantityField(), "No entendimos «3.5». Escriba la cifra así: 1.440,5. ¿Quiso decir 3,5?"),
        (
            "1,440,000",
            "es-co",
            QuantityField(),
            "No entendimos «1,440,000». Escriba la cifra así: 1.440,5. ¿Quiso decir 1.440.000?",
        ),
        (
            "9223372036854775808",
            "es-co",
            WholeField(),
            "«9223372036854775808» pasa de lo que esta cifra puede ser.",
        ),
        ("1" + "0" * 18, "es-co", QuantityField(), f"«1{'0' * 18}» pasa de lo que esta cifra puede ser."),
        ("1" * 41, "es-co", QuantityField(), f"No entendimos «{'1' * 41}». Escriba la cifra así: 1.440,5."),
        ("101", "es-co", PercentField(), "«101» pasa de lo que esta cifra puede ser."),
        ("1,5", "es-co", PesosField(), "Escriba un valor en pesos, sin centavos."),
        (
            "400,000,000",
            "es-co",
            PesosField(),
            "No entendimos «400,000,000». Escriba la cifra así: 1.440,5. ¿Quiso decir 400.000.000?",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_the_likely_meaning(text, language, field, sentence):
    assert read(text, field, language=language) == sentence


@pytest.mark.parametrize(
    ("text", "language", "asked", "box", "meant"),
    [
        ("1,440", "es-co", "«1,440» se lee 1,44. ¿Quiso decir 1.440?", "No: es 1,44", Decimal("1.44")),
        ("1.440", "en", "“1.440” reads as 1.44. Did you mean 1,440?", "No: it is 1.44", Decimal("1.44")),
    ],
)
def test_what_can_be_read_in_two_ways_is_asked_and_kept_when_it_is_meant(text, language, asked, box, meant):
    assert read(text, language=language) == asked
    with translation.override(language):
        form = OneFigure({"figure": text}, QuantityField())
        form.is_valid()
        html = str(form["figure"])
    assert f'value="{text}"' in html
    assert f'<input type="checkbox" name="{MEANT}" value="figure={text}"> {box}' in html

    assert read(text, language=language, **{MEANT: [f"figure={text}"]}) == meant


def test_a_box_answers_only_for_the_figure_it_stood_under():
    assert read("2,500", **{MEANT: ["figure=1,440"]}) == "«2,500» se lee 2,5. ¿Quiso decir 2.500?"


def test_nobody_is_asked_about_what_they_did_not_write():
    field = QuantityField(initial=Decimal("1.125"))

    assert read("1,125", field) == Decimal("1.125")


@pytest.mark.parametrize("unit", ["personas", "Documentos de política", "Número", "unidades productivas", "becas"])
def test_what_is_counted_is_whole(unit):
    assert is_count(unit)


@pytest.mark.parametrize("unit", ["%", "Porcentaje", "km", "Horas", "Hectáreas", "Millones de pesos", "Índice", ""])
def test_what_is_measured_may_have_parts(unit):
    assert not is_count(unit)


@pytest.mark.django_db
def test_an_indicator_says_how_its_figures_are_written(cast):
    indicator = cast.indicator
    indicator.unit = "personas"
    assert written_as(indicator) == Written(0, negative=False)
    Target.objects.filter(indicator=indicator).update(value=Decimal("2.5"))
    assert written_as(indicator) == Written(6, negative=True), "its own targets are halves: it is no count"
    indicator.unit, indicator.decimals = "%", 2
    assert written_as(indicator) == Written(2, negative=True)
    indicator.unit = "hectáreas"
    assert written_as(indicator) == Written(2, negative=False)
    indicator.baseline = Decimal(-20)
    assert written_as(indicator) == Written(2, negative=True)


def test_every_form_of_the_workspace_reads_its_words_and_figures_in_this_way():
    modules = [
        importlib.import_module(module.name)
        for module in pkgutil.walk_packages(workspace.__path__, f"{workspace.__name__}.")
    ]
    found = {
        kind
        for module in modules
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, forms.Form) and kind.__module__ == module.__name__
    }
    doors = {one for one in found if not issubclass(one, TypedForm)}

    assert len(found) > 50
    assert {one.__name__ for one in doors} == {
        "LoginForm",
        "ChangePasswordForm",
        "ResetPasswordForm",
        "ResetPasswordKeyForm",
        "ReauthenticateForm",
        "ReauthenticateWithCodeForm",
        "AddKeyForm",
        "ActivateCodesForm",
        "CodeForm",
    }


def test_no_figure_of_a_form_is_read_in_another_way():
    """A number of ours comes from a `QuantityField`; whole numbers with bounds of their own may be Django's."""
    modules = [
        importlib.import_module(module.name)
        for module in pkgutil.walk_packages(workspace.__path__, f"{workspace.__name__}.")
    ]
    loose = [
        (kind.__name__, name)
        for module in modules
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, forms.Form)
        for name, field in kind.base_fields.items()
        if isinstance(field, forms.FloatField | forms.DecimalField)
        or (isinstance(field, forms.IntegerField) and field.max_value is None and name != "revision")
    ]

    assert loose == []


def test_a_wrong_text_is_refused_where_it_is_typed():
    class Words(TypedForm):
        narrative = forms.CharField()

    form = Words({"narrative": "汉"})

    assert form.errors["narrative"] == [
        "El carácter «汉» (U+6C49) no se puede imprimir con los tipos de letra de los documentos: escríbalo de otra "
        "manera."
    ]


def test_a_field_alone_says_no_as_django_does():
    with pytest.raises(ValidationError):
        QuantityField().clean("mil")
