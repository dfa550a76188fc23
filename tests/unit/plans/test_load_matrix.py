"""Loading official matrices: any order, again without a difference, everything or nothing."""

import json
from dataclasses import replace
from decimal import Decimal
from itertools import permutations

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from concierta.kernel.errors import AlreadyLoaded, Invalid, PermissionRefused, Refusal, TransitionRefused
from concierta.ledger.models import Event
from concierta.people.enums import TerritoryKind
from concierta.people.models import Entity, Territory
from concierta.plans.enums import PlanState
from concierta.plans.models import (
    Activity,
    ActivityFollowUp,
    Finding,
    MatrixImport,
    Node,
    Plan,
    Product,
    ProductFollowUp,
    Project,
    ReportingPeriod,
)
from concierta.plans.operations import (
    ActivityFacts,
    load_matrix,
    plan_for_import,
    record_follow_ups,
)
from factories import AT
from factories.dumps import full_dump
from factories.matrices import Line, make_draft
from factories.plans import Drafting

# Three cuts of one plan in which names, weights, an entity, a place and a whole project come and go.
EARLIEST = make_draft(
    "2024-T3",
    Line(territory="03"),
    Line(project="BP2", project_name="Ferias", entity="4172", entity_name="Turismo S.A", activity="A2"),
)
MIDDLE = make_draft(
    "2024-T4",
    Line(project_name="Formación para el trabajo y el empleo", product_weight="0.6", programmed="120", territory="05"),
    Line(product="P2", product_name="Vacantes", product_weight="0.4", activity="A3", executed=None),
    Line(project="BP2", project_name="Ferias", entity="4172", entity_name="Turismo", activity="A2"),
)
LATEST = make_draft(
    "2025-T1",
    Line(entity="4173", entity_name="Desarrollo Territorial", axis_name="Cali Reconciliada y Segura", programmed=None),
    Line(project="BP3", project_name="Ruedas de negocios", programme="6103", programme_name="Innovación"),
)


@pytest.fixture
def plan(db: None) -> Plan:
    return plan_for_import(slug="cali", draft=EARLIEST, by=None, at=AT)


def load(plan: Plan, *drafts, on_existing="refuse"):
    for draft in drafts:
        loaded = load_matrix(plan=plan, draft=draft, on_existing=on_existing, by=None, at=AT)
    return loaded


def dump_of(*drafts) -> dict:
    """What the drafts leave in an empty database, which stays empty."""
    with transaction.atomic():
        load(plan_for_import(slug="cali", draft=drafts[0], by=None, at=AT), *drafts)
        dump = full_dump()
        transaction.set_rollback(True)
    return dump


@pytest.mark.parametrize("order", list(permutations((0, 1, 2))))
def test_any_order_of_files_gives_the_same_plan(db: None, order: tuple[int, ...]):
    files = (EARLIEST, MIDDLE, LATEST)
    assert dump_of(*(files[place] for place in order)) == dump_of(*files)


def test_the_same_files_again_change_nothing_and_leave_no_event(plan: Plan):
    load(plan, EARLIEST, MIDDLE, LATEST)
    before, events = full_dump(), Event.objects.count()
    load(plan, LATEST, EARLIEST, MIDDLE)
    assert full_dump() == before
    assert Event.objects.count() == events


LINES = st.builds(
    Line,
    project=st.sampled_from(["BP1", "BP2"]),
    product=st.sampled_from(["P1", "P2"]),
    entity_name=st.sampled_from(["Salud", "Salud Pública"]),
    axis_name=st.sampled_from(["Cali", "Cali Reconciliada"]),
    project_name=st.sampled_from(["Formación", "Ferias", "Feria"]),
    product_name=st.sampled_from(["Cursos", "Vacantes"]),
    product_weight=st.sampled_from([None, "0.5", "1"]),
    programmed=st.sampled_from([None, "0", "100"]),
    territory=st.sampled_from([None, "03", "54"]),
)


