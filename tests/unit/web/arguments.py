"""What the addresses of the workspace are made of: each from the cast and its reviewed report."""

from decimal import Decimal
from typing import Any

from concierta.accounts.enums import AlertKind
from concierta.accounts.operations import make_invitation, propose_role, raise_alert, request_address_change
from concierta.agreements.enums import PledgeState
from concierta.agreements.models import Pledge, Signatory
from concierta.amendments.models import AdjustmentMeasure, Amendment
from concierta.budgets.matrix import load_budget_profile, read_budget
from concierta.budgets.operations import keep_price_index, link_contract, load_budget
from concierta.evaluation.models import ReviewCell, YearlyReview
from concierta.kernel.clock import now
from concierta.mesa.operations import attach_paper
from concierta.people.enums import Role
from concierta.plans.models import Plan
from concierta.reporting.models import SelfAssessment
from factories import Cast, make_person
from factories.agreements import brought_paper, in_force, make_living, promised
from factories.campaigns import planned_campaign
from factories.cast import AT, SINCE
from factories.evaluation import declared_milestone, make_project, project_taken_up, recorded_risk
from factories.means import declared, offered, sought, with_document
from factories.mesa import action_item, delegate_of, document_of, drafted_minutes, make_mesa, planned_session
from factories.money import CUT_OFF, execution_file, make_line
from factories.pledges import make_pledge


def of_report(cast: Cast, report: Any) -> list[Any]:
    return [report.pk]


def of_form(cast: Cast, report: Any) -> list[Any]:
    return [report.indicator_id, report.period_id]


def of_indicator(cast: Cast, report: Any) -> list[Any]:
    return ["cali", "indicator", report.indicator_id]


def of_duty(cast: Cast, report: Any) -> list[Any]:
    return [*of_indicator(cast, report), "reports"]


def of_amendment(cast: Cast, report: Any) -> list[Any]:
    """One that waits for the Mesa; its plan needs nothing else to be read."""
    given = {"title": "Ajuste", "cause": "Cayó la demanda.", "effective_on": SINCE, "proposed_at": AT, "number": 1}
    return [Amendment.objects.create(plan=cast.plan, **given).pk]


def of_measure(cast: Cast, report: Any) -> list[Any]:
    texts = dict.fromkeys(("title", "problem", "measure", "success"), "Jornadas")
    given = {"entity": cast.desarrollo, "evaluate_on": SINCE, "proposed_at": AT, "number": 1}
    return [AdjustmentMeasure.objects.create(plan=cast.plan, **texts, **given).pk]


def of_risk(cast: Cast, report: Any) -> list[Any]:
    return [recorded_risk(cast).pk]


def of_project_item(cast: Cast, report: Any) -> list[Any]:
    """One that the Mesa has taken up, about a project of the plan."""
    return [project_taken_up(make_mesa(cast), make_project(cast)).pk]


def of_pledge(cast: Cast, report: Any) -> list[Any]:
    """One of the entity that reports, that nobody measures, in the agreement of the plan."""
    pledge = make_pledge(cast.desarrollo)
    Plan.objects.filter(pk=cast.plan.pk).update(agreement=pledge.clause.agreement)
    return [pledge.pk, report.period_id]


def of_agreement_looked_back(cast: Cast, report: Any) -> list[Any]:
    return [Pledge.objects.get(pk=of_pledge(cast, report)[0]).clause.agreement.slug]


def of_review(cast: Cast, report: Any) -> list[Any]:
    """A yearly review of that agreement, of which nobody has said anything."""
    pledge = Pledge.objects.get(pk=of_pledge(cast, report)[0])
    agreement = pledge.clause.agreement
    given = {"year": 2024, "assess_by": SINCE, "phrase": "4821", "double_share": 0, "opened_at": AT}
    review = YearlyReview.objects.create(agreement=agreement, **given)
    signatory = Signatory.objects.get(agreement=agreement)
    ReviewCell.objects.create(review=review, clause=pledge.clause, signatory=signatory, state="no_promise")
    return [agreement.slug, 2024]


def of_cell(cast: Cast, report: Any) -> list[Any]:
    return [*of_review(cast, report), "C1", "desarrollo"]


def of_assessment(cast: Cast, report: Any) -> list[Any]:
    pledge, period = of_pledge(cast, report)
    SelfAssessment.objects.create(pledge_id=pledge, period_id=period, rating="kept", text="Va.", made_at=AT)
    return [pledge, period]


def of_campaign(cast: Cast, report: Any) -> list[Any]:
    return [planned_campaign(cast).pk]


def of_entry(cast: Cast, report: Any) -> list[Any]:
    return [planned_campaign(cast).pk, 1]


def of_mesa(cast: Cast, report: Any) -> list[Any]:
    return [make_mesa(cast).mesa.pk]


def with_table(cast: Cast, report: Any) -> list[Any]:
    """The page is for everybody at the Mesa; the others are sent to where it would be."""
    make_mesa(cast)
    return []


def of_seat(cast: Cast, report: Any) -> list[Any]:
    return [make_mesa(cast).seats["cut"].pk]


def of_delegation(cast: Cast, report: Any) -> list[Any]:
    return [delegate_of(make_mesa(cast), "cut").pk]


def of_session(cast: Cast, report: Any) -> list[Any]:
    return [planned_session(make_mesa(cast)).pk]


def of_agenda_item(cast: Cast, report: Any) -> list[Any]:
    session = planned_session(make_mesa(cast))
    return [session.pk, session.items.get().pk]


