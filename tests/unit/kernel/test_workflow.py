import pytest

from concierta.kernel.errors import TransitionRefused
from concierta.kernel.workflow import Transition, Workflow

LAMP = Workflow(
    name="lamp",
    initial="off",
    labels={"off": "Apagada", "on": "Encendida"},
    transitions=(
        Transition("switch_on", frozenset({"off"}), "on", "lamp.on", "encender"),
        Transition("switch_off", frozenset({"on"}), "off", "lamp.off", "apagar"),
    ),
)


def test_an_act_is_allowed_from_its_sources():
    assert LAMP.check("switch_on", "off").target == "on"


def test_an_act_out_of_turn_is_refused_with_the_state_in_words():
    with pytest.raises(TransitionRefused, match="«apagar»: el estado actual es «Apagada»"):
        LAMP.check("switch_off", "off")


def test_only_what_may_start_here_is_available():
    assert [t.name for t in LAMP.available("on")] == ["switch_off"]


def test_the_diagram_is_drawn_from_the_table():
    assert LAMP.mermaid() == (
        "stateDiagram-v2\n"
        '    state "Apagada" as off\n'
        '    state "Encendida" as on\n'
        "    [*] --> off\n"
        "    off --> on: encender\n"
        "    on --> off: apagar\n"
    )


def test_a_workflow_that_names_an_unknown_state_cannot_be_made():
    with pytest.raises(ValueError, match="broken"):
        Workflow("lamp", "off", {"off": "Apagada"}, (Transition("break", frozenset({"off"}), "broken", "lamp.broken"),))


def test_a_workflow_that_names_an_act_twice_cannot_be_made():
    twice = Transition("switch_on", frozenset({"off"}), "off", "lamp.on")
    with pytest.raises(ValueError, match="twice"):
        Workflow("lamp", "off", {"off": "Apagada"}, (twice, twice))