class AnyOrder(TestCase):
    @settings(max_examples=15)
    @given(
        files=st.tuples(
            *(st.lists(LINES, min_size=1, max_size=3, unique_by=lambda line: (line.project, line.product)),) * 3
        ),
        order=st.permutations([0, 1, 2]),
    )
    def test_whatever_the_files_say(self, files: tuple[list[Line], ...], order: list[int]):
        drafts = [
            make_draft(period, *lines) for period, lines in zip(("2024-T3", "2024-T4", "2025-T1"), files, strict=True)
        ]
        assert dump_of(*(drafts[place] for place in order)) == dump_of(*drafts)


def test_names_and_weights_are_those_of_the_latest_file_that_has_them(plan: Plan):
    load(plan, MIDDLE, EARLIEST)
    assert Project.objects.get(code="BP1").name == "Formación para el trabajo y el empleo"
    assert Product.objects.get(code="4599019", project__code="BP1").weight == Decimal("0.6")
    assert Entity.objects.get(code="4172").name == "Turismo"
    assert Activity.objects.get(code="A1").territory.code == "05"


def test_facts_stay_with_their_own_period(plan: Plan):
    load(plan, MIDDLE, EARLIEST)
    facts = ProductFollowUp.objects.filter(product__code="4599019", product__project__code="BP1")
    assert {(fact.period.label, fact.programmed, fact.weight) for fact in facts} == {
        ("2024-T3", Decimal(100), Decimal(1)),
        ("2024-T4", Decimal(120), Decimal("0.6")),
    }


def test_blank_stays_null_and_money_is_whole_pesos(plan: Plan):
    load(
        plan,
        make_draft("2024-T4", Line(executed=None, initial=None), Line(activity="A2", initial=9_007_199_254_740_993)),
    )
    assert ProductFollowUp.objects.get().executed is None
    assert list(ActivityFollowUp.objects.order_by("activity__code").values_list("initial", flat=True)) == [
        None,
        9_007_199_254_740_993,
    ]


def test_another_file_for_a_loaded_period_is_refused_and_says_what_to_do(plan: Plan):
    load(plan, EARLIEST)
    before = full_dump()
    with pytest.raises(AlreadyLoaded, match=r"ya se cargó desde «cuadro_2024-T3\.xlsx»"):
        load(plan, make_draft("2024-T3", Line(project_name="Otro")))
    assert full_dump() == before


def test_an_update_replaces_the_facts_of_the_period_and_keeps_the_old_import_on_record(plan: Plan):
    first = load(plan, make_draft("2024-T3", Line(executed="40"), Line(product="P2", activity="A2")))
    second = load(plan, make_draft("2024-T3", Line(executed="45")), on_existing="update")
    first.refresh_from_db()
    assert (first.is_current, second.is_current) == (False, True)
    assert ProductFollowUp.objects.get().executed == Decimal(45)
    assert Product.objects.count() == 2
    assert Finding.objects.filter(matrix_import=first).count() == 1


def test_an_update_follows_the_new_file_also_in_names(plan: Plan):
    load(plan, make_draft("2024-T3", Line(project_name="Formacion", entity_name="Desarrollo")))
    load(
        plan,
        make_draft("2024-T3", Line(project_name="Formación", entity_name="Desarrollo Económico")),
        on_existing="update",
    )
    assert (Project.objects.get().name, Entity.objects.get().name) == ("Formación", "Desarrollo Económico")


def test_one_file_is_one_period(plan: Plan):
    load(plan, EARLIEST)
    mistaken = make_draft("2024-T4")
    mistaken.sha256 = EARLIEST.sha256
    with pytest.raises(Refusal, match="ya está cargado en el plan «Cali» como 2024-T3"):
        load(plan, mistaken)


def test_a_period_fed_by_hand_is_replaced_only_on_request(plan: Plan):
    load(plan, EARLIEST)
    activity = Activity.objects.get(code="A1")
    period = ReportingPeriod.objects.create(plan=plan, year=2024, quarter=4, cut_off="2024-12-31")
    record_follow_ups(period=period, activities=[ActivityFacts(activity=activity)], source="Acta 3", by=None, at=AT)
    with pytest.raises(Refusal, match="seguimiento registrado a mano"):
        load(plan, MIDDLE)
    load(plan, MIDDLE, on_existing="update")
    assert ActivityFollowUp.objects.filter(period=period).count() == 3


