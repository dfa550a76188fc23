"""The signature picture: exact geometry, state by state."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.web.kit.charts import achievement_bar, achievement_table

DUE = Fraction(912, 1461)
SVG = "{http://www.w3.org/2000/svg}"


def draw(**changes: object) -> str:
    values = {"id": "b", "verified": Fraction(45, 100), "reported": Fraction(60, 100), "state": "reported"}
    return achievement_bar(**(values | changes))  # type: ignore[arg-type]


def places(svg: str) -> dict[str, dict[str, str]]:
    """Each drawn thing by its first class."""
    root = ElementTree.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))
    found: dict[str, dict[str, str]] = {}
    parent_x = {}
    for parent in root.iter(f"{SVG}svg"):
        for child in parent:
            parent_x[child] = parent.get("x")
    for element in root.iter():
        name = (element.get("class") or "").split(" ")[0]
        if name.startswith("ab-"):
            found[name] = dict(element.attrib) | ({"at": parent_x[element]} if parent_x.get(element) else {})
    return found


def words(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def desc(svg: str) -> str:
    found = re.search(r"<desc[^>]*>([^<]*)</desc>", svg)
    assert found is not None
    return found[1].replace("\N{NO-BREAK SPACE}", " ")


def test_solid_is_verified_and_the_outline_beyond_it_is_only_reported():
    drawn = places(draw())
    assert (drawn["ab-proved"]["x"], drawn["ab-proved"]["width"]) == ("0", "45%")
    assert (drawn["ab-said"]["x"], drawn["ab-said"]["width"], drawn["ab-said"]["fill"]) == ("45%", "15%", "none")


def test_the_post_of_the_target_ends_the_axis_and_the_road_leads_to_it():
    drawn = places(draw())
    assert drawn["ab-goal"]["x1"] == "100%"
    assert (drawn["ab-road"]["x1"], drawn["ab-road"]["x2"]) == ("60%", "100%")


def test_today_stands_where_we_should_be():
    drawn = places(draw(expected=DUE))
    assert drawn["ab-due"]["x1"] == drawn["ab-now"]["at"] == "62.42%"


def test_without_a_schedule_there_is_no_tick():
    assert "ab-due" not in places(draw())


def test_verified_in_full_leaves_nothing_only_reported():
    drawn = places(draw(verified=Fraction(9, 10), reported=Fraction(9, 10), state="verified"))
    assert drawn["ab-proved"]["width"] == "90%"
    assert "ab-said" not in drawn


def test_a_corrected_value_carries_its_mark_and_keeps_the_reported_one():
    drawn = places(draw(state="adjusted"))
    assert drawn["ab-cut"]["at"] == "45%"
    assert drawn["ab-said"]["width"] == "15%"


def test_corrected_upwards_the_reported_value_is_a_cut():
    drawn = places(draw(verified=Fraction(1, 20), reported=Fraction(1, 25), state="adjusted"))
    assert drawn["ab-cut"]["x1"] == "4%"
    assert "ab-said" not in drawn


def test_rejected_is_hatched_beyond_what_is_verified():
    svg = draw(verified=0, reported=Fraction(64, 100), state="rejected")
    drawn = places(svg)
    assert (drawn["ab-said"]["x"], drawn["ab-said"]["width"]) == ("0%", "64%")
    assert drawn["ab-said"]["fill"] == "url(#b-h)"
    assert '<pattern id="b-h"' in svg
    assert "ab-proved" not in drawn


def test_not_verifiable_is_dotted():
    svg = draw(verified=Fraction(1, 5), reported=Fraction(1, 2), state="not_verifiable")
    assert places(svg)["ab-said"]["fill"] == "url(#b-p)"
    assert '<pattern id="b-p"' in svg


def test_no_data_draws_nothing_and_says_so():
    svg = draw(verified=None, reported=None, state="no_data", expected=DUE)
    assert {"ab-proved", "ab-said", "ab-zero"}.isdisjoint(places(svg))
    assert words(svg) == ["Sin dato"]
    assert desc(svg) == "Sin dato: nadie ha reportado un valor. Hoy se esperaba 62,4 %."


def test_a_measured_zero_is_not_no_data():
    drawn = places(draw(verified=0, reported=0, state="verified"))
    assert drawn["ab-zero"]["x1"] == "0%"
    assert "ab-proved" not in drawn


def test_reported_but_not_yet_verified_has_no_solid():
    drawn = places(draw(verified=None, reported=Fraction(3, 10)))
    assert (drawn["ab-said"]["x"], drawn["ab-said"]["width"]) == ("0%", "30%")
    assert "ab-proved" not in drawn


def test_beyond_the_target_the_axis_grows_and_the_post_stays_at_the_target():
    drawn = places(draw(verified=Fraction(5, 4), reported=Fraction(5, 4), state="verified"))
    assert drawn["ab-proved"]["width"] == "100%"
    assert drawn["ab-goal"]["x1"] == "80%"
    assert "ab-road" not in drawn
    assert "ab-on" not in drawn


def test_beyond_twice_the_target_an_arrow_says_that_it_goes_on():
    drawn = places(draw(verified=5, reported=5, state="verified"))
    assert drawn["ab-proved"]["width"] == "100%"
    assert drawn["ab-goal"]["x1"] == "50%"
    assert drawn["ab-on"]["at"] == "100%"


def test_backwards_is_an_arrow_before_the_beginning():
    drawn = places(draw(verified=Fraction(-8, 100), reported=Fraction(-8, 100), state="verified"))
    assert "ab-back" in drawn
    assert "ab-zero" in drawn
    assert "ab-proved" not in drawn


def test_an_amended_target_keeps_the_original_in_sight():
    drawn = places(draw(original_target=Fraction(4, 5)))
    assert drawn["ab-first"]["x1"] == "80%"
    assert drawn["ab-goal"]["x1"] == "100%"


def test_a_lowered_target_leaves_the_original_beyond_it():
    drawn = places(draw(original_target=Fraction(5, 4)))
    assert (drawn["ab-goal"]["x1"], drawn["ab-first"]["x1"]) == ("80%", "100%")


def test_an_original_target_equal_to_the_one_in_force_is_not_an_amendment():
    assert draw(original_target=Fraction(1)) == draw()


def test_the_large_one_says_date_target_and_original():
    svg = draw(
        size="large",
        expected=DUE,
        expected_on=date(2026, 6, 30),
        original_target=Fraction(4, 5),
        target_label="Meta: 2.250 personas",
        original_label="Meta original: 1.800",
    )
    assert [word.replace("\N{NO-BREAK SPACE}", " ") for word in words(svg)] == [
        "Meta: 2.250 personas",
        "Meta original: 1.800",
        "Deberíamos ir en 62,4 %",
        "al 30 de junio de 2026",
    ]


def test_the_small_one_has_no_words():
    assert words(draw(expected=DUE, original_target=Fraction(4, 5))) == []


def test_heights():
    heights = [
        re.search(r'height="(\d+)"', svg)[1]  # type: ignore[index]
        for svg in (draw(), draw(size="large"), draw(size="large", expected=DUE, original_target=Fraction(4, 5)))
    ]
    assert heights == ["22", "59", "119"]


def test_the_picture_speaks():
    svg = draw(expected=DUE, expected_on=date(2026, 6, 30), original_target=Fraction(4, 5), name="Formación")
    assert 'role="img" aria-labelledby="b-t b-d"><title id="b-t">Formación</title><desc id="b-d">' in svg
    assert desc(svg) == (
        "Verificado: 45 % de la meta. Reportado: 60 %. Estado: reportado. "
        "Al 30 de junio de 2026 se esperaba 62,4 %. La meta original era 80 % de la vigente."
    )


def test_names_and_ids_are_escaped():
    svg = draw(id='a"b', name="<b>&", size="large", target_label="<i>")
    assert "<b>" not in svg
    assert "<i>" not in svg
    assert 'id="a&quot;b-t"' in svg


@pytest.mark.parametrize("changes", [{"state": "probably"}, {"size": "huge"}])
def test_what_it_does_not_know_is_refused(changes):
    with pytest.raises(ValueError, match="There is no"):
        draw(**changes)


def test_decimals_and_fractions_draw_the_same():
    assert draw(verified=Decimal("0.45")) == draw()


maybe = st.none() | st.fractions(min_value=-2, max_value=5, max_denominator=997)


@given(
    verified=maybe,
    reported=maybe,
    expected=maybe,
    original_target=maybe,
    state=st.sampled_from(["verified", "adjusted", "reported", "rejected", "not_verifiable", "no_data"]),
    size=st.sampled_from(["small", "large"]),
)
def test_it_is_always_well_formed_inside_its_frame_and_without_inline_style(**values):
    svg = draw(**values)
    assert svg == draw(**values)
    assert " style=" not in svg
    for place in re.findall(r'(?:x|x1|x2|width)="(-?[\d.]+)%"', svg):
        assert 0 <= float(place) <= 100
    places(svg)


def test_the_table_has_every_figure_of_the_picture():
    table = achievement_table(
        verified=Fraction(45, 100),
        reported=Fraction(60, 100),
        state="reported",
        expected=DUE,
        expected_on=date(2026, 6, 30),
        original_target=Fraction(4, 5),
    )
    assert [[cell.replace("\N{NO-BREAK SPACE}", " ") for cell in row] for row in table.rows] == [
        ["Verificado", "45 %"],
        ["Reportado", "60 %"],
        ["Esperado a la fecha (30 de junio de 2026)", "62,4 %"],
        ["Meta vigente", "100 %"],
        ["Meta original", "80 %"],
        ["Estado del reporte", "Reportado"],
    ]


def test_a_long_target_breaks_into_lines_that_fit_a_telephone():
    svg = draw(size="large", target_label="Meta 2027: 2.250 personas formadas para el trabajo en comunas de ladera")
    assert words(svg) == ["Meta 2027: 2.250 personas formadas", "para el trabajo en comunas de ladera"]
    assert places(svg)["ab-proved"]["y"] == "41"


def test_the_interval_of_a_count_is_a_whisker_on_a_pale_casing():
    svg = draw(interval=(Fraction(40, 100), Fraction(50, 100)))
    assert (
        '<line class="ab-range" x1="40%" x2="50%" y1="9.5" y2="9.5" stroke="currentColor" stroke-width="1.5"/>' in svg
    )
    assert '<line class="ab-range ab-range-end" x1="40%" x2="40%" y1="7.25" y2="11.75"' in svg
    assert svg.index("ab-range-case") < svg.index('"ab-range"')


def test_without_a_count_there_is_no_whisker():
    assert "ab-range" not in draw()


def test_nothing_is_drawn_of_how_sure_no_data_is():
    assert "ab-range" not in draw(verified=None, reported=None, state="no_data", interval=(0, 1))
