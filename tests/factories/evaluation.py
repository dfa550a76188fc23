"""Risks of a plan whose Mesa meets, projects that a session reviews, and the yearly review of its agreement."""

from datetime import date

from concierta.evaluation.enums import MilestoneKind, ReviewFinding, Rung
from concierta.evaluation.models import Milestone, ProjectReview, ReviewCell, Risk, YearlyReview
from concierta.evaluation.operations import declare_milestone, open_review, record_risk, review_project
from concierta.evaluation.queries import cell_for
from concierta.mesa.models import AgendaItem, Session
from concierta.mesa.operations import add_item, close_session, open_item
from concierta.plans.models import Project
from factories.agreements import Living
from factories.cast import AT, Cast, make_product
from factories.mesa import MINUTE, MesaCast, open_session_with
from factories.reports import evidence_of

REVIEW_ON = date(2025, 3, 31)
COUNTERMEASURE = "Abrir un segundo grupo en la tarde."
FOUND = "Va al ritmo de lo programado."


def make_project(cast: Cast, code: str = "1") -> Project:
    """Of `desarrollo`, as "BP-1"."""
    return make_product(cast, code).project


def recorded_risk(cast: Cast, **fields: object) -> Risk:
    """One of a project of `desarrollo`, which watches over it itself: likely and major, unless told."""
    given = {
        "plan": cast.plan,
        "subject": fields.pop("subject", None) or Project.objects.filter(plan=cast.plan).first() or make_project(cast),
        "title": "No hay cupos para todos",
        "probability": 4,
        "impact": 3,
        "countermeasure": COUNTERMEASURE,
        "owner": cast.desarrollo,
        "review_on": REVIEW_ON,
        "by": cast.reporter,
        "at": AT,
    }
    return record_risk(**(given | fields))


def project_taken_up(cast: MesaCast, project: Project, present: int = 7, **changes: object) -> AgendaItem:
    """The item of a session in course that deals with `project`."""
    session = open_session_with(cast, present, titles=("Varios",), **changes)
    return project_item(cast, session, project)


def project_item(cast: MesaCast, session: Session, project: Project) -> AgendaItem:
    item = add_item(
        session=session,
        title=f"Revisar {project.code}",
        source="poai",
        subject=f"project:{project.code}",
        by=cast.secretary,
        at=session.starts_at,
    )
    return open_item(item=item, by=cast.secretary, at=session.starts_at + MINUTE)


def reviewed_project(cast: MesaCast, project: Project, finding: ReviewFinding = "as_planned") -> ProjectReview:
    """In a session that has ended."""
    item = project_taken_up(cast, project)
    close_session(session=item.session, by=cast.secretary, at=item.session.starts_at + 10 * MINUTE)
    return review_project(
        item=item,
        project=project,
        finding=finding,
        words=FOUND,
        by=cast.secretary,
        at=item.session.starts_at + 20 * MINUTE,
    )


def opened_review(living: Living, **changes: object) -> YearlyReview:
    """Of 2025, opened on the day of the cast; each signatory has a week to assess itself."""
    given = {
        "agreement": living.agreement, "year": 2025, "phrase": "Lotería del Valle 4821, 2 de enero de 2025",
        "assess_by": date(2025, 1, 10), "by": living.secretary, "at": AT,
    }  # fmt: skip
    return open_review(**(given | changes))


def declared_milestone(living: Living, **changes: object) -> Milestone:
    """By `sena`: the plan was presented to the council, with what shows it. Nobody has looked at it."""
    person = living.spokespeople["sena"]
    given = {
        "clause": living.clause, "entity": living.sena, "kind": MilestoneKind.PRESENTATION,
        "title": "Presentación del plan", "instance": "Concejo de Cali", "rung": Rung.MENTIONED,
        "reached_on": date(2024, 12, 10), "by": person, "at": AT,
    }  # fmt: skip
    if "evidence" not in changes:
        given["evidence"] = [evidence_of(living.sena, person)]
    return declare_milestone(**(given | changes))


def the_cell(review: YearlyReview, entity: str = "sena", clause: str = "C1") -> ReviewCell:
    return cell_for(None, review.agreement.slug, review.year, clause, entity)
