"""Reading an execution file: to the peso, and nothing of it repaired."""

from datetime import date
from pathlib import Path

import pytest

from concierta.budgets.matrix import known_budget_profiles, load_budget_profile, read_budget
from concierta.budgets.matrix.draft import SENTENCES
from concierta.budgets.matrix.profile import PROFILES, parse_budget_profile
from concierta.budgets.matrix.reader import CutOffUnknown
from concierta.engines.finance import Stages
from concierta.workbooks import refusals
from factories.money import CUT_OFF, execution_file

NAME = "ejecucion_2025_03.csv"


def read(data: bytes, **options):
    return read_budget(data, profile=load_budget_profile("cali-ejecucion"), filename=NAME, **options)


def codes(draft) -> list[str]:
    return [finding.code for finding in draft.findings]


def test_a_sound_line_is_read_whole_and_finds_nothing():
    draft = read(execution_file())
    (line,) = draft.lines
    assert line.stages == Stages(
        initial=1_000,
        additions=0,
        reductions=0,
        credits=0,
        counter_credits=0,
        deferred=0,
        final=1_000,
        availability=800,
        registration=600,
        obligation=400,
        payment=300,
    )
    assert (line.row, line.project_code, line.bpin, line.fund_code) == (2, "BP-1", "2024760010001", "121000")
    assert (line.funding_kind, line.vintage, line.territory) == ("own", "current", None)
    assert (draft.cut_off, draft.fiscal_year, draft.header_row) == (CUT_OFF, 2025, 1)
    assert draft.findings == []
    assert draft.columns["obligation"] == "TOTAL ACUMUL OBLIGAC (Y)"


def test_what_is_taken_away_is_written_with_a_minus_and_read_without():
    rows = {"CONTRACREDITOS": "-400.000", "CREDITOS": " 0 ", "PPTO INICIAL": " 401.000 "}
    other = {"CREDITOS": " 400.000 ", "PPTO. MODIFICADO": " 401.000 ", "PPTO. DISPONIBLE": " 400.200 ", "Fondo": "9"}
    draft = read(execution_file(rows, other))
    assert [line.stages.counter_credits for line in draft.lines] == [400_000, 0]
    assert codes(draft) == []


def test_transfers_that_do_not_cancel_in_a_whole_file_are_told_once():
    draft = read(execution_file({"CREDITOS": " 5 ", "PPTO. MODIFICADO": " 1.005 ", "PPTO. DISPONIBLE": " 205 "}))
    assert codes(draft) == ["transfers-do-not-cancel"]
    assert draft.findings[0].row == 0


def test_a_deferral_is_what_is_still_held_back():
    draft = read(execution_file({"APLAZAMIENTO": " 50 ", "DESAPLAZAMIENTO": " 20 "}))
    assert draft.lines[0].stages.deferred == 30


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ({"PAGOS": " 403 "}, "chain-obligation", "TOTAL ACUMUL OBLIGAC (Y)"),
        ({"TOTAL ACUMUL OBLIGAC": " 700 "}, "chain-registration", "TOTAL ACUMULADO RPC (X)"),
        ({"ADICIONES": " 7 "}, "identity", "PPTO. MODIFICADO (V)"),
        ({"PAGOS": "-3"}, "negative-money", "PAGOS (Z)"),
        ({"EJECUCION": " 601 "}, "derived-differs", "EJECUCION (AA)"),
        ({"VIGENCIA": "Futura"}, "vintage-unknown", "VIGENCIA (N)"),
        ({"Clasificación del fondo 1": "Otros"}, "funding-unclassified", "Clasificación del fondo 1 (AD)"),
        ({"COMUNA": "Comuna 77"}, "territory-unknown", "COMUNA (M)"),
        ({"PAGOS": "muchos"}, "not-pesos", "PAGOS (Z)"),
    ],
)
def test_what_contradicts_itself_is_kept_and_told_with_its_cell(row: dict[str, str], code: str, column: str):
    draft = read(execution_file(row))
    (finding,) = draft.findings
    assert (finding.code, finding.column, finding.row) == (code, column, 2)
    assert len(draft.lines) == 1


def test_the_wrong_figure_itself_is_what_is_kept():
    draft = read(execution_file({"PAGOS": " 403 "}))
    assert (draft.lines[0].stages.obligation, draft.lines[0].stages.payment) == (400, 403)


def test_a_blank_is_not_stated_and_a_dash_is_zero():
    draft = read(execution_file({"PAGOS": "   ", "TOTAL ACUMULADO CDP": " -   ", "SALDOS CDP": "", "EJECUCION": ""}))
    assert (draft.lines[0].stages.payment, draft.lines[0].stages.availability) == (None, 0)
    assert "chain-availability" in codes(draft)


