"""Shaping a plan: only its secretariat, only while a draft, and only what fits."""

import json
from datetime import date
from decimal import Decimal

import pytest

from concierta.kernel.errors import Invalid, PermissionRefused, TransitionRefused
from concierta.kernel.origin import Origin
from concierta.ledger.models import Event
from concierta.people.models import Territory
from concierta.plans.enums import PlanState
from concierta.plans.models import Activity, Node, Plan
from concierta.plans.operations import (
    define_activity,
    define_node,
    define_product,
    define_project,
    define_tier,
    set_weight,
)
from concierta.plans.schema import (
    ActivityDescription,
    NodeDescription,
    ProductDescription,
    ProjectDescription,
    TierDescription,
)
from factories import AT
from factories.plans import Drafting

# Each act that shapes a plan, ready to be tried by anybody.
ACTS = {
    "define_tier": lambda d, by: define_tier(
        plan=d.plan, depth=2, slug="linea", described=TierDescription(singular="Línea", plural="Líneas"), by=by, at=AT
    ),
    "define_node": lambda d, by: define_node(
        tier=d.axis, parent=None, code="2", described=NodeDescription(name="Empresas"), by=by, at=AT
    ),
    "define_project": lambda d, by: define_project(
        node=d.node, entity=d.desarrollo, code="BP2", described=ProjectDescription(name="Feria"), by=by, at=AT
    ),
    "define_product": lambda d, by: define_product(
        project=d.project, code="P2", described=ProductDescription(name="Vacantes"), by=by, at=AT
    ),
    "define_activity": lambda d, by: define_activity(
        product=d.product, code="A1", described=ActivityDescription(name="Dictar"), by=by, at=AT
    ),
    "set_weight": lambda d, by: set_weight(of=d.product, weight=Decimal("0.5"), by=by, at=AT),
}


@pytest.mark.parametrize("act", ACTS)
def test_the_secretariat_shapes_its_draft_and_the_ledger_says_so(drafting: Drafting, act: str):
    before = Event.objects.count()
    ACTS[act](drafting, drafting.secretary)
    assert Event.objects.count() == before + 1
    assert Event.objects.last().entity == drafting.planeacion


@pytest.mark.parametrize("act", ACTS)
def test_the_operator_of_the_installation_may_too(drafting: Drafting, act: str):
    ACTS[act](drafting, None)
    assert Event.objects.last().actor is None


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", ["reporter", "stranger"])
def test_nobody_else_shapes_it_not_even_the_secretariat_of_another_entity(drafting: Drafting, act: str, who: str):
    with pytest.raises(PermissionRefused):
        ACTS[act](drafting, getattr(drafting, who))


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", [PlanState.IN_FORCE, PlanState.CLOSED])
def test_once_in_force_only_the_table_moves_it(drafting: Drafting, act: str, state: PlanState):
    Plan.objects.update(state=state)
    drafting.plan.state = drafting.node.plan.state = drafting.axis.plan.state = state
    drafting.project.plan.state = drafting.product.project.plan.state = state
    with pytest.raises(TransitionRefused, match="solo cambian por decisión de la mesa técnica"):
        ACTS[act](drafting, drafting.secretary)


@pytest.mark.parametrize("act", ["define_node", "define_project", "define_product", "define_activity"])
def test_a_code_is_used_once(drafting: Drafting, act: str):
    ACTS[act](drafting, drafting.secretary)
    with pytest.raises(Invalid, match="Ya hay en el plan un elemento con el código") as refusal:
        ACTS[act](drafting, drafting.secretary)
    assert refusal.value.field == "code"


def test_a_node_hangs_from_the_tier_just_above(drafting: Drafting):
    line = define_tier(
        plan=drafting.plan,
        depth=2,
        slug="linea",
        described=TierDescription(singular="Línea", plural="Líneas"),
        by=None,
        at=AT,
    )
    with pytest.raises(Invalid, match="nivel inmediatamente superior"):
        define_node(tier=line, parent=None, code="1.1", described=NodeDescription(name="Formación"), by=None, at=AT)
    node = define_node(
        tier=line, parent=drafting.node, code="1.1", described=NodeDescription(name="Formación"), by=None, at=AT
    )
    with pytest.raises(Invalid, match="nivel inmediatamente superior"):
        define_node(tier=line, parent=node, code="1.1.1", described=NodeDescription(name="Cursos"), by=None, at=AT)
    assert Node.objects.get(code="1.1").parent == drafting.node


@pytest.mark.parametrize("weight", [Decimal("-0.1"), Decimal("1.000001"), Decimal(40)])
def test_a_weight_is_a_fraction(drafting: Drafting, weight: Decimal):
    with pytest.raises(Invalid, match="fracción entre 0 y 1") as refusal:
        set_weight(of=drafting.project, weight=weight, by=None, at=AT)
    assert refusal.value.field == "weight"


def test_a_new_weight_is_on_record_beside_the_old(drafting: Drafting):
    set_weight(of=drafting.node, weight=Decimal("0.400"), by=None, at=AT)
    drafting.node.refresh_from_db()
    assert drafting.node.weight == Decimal("0.4")
    body = json.loads(Event.objects.last().payload)["body"]
    assert body == {"after": "0.4", "before": "1", "of": "node", "part": "eje/1"}


def test_an_official_project_names_its_source(drafting: Drafting):
    with pytest.raises(Invalid, match="su fuente"):
        define_project(
            node=drafting.node,
            entity=drafting.desarrollo,
            code="BP2",
            described=ProjectDescription(name="Feria"),
            origin=Origin.OFFICIAL,
            by=None,
            at=AT,
        )


def test_an_activity_does_not_end_before_it_starts(drafting: Drafting):
    with pytest.raises(Invalid, match="termina antes de empezar"):
        define_activity(
            product=drafting.product,
            code="A1",
            described=ActivityDescription(name="Dictar", starts_on=date(2024, 3, 2), ends_on=date(2024, 3, 1)),
            by=None,
            at=AT,
        )


def test_an_activity_may_belong_to_a_territory(drafting: Drafting):
    comuna = Territory.objects.create(code="03", name="Comuna 3", kind="comuna")
    define_activity(
        product=drafting.product,
        code="A1",
        described=ActivityDescription(name="Dictar"),
        territory=comuna,
        by=None,
        at=AT,
    )
    assert Activity.objects.get().territory == comuna
