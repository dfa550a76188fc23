"""A setup file names who answers: by hand where it says so, by role for the rest; a command tells who is missing."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from concierta.indicators.models import Indicator
from concierta.installation.cli import concierta
from concierta.installation.setup.example import EXAMPLE
from concierta.installation.setup.journal import Journal
from concierta.installation.setup.reading import SetupRefused, read_setup
from concierta.installation.setup.run import set_up
from concierta.people.models import Entity
from concierta.plans.models import Plan, Tier
from concierta.plans.operations import define_node, define_project
from concierta.plans.schema import NodeDescription, ProjectDescription
from concierta.responsibilities.enums import Duty
from concierta.responsibilities.models import Responsibility
from concierta.responsibilities.queries import holder_of, holes_and_clashes
from factories.accounts import come_by

AT = datetime(2025, 2, 3, 15, tzinfo=UTC)
TODAY = AT.date()
BY_ROLE = "assign_by_role = true "
DIANA = "reporta.desarrollo@villa-ejemplo.example"


@pytest.fixture
def folder(db: None, tmp_path: Path) -> Path:
    return tmp_path


def run(folder: Path, more: str = "", *, by_role: bool = True) -> Journal:
    text = EXAMPLE.read_text("utf-8") + more
    if not by_role:
        assert text.count(BY_ROLE) == 1
        text = text.replace(BY_ROLE, "assign_by_role = false ")
    path = folder / "mi-plan.toml"
    path.write_text(text, encoding="utf-8")
    return set_up(setup=read_setup(path), at=AT)


def project_of_planning() -> None:
    """As an import would make it: the entity that reviews the plan has a project of its own."""
    plan = Plan.objects.get()
    tier = Tier.objects.get(slug="ejes")
    node = plan.nodes.filter(tier=tier).first() or define_node(
        tier=tier, parent=None, code="E9", described=NodeDescription(name="Otro"), by=None, at=AT
    )
    planning = Entity.objects.get(code="planeacion")
    define_project(
        node=node, entity=planning, code="0099", described=ProjectDescription(name="Estudios"), by=None, at=AT
    )


def duties(**keys: str) -> str:
    return "\n[[duties]]\n" + "".join(f'{key} = "{value}"\n' for key, value in keys.items())


def test_by_role_everything_with_an_obvious_answer_has_its_person(folder: Path):
    journal = run(folder)
    assert ("by_role", "24 por su papel") in journal.made
    plan = Plan.objects.get()
    assert len(list(holes_and_clashes(plan, TODAY))) == 16  # named, and yet to come
    come_by((token for _, token in journal.invitations), at=AT)
    assert list(holes_and_clashes(plan, TODAY)) == []


def test_without_it_nobody_is_named(folder: Path):
    run(folder, by_role=False)
    assert Responsibility.objects.count() == 0


def test_by_hand_goes_first_and_again_changes_nothing(folder: Path):
    more = duties(
        indicator="R1", duty="accountable", entity="educacion", person="reporta.educacion@villa-ejemplo.example"
    )
    journal = run(folder, more)
    assert [one for one in journal.made if one[0] in ("duty", "by_role")] == [
        ("duty", "Personas colocadas en un empleo formal · Rinde cuentas"),
        ("by_role", "23 por su papel"),
    ]
    found = holder_of(Indicator.objects.get(code="R1"), Duty.ACCOUNTABLE, TODAY)
    assert (found.entity.code, found.person.name) == ("educacion", "Édgar Lucumí")
    assert run(folder, more).made == []


def test_of_a_pledge_and_a_project_too_with_their_date_and_substitute(folder: Path):
    run(folder, by_role=False)
    project_of_planning()
    more = (
        '\n[[people]]\nemail = "suple@villa-ejemplo.example"\nname = "Gil Suplente"\nentity = "planeacion"\n'
        'roles = ["member"]\nsince = 2025-01-01\n'
        '\n[[people]]\nemail = "hace@villa-ejemplo.example"\nname = "Hugo Hace"\nentity = "planeacion"\n'
        'roles = ["reporter"]\nsince = 2025-01-01\n'
        + duties(
            project="0099",
            duty="executes",
            person="hace@villa-ejemplo.example",
            substitute="suple@villa-ejemplo.example",
        )
        + "since = 2025-01-15\n"
        + duties(pledge="C1/CC-1", duty="executes", person="mesa.camara@villa-ejemplo.example")
    )
    run(folder, more, by_role=False)
    rows = Responsibility.objects.order_by("pk").values_list(
        "project__code", "pledge__code", "person__name", "substitute__name", "since"
    )
    assert list(rows) == [
        ("0099", None, "Hugo Hace", "Gil Suplente", date(2025, 1, 15)),
        (None, "CC-1", "Fabiola Ospina", None, TODAY),
    ]


def test_another_checker_for_an_entity_covers_its_projects_and_pledges(folder: Path):
    run(folder, by_role=False)
    project_of_planning()
    run(folder, '\n[[responsibles]]\nof_reporter = "planeacion"\nreviewer = "secretaria-tecnica"\n', by_role=False)
    row = Responsibility.objects.get()
    assert (row.project.code, row.duty, row.entity.code, row.person) == ("0099", "reviews", "secretaria-tecnica", None)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"duty": "reports"}, "diga «pledge», «project» o «indicator»"),
        ({"duty": "reports", "indicator": "R1", "project": "0099"}, "uno de los tres"),
        ({"duty": "reports", "project": "0"}, "el plan no tiene un «0»"),
        ({"duty": "reports", "pledge": "C9/CC-1"}, "el plan no tiene un «C9/CC-1»"),
        ({"duty": "reports", "indicator": "R9"}, "el plan no tiene un indicador «R9»"),
        (
            {"duty": "reports", "indicator": "R1", "person": "nadie@villa-ejemplo.example"},
            "no hay una cuenta con el correo",
        ),
        ({"duty": "verifies", "indicator": "R1", "person": DIANA}, "no tiene en Control Interno el papel que pide"),
        ({"duty": "barre", "indicator": "R1"}, "«duty» debe ser"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(folder: Path, keys: dict[str, str], said: str):
    with pytest.raises(SetupRefused, match=rf"(?s)\[\[duties\]\] 1.*{said}"):
        run(folder, duties(**keys))


# The command line


def call(*words: str) -> str:
    result = CliRunner().invoke(concierta, list(words), standalone_mode=False)
    if result.exception:
        raise result.exception
    return result.stdout


def test_the_command_tells_who_is_missing_and_names_by_role(folder: Path):
    come_by((token for _, token in run(folder, by_role=False).invitations), at=AT)
    told = call("plan", "responsibles", "mi-plan")
    assert "— persona de Control Interno que verifica: indicador R2 «Tasa de desempleo»\n" in told
    assert told.endswith("Faltan 24, chocan 0.\n")
    assert Responsibility.objects.count() == 0
    assert call("plan", "responsibles", "mi-plan", "--by-role").endswith(
        "24 responsabilidades tienen ahora su persona.\nNadie falta.\n"
    )
    assert json.loads(call("plan", "responsibles", "mi-plan", "--json")) == {
        "plan": "mi-plan",
        "assigned": 0,
        "holes": 0,
        "clashes": 0,
        "things": {"pledge": 2, "project": 0, "indicator": 2, "action_item": 0},
        "missing": [],
    }
