import json

import pytest

from concierta.engines.sitelog import FigureProof, acts_of_figure
from concierta.engines.translog import LogProblem, Note, Problem, TileReader
from unit.engines.sitelog.published import KEY, NEXT_KEY, Published, entry, report, small_site

FIGURE = "cali/R-07/2024-T4"


def proof_of(figure: str, site: Published) -> FigureProof:
    tiles = TileReader(lambda path: site.read(f"log/{path}"), len(site.entries))
    note = Note.parse(site.files["log/checkpoint"])
    acts = acts_of_figure(enumerate(site.entries), figure)
    return FigureProof.make(figure, acts=acts, key=KEY.verifier, note=note, tiles=tiles)


def test_a_figure_is_proved_by_all_its_acts_in_one_file() -> None:
    proof = FigureProof.from_json(proof_of(FIGURE, small_site()).to_json())
    signed, acts = proof.verify([KEY.verifier])
    assert [act.index for act in acts] == [7, 107, 207]
    assert {act.body["value"] for act in acts} == {"9"}
    assert signed.checkpoint.size == len(small_site().entries)


def test_the_figures_of_others_are_left_out() -> None:
    near = [
        report(7),
        entry("report.submitted", "report/R-07/2024-T3/v1", {}, "cali"),
        entry("report.submitted", "report/R-07/2024-T4/v1", {}, "otro"),
        entry("report.submitted", "report/R-075/2024-T4/v1", {}, "cali"),
        entry("note", "x", {"text": "report/R-07/2024-T4/v1"}, "cali"),
        entry("report.corrected", "report/R-07/2024-T4/v2", {}, "cali"),
    ]
    assert [act.index for act in acts_of_figure(enumerate(near), FIGURE)] == [0, 5]


def test_an_indicator_whose_code_has_slashes_is_named_like_any_other() -> None:
    coded = entry("report.submitted", "report/PR/1/2/2024-T4/v1", {}, "cali")
    assert [act.index for act in acts_of_figure([(0, coded)], "cali/PR/1/2/2024-T4")] == [0]


def test_a_proof_with_another_value_is_refused() -> None:
    text = proof_of(FIGURE, small_site()).to_json().replace('\\"value\\":\\"9\\"', '\\"value\\":\\"99\\"', 1)
    with pytest.raises(LogProblem) as refusal:
        FigureProof.from_json(text).verify()
    assert refusal.value.problem is Problem.ROOT_MISMATCH


def test_a_proof_of_another_figure_is_refused() -> None:
    content = json.loads(proof_of(FIGURE, small_site()).to_json())
    content["figure"] = "cali/R-08/2024-T4"
    with pytest.raises(LogProblem) as refusal:
        FigureProof.from_json(json.dumps(content)).verify()
    assert refusal.value.problem is Problem.EVIDENCE_SHOWS_NOTHING


def test_a_proof_is_not_believed_for_the_key_that_it_brings_itself() -> None:
    with pytest.raises(LogProblem) as refusal:
        proof_of(FIGURE, small_site()).verify([NEXT_KEY.verifier])
    assert refusal.value.problem is Problem.NO_KNOWN_SIGNATURE


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format":"concierta/figure-proof@v1"}', "null", "[" * 5000])
def test_what_is_no_proof_file_is_refused(text: str) -> None:
    with pytest.raises(LogProblem) as refusal:
        FigureProof.from_json(text)
    assert refusal.value.problem is Problem.EVIDENCE_MALFORMED


def test_any_byte_of_a_proof_file() -> None:
    """A changed byte is refused, or the file still says the very same thing."""
    text = proof_of(FIGURE, small_site()).to_json()
    whole = FigureProof.from_json(text)
    for at in range(0, len(text), 7):
        changed = text[:at] + chr(ord(text[at]) ^ 1) + text[at + 1 :]
        try:
            read = FigureProof.from_json(changed)
            read.verify([KEY.verifier])
        except LogProblem:
            continue
        assert read.acts[0].entry == whole.acts[0].entry
        assert [act.proof.index for act in read.acts] == [act.proof.index for act in whole.acts]
