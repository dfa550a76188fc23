import re
from fractions import Fraction
from xml.etree import ElementTree

import pytest
from django.utils.translation import override

from concierta.web.kit.charts import (
    FlowLink,
    RankedItem,
    SeriesPoint,
    flow,
    flow_table,
    legend,
    ranked_bars,
    ranked_table,
    series_chart,
    series_table,
)
from concierta.web.kit.charts.series import ceiling
from concierta.web.kit.charts.svg import anchor, share

POINTS = [
    SeriesPoint("2025-T1", 600, 560, 520, "adjusted"),
    SeriesPoint("2025-T2", None, None, None, "no_data"),
    SeriesPoint("2025-T3", 700, 710, 0, "rejected"),
    SeriesPoint("2025-T4", 800, 300, None, "not_verifiable"),
]
ITEMS = [RankedItem("Minas", None, "Sin dato"), RankedItem("Agro <i>", 50, "50"), RankedItem("Comercio", 200, "200")]
LINKS = [
    FlowLink("Alcaldía", "Empleo", "Pagado", 60),
    FlowLink("Alcaldía", "Emprendimiento", "Obligado", 20),
    FlowLink("Comfandi", "Empleo", "Pagado", 20),
]


def attributes(svg: str, css: str) -> list[dict[str, str]]:
    root = ElementTree.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))
    return [dict(element.attrib) for element in root.iter() if css in (element.get("class") or "").split()]