def test_two_rows_for_one_thing_are_two_lines_and_told():
    draft = read(execution_file({}, {"PAGOS": " 1 "}))
    assert [line.key for line in draft.lines] == [draft.lines[0].key, f"{draft.lines[0].key}#2"]
    assert codes(draft) == ["line-repeated"]


def test_rows_that_differ_only_at_the_end_of_a_long_name_are_two_lines():
    long = "Apoyar las iniciativas productivas de la ciudad " * 6
    draft = read(execution_file({"Nombre Pospre": f"{long} I", "Pospre": f"{long} I"}, {"Pospre": f"{long} II"}))
    assert len({line.key for line in draft.lines}) == 2
    assert codes(draft) == []
    assert max(len(line.key) for line in draft.lines) <= 190


def test_a_reserve_is_another_line_than_the_year_itself():
    draft = read(execution_file({}, {"VIGENCIA": "Reserva"}))
    assert [line.vintage for line in draft.lines] == ["current", "reserve"]
    assert codes(draft) == []


def test_rows_that_name_no_project_are_told_and_left_out():
    blank = dict.fromkeys(("BP", "Nombre BP", "BPIN"), "")
    draft = read(execution_file({}, blank, {"Centro Gestor": "TOTAL", **blank}))
    assert codes(draft) == ["row-unplaced", "row-total"]
    assert draft.money["payment"] == 300


def test_the_money_of_a_file_is_the_sum_of_its_cells():
    draft = read(execution_file({}, {"Fondo": "2", "PAGOS": " 25 "}))
    assert draft.money["payment"] == 325
    assert draft.counts == {
        "rows": 2,
        "entities": 1,
        "projects": 1,
        "activities": 1,
        "funding_sources": 2,
        "findings": 0,
    }


def test_a_fund_whose_class_says_nothing_may_say_it_in_its_name():
    draft = read(
        execution_file({"Clasificación del fondo 1": "Otros", "Nombre Fondo": "R.F. Aportes Nación-Alimentación"})
    )
    assert (draft.lines[0].funding_kind, draft.findings) == ("transfers", [])


@pytest.mark.parametrize(
    ("name", "given", "day"),
    [
        ("budget_execution_2025_03.csv", None, date(2025, 3, 31)),
        ("ejecucion 2024-02.csv", None, date(2024, 2, 29)),
        ("ejecucion_20250315.csv", None, date(2025, 3, 15)),
        ("sin fecha.csv", date(2025, 6, 30), date(2025, 6, 30)),
    ],
)
def test_the_cut_off_is_given_or_in_the_name(name, given, day):
    profile = load_budget_profile("cali-ejecucion")
    assert read_budget(execution_file(), profile=profile, filename=name, cut_off=given).cut_off == day


@pytest.mark.parametrize("name", ["sin fecha.csv", "ejecucion_2025_0332.csv"])
def test_a_file_that_does_not_say_its_cut_off_is_refused(name):
    with pytest.raises(CutOffUnknown):
        read_budget(execution_file(), profile=load_budget_profile("cali-ejecucion"), filename=name)


def test_a_file_without_a_needed_column_is_refused_by_name():
    with pytest.raises(refusals.MissingColumns, match="PAGOS"):
        read(execution_file(drop="PAGOS"))


def test_a_file_without_rows_is_refused():
    header = execution_file().split(b"\r\n")[0]
    with pytest.raises(refusals.NoRows):
        read(header + b"\r\n")


def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path):
    with pytest.raises(refusals.FileUnreadable):
        read_budget(tmp_path / "nada_2025_03.csv", profile=load_budget_profile("cali-ejecucion"))


def test_the_profiles_that_come_with_the_program():
    assert known_budget_profiles() == ["cali-ejecucion"]
    assert load_budget_profile("cali-ejecucion").title.startswith("Ejecución")
    with pytest.raises(refusals.UnknownProfile):
        load_budget_profile("otro")


def test_a_profile_of_one_s_own(tmp_path: Path):
    own = tmp_path / "yumbo.toml"
    own.write_text((PROFILES.folder / "cali-ejecucion.toml").read_text().replace('"cali-ejecucion"', '"yumbo"'))
    assert load_budget_profile(own).name == "yumbo"
    own.write_text("columns = 3")
    with pytest.raises(refusals.ProfileRefused):
        load_budget_profile(own)


@pytest.mark.parametrize(
    "data",
    [
        {"columns": {}, "key": {"fields": []}},
        {"columns": {"nada": {"type": "pesos", "headers": ["N"]}}, "key": {"fields": []}},
        {"columns": {"payment": {"type": "pesos", "headers": ["P"], "sign": "odd"}}, "key": {"fields": []}},
        {},
    ],
)
def test_a_profile_that_makes_no_sense_is_refused(data):
    with pytest.raises(refusals.ProfileRefused):
        parse_budget_profile(data)


def test_every_finding_has_its_sentence():
    assert all(message and action for message, action in SENTENCES.values())
