"""A city of its own, by the commands that the manual names: setup, import, in force, report, publish."""

import csv
import json
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from concierta.evidence.operations import store_evidence
from concierta.indicators.models import Indicator, Target
from concierta.indicators.queries import indicator_for
from concierta.installation.cli import concierta
from concierta.kernel.clock import now
from concierta.kernel.errors import Refusal
from concierta.kernel.periods import Period
from concierta.people.models import User
from concierta.plans.enums import PlanState
from concierta.plans.matrix import write_template
from concierta.plans.models import ReportingPeriod
from concierta.reporting.enums import Outcome
from concierta.reporting.operations import review_report, save_draft, submit_report
from concierta.verification.enums import Method
from concierta.verification.operations import verify_report
from factories.accounts import come_by
from factories.files import upload

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

COMMON: dict[str, Any] = {
    "tier1_code": "E1",
    "tier1_name": "Empleo de calidad",
    "tier2_code": "E1-1",
    "tier2_name": "Formación",
    "tier3_code": "E1-1-1",
    "tier3_name": "Formación pertinente",
    "activity_code": "1",
    "activity_name": "Dictar cursos",
    "initial": 900,
    "modified": 1_000,
    "executed": 400,
    "obligated": 300,
    "paid": 200,
}
DESARROLLO = {"entity_code": "desarrollo-economico", "entity_name": "Desarrollo Económico de la matriz"}
EDUCACION = {"entity_code": "educacion", "entity_name": "Educación"}
RUTA = {"project_code": "0012", "project_name": "Ruta de empleo"}
BECAS = {"project_code": "0007", "project_name": "Becas técnicas"}
ROWS = [
    COMMON | DESARROLLO | RUTA | {"product_code": "01", "product_name": "Personas orientadas", "programmed": 200},
    COMMON | DESARROLLO | RUTA | {"product_code": "02", "product_name": "Ferias", "programmed": "NP"},
    COMMON | EDUCACION | BECAS | {"product_code": "03", "product_name": "Becas", "programmed": None},
]


@pytest.fixture
def home(settings, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    settings.SITE = tmp_path / "site"
    return tmp_path


def call(*words: object) -> str:
    """What the command says; its refusal is raised as the process would tell it."""
    result = CliRunner().invoke(concierta, [str(word) for word in words], standalone_mode=False)
    if result.exception:
        raise result.exception
    return result.stdout


def test_from_an_empty_home_to_a_published_corte(home: Path) -> None:
    setup, matrix = home / "mi-plan.toml", home / "mi-plan.xlsx"
    call("setup", "--example", setup)
    done = json.loads(call("setup", setup, "--json"))
    assert len(done["invitations"]) == User.objects.count() == 6
    come_by((one["link"] for one in done["invitations"]), at=now())

    with pytest.raises(Refusal, match="al menos un proyecto"):
        call("plan", "in-force", "mi-plan")
    write_template(matrix, period=Period(2025, 1), rows=ROWS)
    told = call("import", "plan", matrix, "--profile", "concierta", "--plan", "mi-plan")
    assert "  2 entidades" in told
    assert " 2 proyectos" in told
    assert dict(Target.objects.filter(indicator__product__isnull=False).values_list("indicator__code", "value")) == {
        "0012-01": Decimal(200),
        "0012-02": None,
    }

    with pytest.raises(Refusal) as refused:
        call("plan", "in-force", "mi-plan")
    missing = "al menos una meta, o NP, del indicador 0007-03 «Becas»"
    nobody = [
        f"persona de {entity} que {duties}: {thing}"
        for thing, owner in (
            ("proyecto 0007 «Becas técnicas»", "Educación"),
            ("proyecto 0012 «Ruta de empleo»", "Desarrollo Económico"),
            ("indicador 0007-03 «Becas»", "Educación"),
            ("indicador 0012-01 «Personas orientadas»", "Desarrollo Económico"),
            ("indicador 0012-02 «Ferias»", "Desarrollo Económico"),
        )
        for entity, duties in (
            (owner, "ejecuta, reporta y rinde cuentas"),
            ("Planeación", "revisa"),
            ("Control Interno", "verifica"),
            ("Secretaría Técnica", "presenta a la comunidad"),
        )
    ]
    assert sorted(str(refused.value).splitlines()[1:]) == sorted(f"— {problem}" for problem in (missing, *nobody))
    assert missing in call("plan", "show", "mi-plan")
    assert "30 responsabilidades tienen ahora su persona" in call("plan", "responsibles", "mi-plan", "--by-role")
    with setup.open("a", encoding="utf-8") as file:
        file.write('\n[[targets]]\nindicator = "0007-03"\nvalues = { "2025" = 30 }\n')
    again = json.loads(call("setup", setup, "--json"))
    assert (again["made"], again["updated"]) == ([{"what": "target", "which": "0007-03 2025"}], [])
    assert "está en vigencia" in call("plan", "in-force", "mi-plan")
    assert json.loads(call("plan", "list", "--json"))[0]["state"] == PlanState.IN_FORCE

    assert _report("0007-03", Decimal(12), "reporta.educacion") == "verified"
    call("publish", "mi-plan", "--cut-off", "2025-03-31")
    assert (home / "site" / "index.html").is_file()
    package = home / "cortes" / "mi-plan" / "2025-03-31" / "data"
    columns = ("indicator", "status", "reported_value", "verified_value", "reporter", "reviewer", "verifier")
    assert [tuple(row[column] for column in columns) for row in _rows(package / "reports.csv")] == [
        ("0007-03", "verified", "12", "12", "educacion", "planeacion", "control-interno")
    ]
    assert Indicator.objects.get(code="0012-01").reporter.name == "Secretaría de Desarrollo Económico"


def _report(code: str, value: Decimal, reporter: str) -> str:
    """One figure on its way by four accounts that the setup made."""
    at = now()
    period = ReportingPeriod.objects.get()
    indicator = indicator_for(None, "mi-plan", code)
    by = _account(reporter)
    evidence = store_evidence(
        upload=upload(), filename="actas.pdf", title="Actas", entity=indicator.reporter, by=by, at=at
    )
    narrative = "Se entregaron en la primera convocatoria."
    report = save_draft(
        indicator=indicator, period=period, value=value, narrative=narrative, evidence=[evidence], by=by, at=at
    )
    submit_report(report=report, by=by, at=at + timedelta(minutes=1))
    review_report(report=report, by=_account("revisa"), at=at + timedelta(minutes=2))
    verified = verify_report(
        report=report,
        outcome=Outcome.VERIFIED,
        method=Method.DESK_REVIEW,
        reason="Se contrastaron las actas.",
        by=_account("verifica"),
        at=at + timedelta(minutes=3),
    )
    return str(verified.report.state)


def _account(name: str) -> User:
    return User.objects.get(email=f"{name}@villa-ejemplo.example")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
