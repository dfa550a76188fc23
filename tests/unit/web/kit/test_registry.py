from types import SimpleNamespace

import pytest
from django.template import Context, Engine, TemplateSyntaxError

from concierta.web.kit.registry import REQUIRED, component, names, parse_props, render_component

ENGINE = Engine(builtins=["concierta.web.kit.templatetags.components"])


def render(source: str, **context: object) -> str:
    return ENGINE.from_string(source).render(Context(context))


def test_props_without_default_are_required():
    assert parse_props('state label="" rows=5 open=False options=[] cut_off=None') == {
        "state": REQUIRED,
        "label": "",
        "rows": 5,
        "open": False,
        "options": [],
        "cut_off": None,
    }


def test_a_component_without_props_declares_none():
    assert parse_props("") == {}


def test_a_declaration_that_cannot_be_read_is_refused():
    with pytest.raises(TemplateSyntaxError, match=r"Cannot read the props"):
        parse_props('label="" =3')


@pytest.mark.parametrize("name", names())
def test_every_component_declares_its_props_and_compiles(name):
    assert component(name).name == name


def test_a_component_renders_its_props_escaped():
    assert render('{% component "kbd" keys=k %}', k="<g>") == '<kbd class="c-kbd">&lt;g&gt;</kbd>'


def test_the_context_of_the_page_is_not_visible_inside():
    assert render('{% component "tag" label="Vigente" %}', kind="late") == render(
        '{% component "tag" label="Vigente" %}'
    )


def test_an_unknown_prop_is_refused_when_the_page_is_compiled():
    with pytest.raises(TemplateSyntaxError, match=r"'kbd' has no prop colour. Its props: keys\."):
        ENGINE.from_string('{% component "kbd" keys="g" colour="red" %}')


def test_a_missing_prop_is_refused_when_the_page_is_compiled():
    with pytest.raises(TemplateSyntaxError, match=r"'kbd' needs keys\."):
        ENGINE.from_string('{% component "kbd" %}')


def test_an_unknown_component_is_refused_with_the_ones_there_are():
    with pytest.raises(TemplateSyntaxError, match=r"There is no component 'carousel'\. There are: achievement, alert"):
        ENGINE.from_string('{% component "carousel" %}')


@pytest.mark.parametrize("tag", ['{% component kbd keys="g" %}', '{% component "kbd" "g" %}', "{% component %}"])
def test_a_tag_that_is_not_written_as_prop_equals_value_is_refused(tag):
    with pytest.raises(TemplateSyntaxError):
        ENGINE.from_string(tag)


def test_a_prop_given_twice_is_refused():
    with pytest.raises(TemplateSyntaxError, match=r"keys is given twice"):
        ENGINE.from_string('{% component "kbd" keys="g" keys="h" %}')


def test_the_inside_of_a_block_is_the_slot_and_sees_the_page():
    html = render('{% componentblock "disclosure" summary="Más" %}<b>{{ word }}</b>{% endcomponentblock %}', word="sí")
    assert '<div class="c-disclosure__body"><b>sí</b></div>' in html


def test_a_block_around_a_component_without_slot_is_refused():
    with pytest.raises(TemplateSyntaxError, match=r"'kbd' has no prop slot"):
        ENGINE.from_string('{% componentblock "kbd" keys="g" %}x{% endcomponentblock %}')


def test_a_component_that_needs_a_slot_is_refused_without_block():
    with pytest.raises(TemplateSyntaxError, match=r"'disclosure' needs slot"):
        ENGINE.from_string('{% component "disclosure" summary="Más" %}')


def test_a_component_can_be_kept_for_later():
    html = render('{% component "kbd" keys="g" as key %}[{{ key }}]')
    assert html == '[<kbd class="c-kbd">g</kbd>]'


def test_python_and_the_tag_render_the_same():
    assert render_component("state-badge", state="adjusted") == render('{% component "state-badge" state="adjusted" %}')


def test_python_refuses_an_unknown_prop_too():
    with pytest.raises(TemplateSyntaxError, match=r"no prop colour"):
        render_component("kbd", keys="g", colour="red")


def test_no_component_writes_inline_style_or_script():
    for name in names():
        source = (component(name).template.source or "").lower()
        assert " style=" not in source
        assert "<script" not in source
        assert "onclick" not in source


def test_a_state_that_does_not_exist_is_refused():
    with pytest.raises(KeyError):
        render_component("state-badge", state="probably")


def test_a_field_points_at_its_hint_and_its_error():
    html = render_component("field", name="valor", label="Valor", kind="number", hint="Sin puntos", error="Falta")
    assert 'id="valor" name="valor" aria-invalid="true" aria-describedby="valor_hint valor_error"' in html
    assert '<p class="c-field__hint" id="valor_hint">Sin puntos</p>' in html
    assert 'id="valor_error"' in html


def test_a_select_keeps_what_was_chosen_whatever_its_type():
    html = render_component("field", name="n", label="N", kind="select", options=[(1, "uno"), (2, "dos")], value="2")
    assert '<option value="2" selected>dos</option>' in html
    assert html.count("selected") == 1


def test_a_disabled_button_says_why():
    html = render_component("button", label="Verificar", disabled_reason="Lo envió su entidad.")
    assert " disabled>Verificar</button>" in html
    assert "Lo envió su entidad." in html


def test_what_has_no_value_says_so():
    html = render_component("key-values", items=[("Fuente", None), ("Valor", 0)])
    assert "Sin dato" in html
    assert "<dd>0</dd>" in html


def test_an_object_serves_as_well_as_a_dictionary():
    item = SimpleNamespace(label="Ejes", href="ejes/", current=True, count=None)
    assert '<a href="ejes/" aria-current="page">Ejes</a>' in render_component("nav", items=[item])
