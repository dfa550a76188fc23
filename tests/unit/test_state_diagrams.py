"""The reference page is the tables, drawn: it cannot say anything else."""

import pytest

from concierta.installation.diagrams import PAGE, states_page, workflows


def test_the_page_is_what_the_tables_say() -> None:
    if not PAGE.parent.is_dir():
        pytest.skip("the documentation is not installed with the package")
    assert PAGE.read_text(encoding="utf-8") == states_page(), "run: python -m concierta.installation.diagrams"


def test_the_life_of_a_report_is_among_them() -> None:
    assert ("reporting", "report") in {(part, workflow.name) for part, workflow in workflows()}


def test_every_state_is_reached_and_every_arrow_is_drawn() -> None:
    for _, workflow in workflows():
        reached = {workflow.initial, *(act.target for act in workflow.transitions)}
        assert reached == set(workflow.labels)
        drawing = workflow.mermaid()
        for act in workflow.transitions:
            for source in act.sources:
                assert f"    {source} --> {act.target}: {act.label}\n" in drawing
