"""The sector of a project, from a matrix or by hand to the published table: what one more attribute of a part costs."""

import io
import json
from dataclasses import replace

import pytest

from concierta.kernel.periods import Period
from concierta.ledger.models import Event
from concierta.plans.matrix import MatrixDraft, load_profile, read_matrix
from concierta.plans.matrix.template import write_template
from concierta.plans.models import Plan, Project
from concierta.plans.operations import define_project, load_matrix, plan_for_import
from concierta.plans.schema import SECTORS, ProjectDescription
from concierta.publishing.tables.plan import PROJECTS
from factories import AT
from factories.matrices import make_draft
from factories.plans import Drafting

ROW = {
    "tier1_code": "01",
    "tier1_name": "Empleo",
    "tier2_code": "0101",
    "tier2_name": "Formación",
    "tier3_code": "010101",
    "tier3_name": "Formación pertinente",
    "entity_code": "0890",
    "entity_name": "Entidad",
    "project_code": "P-1",
    "project_name": "Vivienda",
    "product_code": "1",
    "product_name": "Casas",
    "activity_code": "1",
    "activity_name": "Construir",
}


@pytest.fixture
def plan(db: None) -> Plan:
    return plan_for_import(slug="cali", draft=make_draft(), by=None, at=AT)


def read_with(sector: str) -> MatrixDraft:
    book = io.BytesIO()
    write_template(book, rows=[ROW | {"project_sector": sector}], period=Period(2025, 1))
    return read_matrix(book.getvalue(), profile=load_profile("concierta"), filename="plan.xlsx")


@pytest.mark.parametrize("cell", ["F", "f", "Construcción", "F - Construcción", "F. CONSTRUCCION"])
def test_a_matrix_says_it_by_letter_by_name_or_by_both(cell: str) -> None:
    draft = read_with(cell)
    assert (draft.plan.projects[0].sector, draft.findings) == ("F", [])


@pytest.mark.parametrize("cell", ["V", "Fábricas", "F G", "4530"])
def test_what_is_no_section_stays_blank_and_is_told(cell: str) -> None:
    draft = read_with(cell)
    assert draft.plan.projects[0].sector == ""
    assert [(finding.code, finding.value) for finding in draft.findings] == [("word-unknown", cell)]


def test_a_load_keeps_it_and_a_later_file_changes_it(plan: Plan) -> None:
    for period, sector in (("2024-T4", "P"), ("2025-T1", "Q")):
        draft = make_draft(period)
        draft.plan.projects[0] = replace(draft.plan.projects[0], sector=sector)
        load_matrix(plan=plan, draft=draft, by=None, at=AT)
        assert Project.objects.get(code="BP1").sector == sector


def test_whoever_defines_a_project_says_it_in_the_act(drafting: Drafting) -> None:
    described = ProjectDescription(name="Vivienda", sector="F")
    define_project(node=drafting.node, entity=drafting.desarrollo, code="BP9", described=described, by=None, at=AT)
    assert json.loads(Event.objects.last().payload)["body"]["sector"] == "F"


def test_it_is_published_with_the_only_words_it_may_be() -> None:
    column = next(column for column in PROJECTS.columns if column.name == "sector")
    assert column.values == tuple(SECTORS)
