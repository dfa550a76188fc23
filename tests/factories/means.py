"""Means to test with: what SENA gives to a project of Desarrollo, and what Desarrollo seeks from the ministry."""

from datetime import date
from decimal import Decimal

from concierta.agreements.enums import MeansKind
from concierta.budgets.enums import Form, FunderKind, Stage
from concierta.budgets.models import Contribution, Delivery, Opportunity
from concierta.budgets.operations import (
    Figure,
    attach_document,
    declare_delivery,
    offer_contribution,
    open_opportunity,
    prepare_opportunity,
    record_agreement,
    record_approval,
    record_disbursement,
    report_to_funder,
    request_support,
)
from concierta.evidence.models import Evidence
from concierta.plans.models import Project
from factories.cast import Cast, make_product
from factories.money import AT
from factories.reports import evidence_of

M = 1_000_000


def millions(number: int) -> Figure:
    return Figure(Decimal(number * M))


def project_of(cast: Cast) -> Project:
    """The first project of the plan, made where there is none."""
    return Project.objects.filter(plan=cast.plan).order_by("pk").first() or make_product(cast, "1").project


def offered(cast: Cast, **fields: object) -> Contribution:
    """COP 400 M in cash from SENA."""
    given = {
        "project": project_of(cast),
        "entity": cast.sena,
        "kind": MeansKind.ECONOMIC,
        "form": Form.CASH,
        "description": "Becas para formación",
        "amount": 400 * M,
        "by": cast.outsider,
        "at": AT,
    }
    return offer_contribution(**(given | fields))


def advisers(cast: Cast, **fields: object) -> Contribution:
    """Two advisers, counted and not valued."""
    given = {"kind": MeansKind.HUMAN, "form": Form.IN_KIND, "amount": None, "quantity": Decimal(2), "unit": "asesores"}
    return offered(cast, **({"description": "Dos asesores de empleo"} | given | fields))


def declared(cast: Cast, contribution: Contribution | None = None, **fields: object) -> Delivery:
    """100 M that SENA says it delivered, with its evidence."""
    given = {"delivered_on": date(2025, 3, 1), "amount": 100 * M, "by": cast.outsider, "at": AT}
    return declare_delivery(
        contribution=contribution or offered(cast),
        evidence=[evidence_of(cast.sena, cast.outsider)],
        **(given | fields),
    )


def sought(cast: Cast, code: str = "G-01", **fields: object) -> Opportunity:
    given = {
        "title": "Formación para el trabajo",
        "funder": "Ministerio del Trabajo",
        "funder_kind": FunderKind.PUBLIC,
        "entity": cast.desarrollo,
        "projects": [project_of(cast)],
        "by": cast.reporter,
        "at": AT,
    }
    return open_opportunity(plan=cast.plan, code=code, **(given | fields))


def sought_alone(cast: Cast, code: str = "M-01", **fields: object) -> Opportunity:
    """For a project of its own."""
    if "projects" not in fields:
        fields["projects"] = [make_product(cast, code).project]
    return sought(cast, code, **fields)


def walked(cast: Cast, opportunity: Opportunity, to: Stage) -> Opportunity:
    """Through the real acts: 900 M requested, 600 approved and agreed, 250 disbursed, and so reported."""
    who = {"opportunity": opportunity, "by": cast.reporter, "at": AT}
    steps = {
        Stage.PREPARED: lambda: prepare_opportunity(**who),
        Stage.REQUESTED: lambda: request_support(requested=millions(900), on=date(2025, 1, 20), **who),
        Stage.APPROVED: lambda: record_approval(approved=millions(600), on=date(2025, 2, 20), **who),
        Stage.AGREEMENT_SIGNED: lambda: record_agreement(agreed=millions(600), on=date(2025, 3, 1), **who),
        Stage.DISBURSED: lambda: record_disbursement(disbursed=millions(250), on=date(2025, 3, 20), **who),
        Stage.REPORTED_BACK: lambda: report_to_funder(on=date(2025, 4, 1), note="Informe enviado", **who),
    }
    for stage, step in steps.items():
        opportunity = step()
        if stage is to:
            break
    return opportunity


def with_document(cast: Cast) -> Evidence:
    """A paper beside the only opportunity."""
    paper = evidence_of(cast.desarrollo, cast.reporter)
    attach_document(opportunity=Opportunity.objects.get(), document=paper, by=cast.reporter, at=AT)
    return paper
