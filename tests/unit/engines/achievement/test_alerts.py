from fractions import Fraction

import pytest

from concierta.engines.achievement import (
    ALERT_RULES,
    UNFUNDED_MEANS,
    AlertCode,
    InvalidFigures,
    Problem,
    ReportFigures,
    Severity,
    alerts_for,
    names_unfunded_means,
)

TOLD = "Se realizaron 12 talleres en la comuna 21."


def raised(**figures):
    return [(alert.code, alert.severity) for alert in alerts_for(ReportFigures(**figures))]


def test_a_report_in_order_raises_nothing():
    assert raised(obligated=100, result=5, narrative=TOLD, projected_close=Fraction(1)) == []
    assert raised(obligated=0, result=None) == []


@pytest.mark.parametrize("result", [None, 0])
def test_obligations_without_result_unless_explained(result):
    alert = (AlertCode.OBLIGATIONS_WITHOUT_RESULT, Severity.WARNING)
    assert raised(obligated=1, result=result) == [alert]
    assert raised(obligated=1, result=result, explained=True) == []


def test_result_without_obligations_is_information_when_the_narrative_says_how():
    code = AlertCode.RESULT_WITHOUT_OBLIGATIONS
    assert raised(obligated=0, result=5, narrative=TOLD) == [(code, Severity.WARNING)]
    told = "Se logró por GESTIÓN gratuita del SENA."
    assert raised(obligated=0, result=5, narrative=told) == [(code, Severity.INFORMATION)]


def test_result_without_narrative():
    alert = (AlertCode.RESULT_WITHOUT_NARRATIVE, Severity.WARNING)
    assert raised(obligated=1, result=5, narrative=" \n") == [alert]


def test_projected_close_under_target():
    alert = (AlertCode.CLOSE_UNDER_TARGET, Severity.WARNING)
    assert raised(obligated=1, result=5, narrative=TOLD, projected_close=Fraction(1461, 1824)) == [alert]
    assert raised(obligated=1, result=5, narrative=TOLD, projected_close=None) == []


def test_alerts_come_in_the_order_of_the_rules():
    assert [code for code, _ in raised(obligated=0, result=5, projected_close=Fraction(0))] == [
        AlertCode.RESULT_WITHOUT_OBLIGATIONS,
        AlertCode.RESULT_WITHOUT_NARRATIVE,
        AlertCode.CLOSE_UNDER_TARGET,
    ]
    assert [rule.code for rule in ALERT_RULES] == list(AlertCode)


@pytest.mark.parametrize("narrative", ["con cofinanciación de Comfandi", "Sin costo para el municipio", "Co-funded"])
def test_narratives_that_name_free_management_or_co_funding(narrative):
    assert names_unfunded_means(narrative)


@pytest.mark.parametrize("narrative", ["", TOLD, "El costo fue alto"])
def test_narratives_that_do_not(narrative):
    assert not names_unfunded_means(narrative)


def test_negative_obligations_are_refused():
    with pytest.raises(InvalidFigures) as refused:
        alerts_for(ReportFigures(obligated=-1, result=None))
    assert refused.value.problem is Problem.NEGATIVE


@pytest.mark.parametrize(
    "narrative",
    [
        "Por gestión de la entidad",
        "POR GESTIO\u0301N del Sena",
        "Donación de la Cámara",
        "fue donado por la fundación",
        "co-financiación de Comfandi",
        "Co financiado",
        "sin  costo",
        "sin\ncosto alguno",
        "sin\u00a0costo",
        "sin ningún costo para el Distrito",
        "Convenio 123 de 2025",
        "aportes en  especie",
        "con recursos  propios de la entidad",
        "Taller gratuito",
        "a costo cero",
    ],
)
def test_what_officers_write_is_understood_however_it_is_spelt_or_spaced(narrative):
    assert names_unfunded_means(narrative)


@pytest.mark.parametrize("narrative", ["El líder abandonó el curso", "Se perdonó la mora", "Congestión en la vía"])
def test_a_term_is_the_beginning_of_a_word_and_not_its_middle(narrative):
    assert not names_unfunded_means(narrative)


@pytest.mark.parametrize("term", UNFUNDED_MEANS)
def test_every_term_finds_itself_in_capitals_and_wide_spaces(term):
    assert names_unfunded_means(f"Se hizo: {term.upper().replace(' ', '   ')}.")