def test_a_name_that_a_person_gave_an_entity_is_kept(plan: Plan):
    Entity.objects.create(code="4171", name="Desarrollo Económico de Cali", acronym="SDE")
    load(plan, EARLIEST, MIDDLE)
    assert Entity.objects.get(code="4171").name == "Desarrollo Económico de Cali"


def test_a_territory_is_made_from_its_code_and_found_the_next_time(plan: Plan):
    load(plan, make_draft("2024-T3", Line(territory="03"), Line(activity="A2", territory="54")))
    load(plan, make_draft("2024-T4", Line(territory="03")))
    assert list(Territory.objects.values_list("code", "name", "kind")) == [
        ("03", "Comuna 3", "comuna"),
        ("54", "La Buitrera", "corregimiento"),
    ]


def test_the_rural_zone_is_a_place_of_its_own_and_not_the_whole_city(plan: Plan):
    load(plan, make_draft("2024-T3", Line(territory="RURAL"), Line(activity="A2")))
    zone = Activity.objects.get(code="A1").territory
    assert (zone.code, zone.name, zone.kind) == ("RURAL", "Zona rural", TerritoryKind.RURAL)
    assert Activity.objects.get(code="A2").territory is None
    assert not Finding.objects.filter(code="unknown_territory").exists()


def test_a_territory_registered_without_its_leading_zero_is_the_same(plan: Plan):
    Territory.objects.create(code="3", name="Comuna 3", kind="comuna")
    load(plan, make_draft("2024-T3", Line(territory="03")))
    assert Activity.objects.get().territory.code == "3"
    assert Territory.objects.count() == 1


def test_an_unknown_territory_is_left_empty_and_kept_in_a_finding(plan: Plan):
    load(plan, make_draft("2024-T3", Line(territory="ZONA")))
    assert Activity.objects.get().territory is None
    finding = Finding.objects.get(code="unknown_territory")
    assert (finding.row, finding.column, finding.value) == (2, "territory", "ZONA")


def test_findings_and_reconciliation_are_kept_with_the_import(plan: Plan):
    made = load(plan, EARLIEST)
    assert list(made.findings.values_list("row", "value", "code")) == [(2, "2/2/0205", "bad-date")]
    row = made.reconciliation.get()
    assert (row.stated, row.recomputed) == (Decimal("0.4"), Decimal("0.5"))


def test_what_a_file_repeats_of_earlier_quarters_is_left_to_their_own_file_and_said(plan: Plan):
    draft = make_draft("2024-T4")
    draft.plan.earlier_product_followups = make_draft("2024-T3").plan.product_followups
    made = load(plan, draft)
    assert ReportingPeriod.objects.count() == 1
    assert made.findings.get(code="earlier_quarters").value == "1"


def test_one_event_with_the_hash_of_the_file_and_its_money(plan: Plan):
    load(plan, EARLIEST)
    event = Event.objects.get(kind="matrix.imported")
    body = json.loads(event.payload)["body"]
    assert (event.subject, body["sha256"], body["money"]["initial"]) == ("cali/2024-T3", EARLIEST.sha256, "2000")
    assert (body["counts"]["activities"], body["findings"]) == (2, 1)


def test_an_error_half_way_leaves_nothing(plan: Plan):
    before = full_dump()
    broken = make_draft("2024-T3")
    broken.plan.activities[0] = replace(broken.plan.activities[0], product="BP1/unknown")
    with pytest.raises(KeyError), transaction.atomic():
        load(plan, broken)
    assert full_dump() == before


def test_weights_of_a_plan_in_force_stay_and_the_follow_up_has_the_revision(plan: Plan):
    load(plan, EARLIEST)
    Plan.objects.update(state=PlanState.IN_FORCE)
    load(Plan.objects.get(), MIDDLE)
    product = Product.objects.get(code="4599019", project__code="BP1")
    assert product.weight == Decimal(1)
    assert product.follow_ups.get(period__quarter=4).weight == Decimal("0.6")


def test_a_closed_plan_takes_nothing_more(plan: Plan):
    plan.state = PlanState.CLOSED
    with pytest.raises(TransitionRefused, match="está cerrado"):
        load(plan, EARLIEST)


