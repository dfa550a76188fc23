"""What may be done to an opportunity now: the steps that its stage allows, and what surrounds it."""

from typing import Any

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
from concierta.web.workspace.shell import SignedInRequest


def acts_of(request: SignedInRequest, found: Any, contacts: list[Any]) -> list[Act]:
    """In the order in which things happen. Who may not move it sees the next step with the reason."""
    blocked = why_not(can_mobilise(request.user, found.plan, found.entity))
    steps = [act for act in _steps(request, found, blocked) if _open(act.name, found)]
    return steps[:1] if blocked else [*steps, *_around(request, found, contacts)]


def _open(act: str, found: Any) -> bool:
    return found.state in MOBILISATION_WORKFLOW.transition(act).sources


def _steps(request: SignedInRequest, found: Any, blocked: str) -> list[Act]:
    who: dict[str, Any] = {"opportunity": found, "by": request.user, "at": now()}

    def step(name: str, title: str, form: Any, operation: Any, figure: str, done: str, **given: Any) -> Act:
        bound = form_of(request, name, form, **given)

        def do(clean: dict[str, Any]) -> Any:
            rest = {key: value for key, value in clean.items() if key not in FigureForm.base_fields}
            amount = {figure: bound.figure()} if figure else {}
            return operation(**who, **rest, **amount)

        kind = "secondary" if name == "report_back" else "primary"
        return Act(name, title, title, bound, do, done, kind=kind, blocked=blocked)

    ends = [
        Act(
            name,
            title,
            title,
            form_of(request, name, EndForm),
            lambda clean, operation=operation: operation(**who, **clean),  # type: ignore[misc]
            done,
            kind="danger",
            blocked=blocked,
            folded=True,
        )
        for name, title, operation, done in (
            (
                "refuse",
                gettext("Registrar la negativa"),
                operations.record_refusal,
                gettext("Negada. Queda en el tablero, con su razón."),
            ),
            (
                "expire",
                gettext("Darla por vencida"),
                operations.expire_opportunity,
                gettext("Vencida. Queda en el tablero, con su razón."),
            ),
        )
    ]
    lines = _lines(request, found) if _open("disburse", found) else []
    return [
        step(
            "prepare",
            gettext("Dejarla preparada"),
            PrepareForm,
            operations.prepare_opportunity,
            "expected",
            gettext("Preparada: ya se puede pedir."),
        ),
        step(
            "request",
            gettext("Registrar la solicitud"),
            StepForm,
            operations.request_support,
            "requested",
            gettext("Solicitud registrada."),
        ),
        step(
            "approve",
            gettext("Registrar la aprobación"),
            StepForm,
            operations.record_approval,
            "approved",
            gettext("Aprobación registrada. Lo solicitado queda como estaba."),
        ),
        step(
            "sign",
            gettext("Registrar el convenio"),
            AgreementForm,
            operations.record_agreement,
            "agreed",
            gettext("Convenio registrado."),
        ),
        step(
            "disburse",
            gettext("Registrar un desembolso"),
            DisbursementForm,
            operations.record_disbursement,
            "disbursed",
            gettext("Desembolso registrado: es lo que cuenta como obtenido."),
            lines=lines,
        ),
        step(
            "report_back",
            gettext("Registrar el informe al aportante"),
            ReportBackForm,
            operations.report_to_funder,
            "",
            gettext("Informe registrado."),
        ),
        *ends,
    ]


def _lines(request: SignedInRequest, found: Any) -> list[Any]:
    """The budget lines that may already hold the money: those of its projects."""
    projects = [share.project for share in found.shares.all()]
    return lines_of_projects(request.user, found.plan, projects, today().year)


def _around(request: SignedInRequest, found: Any, contacts: list[Any]) -> list[Act]:
    """Words, dates, papers and whom to call: none of it moves the stage."""
    who: dict[str, Any] = {"by": request.user, "at": now()}
    due = [one for one in found.deadlines.all() if one.done_on is None]
    return [
        Act(
            "deadline",
            gettext("Añadir un plazo"),
            gettext("Añadir el plazo"),
            form_of(request, "deadline", DeadlineForm),
            lambda clean: operations.set_deadline(opportunity=found, **clean, **who),
            gettext("Plazo añadido. Entra a los recordatorios de quien la gestiona."),
            folded=True,
        ),
        *(
            [
                Act(
                    "meet",
                    gettext("Dar un plazo por cumplido"),
                    gettext("Registrar que se cumplió"),
                    form_of(request, "meet", MeetForm, deadlines=due),
                    lambda clean: operations.meet_deadline(**clean, **who),
                    gettext("Plazo cumplido."),
                    folded=True,
                )
            ]
            if due
            else []
        ),
        Act(
            "document",
            gettext("Adjuntar un documento"),
            gettext("Adjuntar el documento"),
            form_of(request, "document", DocumentForm, files=request.FILES or None),
            lambda clean: _attach(request, found, clean),
            gettext("Documento adjunto."),
            folded=True,
        ),
        Act(
            "contact",
            gettext("Guardar un contacto"),
            gettext("Guardar el contacto"),
            form_of(request, "contact", ContactForm),
            lambda clean: operations.keep_contact(opportunity=found, **clean, **who),
            gettext("Contacto guardado hasta el día que dijo."),
            words=gettext("Datos personales: solo los ve quien sigue esta gestión. No se publican ni van al registro."),
            folded=True,
        ),
        *(
            [
                Act(
                    "forget",
                    gettext("Borrar un contacto"),
                    gettext("Borrar el contacto"),
                    form_of(request, "forget", ForgetForm, contacts=contacts),
                    lambda clean: operations.forget_contact(**clean, **who),
                    gettext("Contacto borrado: no queda nada de él."),
                    kind="danger",
                    folded=True,
                )
            ]
            if contacts
            else []
        ),
    ]


def _attach(request: SignedInRequest, found: Any, clean: dict[str, Any]) -> None:
    """Kept for the entity that this person acts for: the one that seeks, or else the plan's secretariat."""
    upload = clean["file"]
    stored = store_evidence(
        upload=upload,
        filename=upload.name or "documento",
        title=clean["title"],
        entity=found.entity if can_store(request.user, found.entity) else found.plan.secretariat,
        by=request.user,
        at=now(),
    )
    operations.attach_document(opportunity=found, document=stored, by=request.user, at=now())