def texts(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


@pytest.mark.parametrize(
    ("part", "whole", "place"),
    [(912, 1461, "62.42%"), (1, 2, "50%"), (1, 3, "33.33%"), (2, 3, "66.67%"), (0, 7, "0%"), (1, 80, "1.25%")],
)
def test_places_are_percentages_with_at_most_two_decimals(part, whole, place):
    assert share(part, whole) == place


def test_a_label_near_an_edge_hangs_inwards():
    assert [anchor(Fraction(place, 100)) for place in (0, 24, 25, 75, 76, 100)] == [
        "start",
        "start",
        "middle",
        "middle",
        "end",
        "end",
    ]


@pytest.mark.parametrize(
    ("highest", "top"),
    [
        (Fraction(0), 1),
        (Fraction(800), 800),
        (Fraction(810), 1000),
        (Fraction(1440), 1500),
        (Fraction(1), 1),
        (Fraction(12, 100), Fraction(15, 100)),
    ],
)
def test_the_highest_line_is_a_round_number(highest, top):
    assert ceiling(highest) == top


def test_a_series_is_solid_outlined_hatched_or_dotted_by_its_state():
    svg = series_chart(id="s", points=POINTS, name="Formación", unit="personas")
    assert [rect["fill"] for rect in attributes(svg, "ab-said")] == ["none", "url(#s-h)", "url(#s-p)"]
    # 520 of 800 on 180 px above the line at 202.
    assert [(rect["y"], rect["height"]) for rect in attributes(svg, "ab-proved")] == [("85", "117")]
    assert [(rect["y"], rect["height"]) for rect in attributes(svg, "ab-said")] == [
        ("76", "9"),
        ("42.25", "159.75"),
        ("134.5", "67.5"),
    ]


def test_each_column_stands_in_its_own_place():
    svg = series_chart(id="s", points=POINTS, name="Formación")
    assert [(rect["x"], rect["width"]) for rect in attributes(svg, "ab-said")] == [
        ("16.4%", "13.2%"),
        ("60.4%", "13.2%"),
        ("82.4%", "13.2%"),
    ]


def test_a_target_crosses_its_column_and_what_was_not_programmed_has_none():
    svg = series_chart(id="s", points=POINTS, name="Formación")
    assert [line["y1"] for line in attributes(svg, "ab-goal")] == ["67", "44.5", "22"]


def test_a_period_without_data_draws_nothing_and_says_so():
    svg = series_chart(id="s", points=POINTS[1:2], name="Formación")
    assert attributes(svg, "ab-said") == attributes(svg, "ab-proved") == attributes(svg, "ab-zero") == []
    assert texts(svg)[-4:] == ["dato", "sin", "2.º trim.", "2025"]


def test_a_picture_of_one_period_speaks_of_one():
    svg = series_chart(id="s", points=POINTS[:1], name="Formación", unit="personas")
    assert "1 periodo, el 1.º trimestre de 2025: meta 600, reportado 560, verificado 520." in svg


def test_no_reader_is_shown_the_code_of_a_period():
    svg = series_chart(id="s", points=POINTS, name="Formación")
    assert "-T" not in svg
    with override("en"):
        assert texts(series_chart(id="s", points=POINTS, name="Training"))[-2:] == ["Q4", "2025"]


def test_many_periods_name_at_most_five_of_them_and_always_the_last():
    points = [SeriesPoint(str(year), 1, 1, 1, "verified") for year in range(2000, 2020)]
    named = [text for text in texts(series_chart(id="s", points=points, name="n")) if text.startswith("20")]
    assert named == ["2003", "2007", "2011", "2015", "2019"]


def test_the_table_of_a_series_tells_not_programmed_from_no_data():
    table = series_table(POINTS, unit="personas")
    assert [row[:4] for row in table.rows] == [
        ["1.º trimestre de 2025", "600", "560", "520"],
        ["2.º trimestre de 2025", "No programado", "Sin dato", "Sin dato"],
        ["3.º trimestre de 2025", "700", "710", "0"],
        ["4.º trimestre de 2025", "800", "300", "Sin dato"],
    ]
    assert [column.numeric for column in table.columns] == [False, True, True, True, False]


def test_bars_go_from_the_longest_and_what_has_no_data_goes_last_without_one():
    svg = ranked_bars(id="r", items=ITEMS, name="Ramas")
    assert [rect["width"] for rect in attributes(svg, "ab-proved")] == ["100%", "25%"]
    assert texts(svg) == ["Comercio", "200", "Agro &lt;i&gt;", "50", "Minas", "Sin dato"]
    assert ranked_table(ITEMS, label="Rama", value="Ocupados").rows == [
        ["1", "Comercio", "200"],
        ["2", "Agro <i>", "50"],
        ["3", "Minas", "Sin dato"],
    ]


def test_when_one_is_stressed_the_rest_step_back():
    items = [RankedItem("a", 2, "2"), RankedItem("b", 1, "1", stress=True)]
    svg = ranked_bars(id="r", items=items, name="n")
    assert [rect["width"] for rect in attributes(svg, "rb-rest")] == ["100%"]
    assert [rect["width"] for rect in attributes(svg, "ab-proved")] == ["50%"]


def test_heights_of_a_flow_are_proportional_and_every_column_has_the_same_total():
    svg = flow(id="f", links=LINKS, name="Dinero")
    nodes = attributes(svg, "fl-n")
    by_column: dict[str, list[float]] = {}
    for node in nodes:
        by_column.setdefault(node["x"], []).append(float(node["height"]))
    assert by_column == {"0%": [192, 48], "49%": [192, 48], "98%": [192, 48]}


def test_links_of_a_flow_that_share_their_ends_are_one_ribbon():
    svg = flow(id="f", links=LINKS, name="Dinero")
    assert len(attributes(svg, "fl-r")) == 5


def test_a_long_name_in_a_flow_takes_more_lines_and_its_node_begins_lower():
    short = flow(id="f", links=[FlowLink("Alcaldía", "Empleo", "Pagado", 1)], name="n")
    long = flow(id="f", links=[FlowLink("Alcaldía", "Fortalecimiento empresarial y empleo", "Pagado", 1)], name="n")
    assert [node["y"] for node in attributes(short, "fl-n")] == ["64", "64", "64"]
    assert [node["y"] for node in attributes(long, "fl-n")] == ["64", "96", "64"]
    assert texts(long)[3:8] == ["Eje", "Fortalecimiento", "empresarial y", "empleo", "$\xa01"]


def test_a_flow_without_money_is_refused():
    with pytest.raises(ValueError, match="needs money"):
        flow(id="f", links=[], name="Dinero")


def test_the_table_of_a_flow_has_a_row_for_each_link():
    assert flow_table(LINKS).rows[1] == ["Alcaldía", "Emprendimiento", "Obligado", "20"]


def test_the_legend_names_the_six_states():
    assert re.findall(r"(?:</svg>|<li>)([^<]+)</li>", legend()) == [
        "Verificado",
        "Verificado con ajuste",
        "Reportado",
        "Rechazado",
        "No verificable",
        "Sin dato",
    ]


@pytest.mark.parametrize(
    "draw",
    [
        lambda: series_chart(id="s", points=POINTS, name="n"),
        lambda: ranked_bars(id="r", items=ITEMS, name="n"),
        lambda: flow(id="f", links=LINKS, name="n"),
    ],
)
def test_same_arguments_same_bytes_and_no_inline_style(draw):
    assert draw() == draw()
    assert " style=" not in draw()
    assert 'role="img"' in draw()
    assert len(re.findall(r"<title id=|<desc id=", draw())) == 2


def test_a_counted_value_of_a_series_has_its_whisker():
    def drawn(**limits: object) -> str:
        point = SeriesPoint("2025-T1", 1000, 900, 800, "adjusted", **limits)
        return series_chart(id="s", points=[point], name="Personas")

    whole = drawn(low=700, high=900)

    assert whole.count('class="ab-range"') == 3
    assert 'class="ab-range" x1="56%" x2="56%" y1="76" y2="40"' in whole
    assert "ab-range" not in drawn()
    assert "ab-range" not in drawn(low=800, high=800)
