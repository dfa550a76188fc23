"""What may be done to an opportunity now: the steps that its stage allows, and what surrounds it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from concierta.budgets import operations
from concierta.budgets.permissions import can_mobilise
from concierta.budgets.queries import lines_of_projects
from concierta.budgets.workflow import MOBILISATION_WORKFLOW
from concierta.evidence.operations import store_evidence
from concierta.evidence.permissions import can_store
from concierta.kernel.clock import now, today
from concierta.web.workspace.acts import Act, form_of, why_not
from concierta.web.workspace.budgets.mobilisation_forms import (
    AgreementForm,
    ContactForm,
    DeadlineForm,
    DisbursementForm,
    DocumentForm,
    EndForm,
    FigureForm,
    ForgetForm,
    MeetForm,
    PrepareForm,
    ReportBackForm,
    StepForm,
)
from concierta.web.workspace.forms import TypedForm
from concierta.web.workspace.shell import SignedInRequest

if TYPE_CHECKING:
    from concierta.budgets.models import BudgetLine, Opportunity, OpportunityContact


def acts_of(
    request: SignedInRequest, opportunity: "Opportunity", contacts: "Sequence[OpportunityContact]"
) -> list[Act]:
    """In the order in which things happen. Who may not move it sees the next step with the reason."""
    blocked = why_not(can_mobilise(request.user, opportunity.plan, opportunity.entity))
    steps = [act for act in _steps(request, opportunity, blocked) if _open(act.name, opportunity)]
    return steps[:1] if blocked else [*steps, *_around(request, opportunity, contacts)]


def _open(act: str, opportunity: "Opportunity") -> bool:
    return opportunity.state in MOBILISATION_WORKFLOW.transition(act).sources


def _steps(request: SignedInRequest, opportunity: "Opportunity", blocked: str) -> list[Act]:
    who: dict[str, object] = {"opportunity": opportunity, "by": request.user, "at": now()}

    def step(
        name: str,
        title: str,
        kind: type[TypedForm],
        operation: Callable[..., object],
        done: str,
        figure: str = "",
        **given: object,
    ) -> Act:
        """`figure` is the argument of the operation that takes the figure of the form, if it has one."""
        form = form_of(request, name, kind, **given)

        def do(clean: dict[str, object]) -> object:
            rest = {key: value for key, value in clean.items() if key not in FigureForm.base_fields}
            return operation(**who, **rest, **({figure: form.figure()} if figure else {}))

        ends = kind is EndForm
        colour = "danger" if ends else "primary" if figure else "secondary"
        return Act(name, title, title, form, do, done, kind=colour, blocked=blocked, folded=ends)

    return [
        step(
            "prepare",
            gettext("Dejarla preparada"),
            PrepareForm,
            operations.prepare_opportunity,
            gettext("Preparada: ya se puede pedir."),
            figure="expected",
        ),
        step(
            "request",
            gettext("Registrar la solicitud"),
            StepForm,
            operations.request_support,
            gettext("Solicitud registrada."),
            figure="requested",
        ),
        step(
            "approve",
            gettext("Registrar la aprobación"),
            StepForm,
            operations.record_approval,
            gettext("Aprobación registrada. Lo solicitado queda como estaba."),
            figure="approved",
        ),
        step(
            "sign",
            gettext("Registrar el convenio"),
            AgreementForm,
            operations.record_agreement,
            gettext("Convenio registrado."),
            figure="agreed",
        ),
        step(
            "disburse",
            gettext("Registrar un desembolso"),
            DisbursementForm,
            operations.record_disbursement,
            gettext("Desembolso registrado: es lo que cuenta como obtenido."),
            figure="disbursed",
            lines=_lines(request, opportunity) if _open("disburse", opportunity) else [],
        ),
        step(
            "report_back",
            gettext("Registrar el informe al aportante"),
            ReportBackForm,
            operations.report_to_funder,
            gettext("Informe registrado."),
        ),
        step(
            "refuse",
            gettext("Registrar la negativa"),
            EndForm,
            operations.record_refusal,
            gettext("Negada. Queda en el tablero, con su razón."),
        ),
        step(
            "expire",
            gettext("Darla por vencida"),
            EndForm,
            operations.expire_opportunity,
            gettext("Vencida. Queda en el tablero, con su razón."),
        ),
    ]


def _lines(request: SignedInRequest, opportunity: "Opportunity") -> "list[BudgetLine]":
    """The budget lines that may already hold the money: those of its projects."""
    projects = [share.project for share in opportunity.shares.all()]
    return lines_of_projects(request.user, opportunity.plan, projects, today().year)


def _around(
    request: SignedInRequest, opportunity: "Opportunity", contacts: "Sequence[OpportunityContact]"
) -> list[Act]:
    """Words, dates, papers and whom to call: none of it moves the stage."""
    who: dict[str, Any] = {"by": request.user, "at": now()}
    due = [deadline for deadline in opportunity.deadlines.all() if deadline.done_on is None]
    acts = [
        Act(
            "deadline",
            gettext("Añadir un plazo"),
            gettext("Añadir el plazo"),
            form_of(request, "deadline", DeadlineForm),
            lambda clean: operations.set_deadline(opportunity=opportunity, **clean, **who),
            gettext("Plazo añadido. Entra a los recordatorios de quien la gestiona."),
            folded=True,
        ),
        Act(
            "meet",
            gettext("Dar un plazo por cumplido"),
            gettext("Registrar que se cumplió"),
            form_of(request, "meet", MeetForm, deadlines=due),
            lambda clean: operations.meet_deadline(**clean, **who),
            gettext("Plazo cumplido."),
            folded=True,
        ),
        Act(
            "document",
            gettext("Adjuntar un documento"),
            gettext("Adjuntar el documento"),
            form_of(request, "document", DocumentForm, files=request.FILES or None),
            lambda clean: _attach(request, opportunity, clean),
            gettext("Documento adjunto."),
            folded=True,
        ),
        Act(
            "contact",
            gettext("Guardar un contacto"),
            gettext("Guardar el contacto"),
            form_of(request, "contact", ContactForm),
            lambda clean: operations.keep_contact(opportunity=opportunity, **clean, **who),
            gettext("Contacto guardado hasta el día que dijo."),
            words=gettext("Datos personales: solo los ve quien sigue esta gestión. No se publican ni van al registro."),
            folded=True,
        ),
        Act(
            "forget",
            gettext("Borrar un contacto"),
            gettext("Borrar el contacto"),
            form_of(request, "forget", ForgetForm, contacts=contacts),
            lambda clean: operations.forget_contact(**clean, **who),
            gettext("Contacto borrado: no queda nada de él."),
            kind="danger",
            folded=True,
        ),
    ]
    nothing_to = {name for name, choices in (("meet", due), ("forget", contacts)) if not choices}
    return [act for act in acts if act.name not in nothing_to]


def _attach(request: SignedInRequest, opportunity: "Opportunity", clean: dict[str, Any]) -> None:
    """Kept for the entity that this person acts for: the one that seeks, or else the plan's secretariat."""
    entity, upload = opportunity.entity, clean["file"]
    if not can_store(request.user, entity):
        entity = opportunity.plan.secretariat  # type: ignore[assignment]
    stored = store_evidence(
        upload=upload,
        filename=upload.name or "documento",
        title=clean["title"],
        entity=entity,
        by=request.user,
        at=now(),
    )
    operations.attach_document(opportunity=opportunity, document=stored, by=request.user, at=now())
