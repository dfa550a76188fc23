"""An official file describes the parts of the plan as it knows them; what the Mesa changed stays as it decided."""

from datetime import date

import pytest

from concierta.amendments.enums import AmendmentState, ChangeField, SubjectKind
from concierta.amendments.models import Amendment, Change
from concierta.mesa.models import AgendaItem, Decision, Motion, Session
from concierta.people.models import Entity
from concierta.plans.enums import PlanState
from concierta.plans.models import Finding, Plan, Product, Project
from concierta.reporting.operations import import_matrix
from factories import AT
from factories.matrices import Line, make_draft

pytestmark = pytest.mark.django_db


def load(draft):
    return import_matrix(plan="cali", draft=draft, on_existing="refuse", by=None, at=AT)


def adopted(plan: Plan, *changes: Change) -> None:
    """Adopted before, whatever the Mesa: only what it left matters here."""
    from concierta.agreements.operations import register_agreement
    from concierta.mesa.operations import establish_mesa

    entity = Entity.objects.order_by("pk")[0]
    agreement = register_agreement(slug="a", title="Acuerdo", signed_on=date(2020, 1, 1), by=None, at=AT)
    mesa = establish_mesa(
        agreement=agreement,
        name="Mesa",
        secretariat=entity,
        chair=entity,
        effective_on=date(2020, 1, 1),
        by=None,
        at=AT,
    )
    session = Session.objects.create(mesa=mesa, number=1, starts_at=AT, rules=mesa.rules.get())
    item = AgendaItem.objects.create(session=session, ordinal=1, title="Punto")
    motion = Motion.objects.create(item=item, text="Sí", state="carried", opened_at=AT, closed_at=AT)
    decision = Decision.objects.create(
        mesa=mesa, session=session, motion=motion, number="2025-01", text="Sí", decided_at=AT
    )
    amendment = Amendment.objects.create(
        plan=plan, number=1, title="Ajuste", cause="Porque sí", effective_on=date(2025, 1, 15), proposed_at=AT,
        state=AmendmentState.ADOPTED, decision=decision, adopted_at=AT, adoption=1,
    )  # fmt: skip
    for ordinal, change in enumerate(changes, 1):
        change.amendment, change.ordinal = amendment, ordinal
        change.save()


def test_names_and_entities_that_the_table_moved_stay():
    load(make_draft("2024-T4"))
    plan = Plan.objects.get()
    Plan.objects.update(state=PlanState.IN_FORCE)
    project, product = Project.objects.get(), Product.objects.get()
    other = Entity.objects.create(code="otra", name="Otra")
    kind, field = SubjectKind, ChangeField
    adopted(
        plan,
        Change(kind=kind.PROJECT, subject=project.code, field=field.RESPONSIBLE, key="executes",
               before=project.entity.code, after="otra"),
        Change(kind=kind.PRODUCT, subject=f"{project.code}/{product.code}", field=field.NAME, before=product.name,
               after="Lo que decidió la mesa"),
    )  # fmt: skip
    Project.objects.update(entity=other)
    Product.objects.update(name="Lo que decidió la mesa")
    load(make_draft("2025-T1", Line(product_name="Lo que dice el archivo")))
    project.refresh_from_db()
    product.refresh_from_db()
    assert (project.entity.code, product.name) == ("otra", "Lo que decidió la mesa")
    told = Finding.objects.filter(code="amended").order_by("result").values_list("value", "result")
    assert list(told) == [
        ("Lo que dice el archivo", f"Nombre · {project.code}/{product.code}: Lo que decidió la mesa"),
        ("4171", f"Responsable executes · {project.code}: otra"),
    ]


def test_a_plan_that_nobody_amended_follows_its_file():
    load(make_draft("2024-T4"))
    Plan.objects.update(state=PlanState.IN_FORCE)
    load(make_draft("2025-T1", Line(product_name="Lo que dice el archivo")))
    assert Product.objects.get().name == "Lo que dice el archivo"
    assert not Finding.objects.filter(code="amended").exists()