def test_only_the_secretariat_loads(drafting: Drafting):
    with pytest.raises(PermissionRefused):
        load_matrix(plan=drafting.plan, draft=EARLIEST, by=drafting.reporter, at=AT)


def test_a_matrix_of_other_tiers_is_refused(drafting: Drafting):
    with pytest.raises(Invalid, match="tiene 1 niveles sobre sus proyectos y el archivo 2"):
        load_matrix(plan=drafting.plan, draft=EARLIEST, by=drafting.secretary, at=AT)


def test_a_period_outside_the_plan_is_refused(plan: Plan):
    with pytest.raises(Invalid, match="2023-T4 cae fuera del plan"):
        load(plan, make_draft("2023-T4"))


def test_a_plan_made_for_an_import_covers_the_term_of_government_and_has_its_tiers(plan: Plan):
    assert (plan.name, plan.starts_on.isoformat(), plan.ends_on.isoformat()) == ("Cali", "2024-01-01", "2027-12-31")
    assert (plan.state, plan.origin, plan.source) == (PlanState.DRAFT, "official", "MEDE01")
    assert list(plan.tiers.values_list("depth", "slug", "singular", "plural")) == [
        (1, "proposito", "Propósito", "Propósitos"),
        (2, "programa", "Programa", "Programas"),
    ]
    load(plan, EARLIEST)
    assert Node.objects.get(code="6102").parent.code == "61"


@pytest.mark.parametrize(("period", "first"), [("2023-T4", 2020), ("2024-T1", 2024), ("2028-T1", 2028)])
def test_terms_of_government_are_four_years(db: None, period: str, first: int):
    made = plan_for_import(slug="otro", draft=make_draft(period), by=None, at=AT)
    assert (made.starts_on.year, made.ends_on.year) == (first, first + 3)


def test_an_existing_plan_is_used_as_it_is(plan: Plan):
    assert plan_for_import(slug="cali", draft=LATEST, by=None, at=AT) == plan


def test_a_slug_that_cannot_stand_in_an_address_is_refused(db: None):
    with pytest.raises(Invalid, match="no sirve de nombre corto"):
        plan_for_import(slug="Plan de Cali", draft=EARLIEST, by=None, at=AT)


def test_twice_the_rows_cost_no_more_queries(db: None, django_assert_max_num_queries):
    """Thousands of rows must not mean thousands of statements."""
    lines = [Line(project=f"BP{n}", product=f"P{n}", activity=f"A{n}") for n in range(60)]
    plan = plan_for_import(slug="cali", draft=EARLIEST, by=None, at=AT)
    with django_assert_max_num_queries(60):
        load(plan, make_draft("2024-T3", *lines))
    assert MatrixImport.objects.get().counts["activities"] == 60


TOO_LONG = "Promoción del empleo digno " * 20


@pytest.mark.parametrize(
    ("line", "longest"),
    [
        (Line(project="B" * 41), 40),
        (Line(product="P" * 41), 40),
        (Line(activity="A" * 41), 40),
        (Line(entity="E" * 41), 40),
        (Line(entity_name=TOO_LONG), 200),
        (Line(axis_name="n" * 1001), 1000),
        (Line(programme_name="n" * 1001), 1000),
    ],
    ids=("project", "product", "activity", "entity", "entity_name", "axis_name", "programme_name"),
)
def test_what_does_not_fit_is_refused_and_never_cut(plan: Plan, line: Line, longest: int):
    with pytest.raises(Invalid, match=f"tiene más de {longest} caracteres"):
        load(plan, make_draft("2024-T3", line))


def test_what_just_fits_is_kept(plan: Plan):
    load(plan, make_draft("2024-T3", Line(project="B" * 40, product="P" * 40, activity="A" * 40)))
    assert plan.projects.get(code="B" * 40).products.get().code == "P" * 40


def test_a_name_of_an_axis_of_340_letters_is_kept_whole(plan: Plan):
    load(plan, make_draft("2024-T3", Line(axis_name="Ñ" * 340)))
    assert plan.nodes.filter(name="Ñ" * 340).count() == 1