def of_notes(cast: Cast, report: Any) -> list[Any]:
    return of_agenda_item(cast, report)[1:]


def of_paper(cast: Cast, report: Any) -> list[Any]:
    scene = make_mesa(cast)
    session = planned_session(scene)
    return [attach_paper(session=session, document=document_of(scene), by=scene.secretary, at=AT).pk]


def of_minutes(cast: Cast, report: Any) -> list[Any]:
    return [drafted_minutes(make_mesa(cast)).session_id]


def of_section(cast: Cast, report: Any) -> list[Any]:
    return [drafted_minutes(make_mesa(cast)).sections.first().pk]


def of_task(cast: Cast, report: Any) -> list[Any]:
    return [action_item(make_mesa(cast)).pk]


def of_contribution(cast: Cast, report: Any) -> list[Any]:
    return [offered(cast).pk]


def of_delivery(cast: Cast, report: Any) -> list[Any]:
    return [declared(cast).pk]


def of_delivered_file(cast: Cast, report: Any) -> list[Any]:
    delivery = declared(cast)
    return [delivery.pk, delivery.evidence.get().pk]


def of_sought_plan(cast: Cast, report: Any) -> list[Any]:
    sought(cast)
    return [cast.plan.slug]


def of_prices(cast: Cast, report: Any) -> list[Any]:
    points = {2024: Decimal("144.88")}
    keep_price_index(slug="ipc", name="IPC", base="diciembre de 2018", source="DANE", points=points, by=None, at=AT)
    return ["ipc"]


def of_opportunity(cast: Cast, report: Any) -> list[Any]:
    return [sought(cast).pk]


def of_opportunity_document(cast: Cast, report: Any) -> list[Any]:
    return [*of_opportunity(cast, report), with_document(cast).pk]


def of_line(cast: Cast, report: Any) -> list[Any]:
    return ["cali", make_line(cast).pk]


def of_money(cast: Cast, report: Any) -> list[Any]:
    """A project that has a line of the budget."""
    return ["cali", make_line(cast).project_code]


def of_contract(cast: Cast, report: Any) -> list[Any]:
    project = make_line(cast).project
    url = "https://www.secop.gov.co/CO1"
    linked = link_contract(project=project, process_id="CO1", url=url, by=cast.secretary, at=AT)
    return ["cali", project.code, linked.pk]


def of_budget_file(cast: Cast, report: Any) -> list[Any]:
    draft = read_budget(execution_file(), profile=load_budget_profile("cali-ejecucion"), cut_off=CUT_OFF)
    return ["cali", load_budget(plan=cast.plan, draft=draft, by=cast.secretary, at=AT).budget_import.pk]


def of_awaited_role(cast: Cast, report: Any) -> list[Any]:
    person = make_person("Espera Aquí")
    held = propose_role(user=person, entity=cast.control, role=Role.VERIFIER, since=SINCE, by=cast.secretary, at=AT)
    return [held.pk]


def of_invitation(cast: Cast, report: Any) -> list[Any]:
    """Of the entity of `outsider`, by the secretariat, today: a link serves for seven days."""
    invitation, _ = make_invitation(
        email="nora@sena.edu.co", name="Nora", entity=cast.sena, roles=[Role.MEMBER], by=cast.secretary, at=now()
    )
    return [invitation.pk]


def of_address_change(cast: Cast, report: Any) -> list[Any]:
    change = request_address_change(person=cast.reviewer, address="p@x.co", by=cast.reviewer, at=now())
    return [change.pk]


def of_alert(cast: Cast, report: Any) -> list[Any]:
    """Told to both entities, since neither verifies; of `planeacion`, the reviewer is not one of the two."""
    raised = raise_alert(kind=AlertKind.SAME_BROWSER, one=cast.secretary, other=cast.reporter, by=None, at=AT)
    return [next(alert.pk for alert in raised if alert.entity == cast.planeacion)]


def of_agreement(cast: Cast, report: Any) -> list[Any]:
    """One that `sena` is invited to sign."""
    return [make_living(cast=cast).agreement.slug]


def of_text(cast: Cast, report: Any) -> list[Any]:
    return [*of_agreement(cast, report), 1]


def of_signatory(cast: Cast, report: Any) -> list[Any]:
    return [*of_agreement(cast, report), "sena"]


def of_signature(cast: Cast, report: Any) -> list[Any]:
    return [*of_signatory(cast, report), 1]


def of_signed_paper(cast: Cast, report: Any) -> list[Any]:
    living = make_living(cast=cast)
    return [living.agreement.slug, brought_paper(living, "sena").pk]


def of_bound_signatory(cast: Cast, report: Any) -> list[Any]:
    return [in_force(cast=cast).agreement.slug, "sena"]


def of_bound_clause(cast: Cast, report: Any) -> list[Any]:
    return [in_force(cast=cast).agreement.slug, "C1"]


def of_milestone(cast: Cast, report: Any) -> list[Any]:
    return of_milestone_file(cast, report)[:2]


def of_milestone_file(cast: Cast, report: Any) -> list[Any]:
    living = in_force(cast=cast)
    milestone = declared_milestone(living)
    return [living.agreement.slug, milestone.pk, milestone.evidence.get().pk]


def of_promise(cast: Cast, report: Any) -> list[Any]:
    """One that the secretariat proposed to `sena`."""
    living = in_force(cast=cast)
    return [living.agreement.slug, promised(living, state=PledgeState.PROPOSED).pk]
