"""Files of execution, and execution written by hand."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from concierta.budgets.matrix import BudgetDraft, known_budget_profiles, load_budget_profile, read_budget
from concierta.budgets.operations import load_budget, record_execution, withdraw_execution
from concierta.budgets.permissions import can_keep_budget
from concierta.budgets.queries import (
    budget_findings_of,
    budget_import_for,
    budget_imports_of,
    kinds_of_budget_findings,
    lines_of,
    plain_budget_findings,
    project_by_code,
)
from concierta.kernel.clock import now, today
from concierta.kernel.errors import AlreadyLoaded, NotFound, gettext_noop
from concierta.kernel.origin import Origin
from concierta.plans.queries import plan_by_slug
from concierta.web.kit.formats import number, pesos_exact
from concierta.web.workspace import uploads
from concierta.web.workspace.acts import act_view, sent, why_not
from concierta.web.workspace.budgets.figures import STAGES, stage_word
from concierta.web.workspace.budgets.forms import ExecutionForm, WithdrawForm
from concierta.web.workspace.budgets.lines import line_title
from concierta.web.workspace.budgets.writing import plan_to_keep
from concierta.web.workspace.fields import DayField
from concierta.web.workspace.forms import TypedForm
from concierta.web.workspace.paging import slice_of
from concierta.web.workspace.plans.findings import finding_rows, kinds_of
from concierta.web.workspace.plans.views import plan_tabs
from concierta.web.workspace.shell import SignedInRequest, page

if TYPE_CHECKING:
    from concierta.plans.models import Plan


class BudgetFileForm(TypedForm):
    file = forms.FileField(label=_("Archivo"), help_text=_("La ejecución de un solo corte, en .csv o .xlsx."))
    profile = forms.ChoiceField(label=_("Forma del archivo"), help_text=_("Cómo leer sus columnas."))
    cut_off = DayField(
        label=_("Corte"), required=False, help_text=_("Solo si el nombre del archivo no lo dice, o lo dice mal.")
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        profiles = [(name, load_budget_profile(name).title) for name in known_budget_profiles()]
        self.fields["profile"].choices = profiles  # type: ignore[attr-defined]

    def asked(self) -> dict[str, str]:
        """How to read the file, as a rehearsal keeps it: words alone."""
        given = self.cleaned_data
        return {
            "profile": given["profile"],
            "cut_off": given["cut_off"].isoformat() if given["cut_off"] else "",
            "filename": given["file"].name,
        }


@require_http_methods(["GET", "HEAD", "POST"])
def files(request: SignedInRequest, slug: str) -> HttpResponse:
    """Every file there has been; for the secretariat the form, which only rehearses."""
    plan = plan_to_keep(request, slug) if request.method == "POST" else plan_by_slug(request.user, slug)
    form = sent(request, BudgetFileForm, files=request.FILES or None)
    may = can_keep_budget(request.user, plan)
    return act_view(
        request,
        "budgets/files.html",
        form,
        lambda: _rehearse(request, plan, uploads.read_upload(form.cleaned_data["file"]), form.asked()),
        done="",
        to=lambda sha256: reverse("budget_preview", args=[slug, sha256]),
        context=lambda: {
            "plan": plan,
            "tabs": plan_tabs(plan, "money"),
            "files": list(budget_imports_of(request.user, plan)),
            "can_keep": bool(may),
            "why_not": why_not(may),
        },
    )


@require_safe
def past(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    plan = plan_by_slug(request.user, slug)
    budget_import = budget_import_for(request.user, pk)
    if budget_import.plan != plan:
        raise NotFound(gettext_noop("No hay tal importación, o no es visible para usted."))
    kind = request.GET.get("clase", "")
    part = slice_of(request, budget_findings_of(request.user, budget_import, code=kind))
    context = {
        "plan": plan,
        "file": budget_import,
        "facts": file_facts(budget_import.counts),
        "money": file_money(budget_import.money),
        "kinds": kinds_of(kinds_of_budget_findings(request.user, budget_import), kind),
        "part": part,
        "findings": finding_rows(part.rows),
    }
    return page(request, "budgets/file.html", context)


@require_safe
def preview(request: SignedInRequest, slug: str, sha256: str) -> HttpResponse:
    plan = plan_to_keep(request, slug)
    rehearsal = _rehearsal(request, plan, sha256)
    kind = request.GET.get("clase", "")
    part = slice_of(request, [one for one in rehearsal["findings"] if not kind or one["code"] == kind])
    context = {
        "plan": plan,
        "sha256": sha256,
        "preview": rehearsal,
        "cut_off": date.fromisoformat(rehearsal["found_cut_off"]),
        "unchanged": rehearsal["status"] == "unchanged",
        "facts": file_facts(rehearsal["counts"], rehearsal["new_lines"]),
        "money": file_money(rehearsal["money"]),
        "kinds": kinds_of(rehearsal["findings"], kind),
        "part": part,
        "findings": finding_rows(part.rows),
    }
    return page(request, "budgets/preview.html", context)


def file_facts(counts: dict[str, int], new_lines: int | None = None) -> list[tuple[str, str]]:
    facts = [
        (gettext("Filas"), number(counts["rows"])),
        (gettext("Entidades"), number(counts["entities"])),
        (gettext("Proyectos"), number(counts["projects"])),
        (gettext("Actividades"), number(counts["activities"])),
        (gettext("Fuentes"), number(counts["funding_sources"])),
    ]
    return facts if new_lines is None else [*facts, (gettext("Líneas nuevas"), number(new_lines))]


def file_money(money: dict[str, int]) -> list[tuple[str, str]]:
    return [(stage_word(name), pesos_exact(money.get(name))) for name in STAGES]


@require_POST
def confirm(request: SignedInRequest, slug: str, sha256: str) -> HttpResponse:
    """Do what the preview showed. What another file took in between is shown again, before anything is replaced."""
    plan = plan_to_keep(request, slug)
    rehearsal = _rehearsal(request, plan, sha256)
    if request.POST.get("act") == "discard":
        uploads.forget(sha256)
        messages.info(request, gettext("Carga descartada: no se guardó nada."))
        return redirect("budget_files", slug)
    content = uploads.content_of(sha256)
    on_existing: Literal["refuse", "update"] = "update" if rehearsal["replaces"] else "refuse"
    try:
        loaded = load_budget(
            plan=plan, draft=_draft(content, rehearsal), on_existing=on_existing, by=request.user, at=now()
        )
    except AlreadyLoaded:
        asked = {name: rehearsal[name] for name in ("profile", "cut_off", "filename")}
        return redirect("budget_preview", slug, _rehearse(request, plan, content, asked))
    uploads.forget(sha256)
    messages.success(request, gettext("Ejecución cargada, tal como la dice el archivo."))
    return redirect("budget_file", slug, loaded.budget_import.pk)


def _rehearse(request: SignedInRequest, plan: "Plan", content: bytes, asked: dict[str, str]) -> str:
    """Load the file, note what came of it, and take everything back. The file's hash, by which it is found again."""
    draft = _draft(content, asked)
    with transaction.atomic():
        loaded, replaces = uploads.rehearsed(
            lambda on_existing: load_budget(plan=plan, draft=draft, on_existing=on_existing, by=request.user, at=now())
        )
        findings = plain_budget_findings(request.user, loaded.budget_import)
        transaction.set_rollback(True)
    stored = {
        **asked,
        "budget_of": plan.slug,
        "found_cut_off": draft.cut_off.isoformat(),
        "status": loaded.status,
        "replaces": replaces,
        "new_lines": loaded.new_lines,
        "counts": draft.counts,
        "money": draft.money,
        "findings": findings,
        "user": request.user.pk,
    }
    uploads.keep(draft.sha256, content, stored)
    return draft.sha256


def _rehearsal(request: SignedInRequest, plan: "Plan", sha256: str) -> dict[str, Any]:
    """What a rehearsal kept. The same bytes may have been rehearsed for another plan, or as a matrix."""
    rehearsal = uploads.preview_of(sha256, request.user)
    if rehearsal.get("budget_of") != plan.slug:
        raise NotFound(gettext_noop("Esa carga ya se confirmó, se descartó o venció: suba el archivo otra vez."))
    return rehearsal


def _draft(content: bytes, asked: dict[str, Any]) -> BudgetDraft:
    cut_off = date.fromisoformat(asked["cut_off"]) if asked["cut_off"] else None
    profile = load_budget_profile(asked["profile"])
    return read_budget(content, profile=profile, cut_off=cut_off, filename=asked["filename"])


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: SignedInRequest, slug: str, code: str) -> HttpResponse:
    plan = plan_to_keep(request, slug)
    project = project_by_code(request.user, plan, code)
    cut_off = _asked_day(request)
    standing = lines_of(request.user, plan, cut_off, fiscal_year=cut_off.year, project=project)
    lines = [one for one in standing if one.line.origin != Origin.OFFICIAL]
    form = sent(request, ExecutionForm, lines=lines, cut_off=cut_off)
    return act_view(
        request,
        "budgets/execution.html",
        form,
        lambda: record_execution(plan=plan, figures=form.figures(), cut_off=form.day, by=request.user, at=now()),
        done=gettext("Ejecución registrada."),
        to=lambda _cuts: f"{reverse('project_money', args=[slug, code])}?corte={form.day.isoformat()}",
        context=lambda: {
            "plan": plan,
            "project": project,
            "year": cut_off.year,
            "parts": [(one, line_title(one.line), fields) for one, fields in form.parts()],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: SignedInRequest, slug: str) -> HttpResponse:
    """A cut recorded before an act that it lacked: it is taken back, the act recorded, and the cut recorded again."""
    plan = plan_to_keep(request, slug)
    form = sent(request, WithdrawForm)
    back = reverse("budget_acts", args=[slug])
    return act_view(
        request,
        "budgets/write.html",
        form,
        lambda: withdraw_execution(plan=plan, **form.cleaned_data, by=request.user, at=now()),
        done=gettext("Corte retirado. Registre el acto que faltaba y vuelva a registrar el corte."),
        to=back,
        context={
            "plan": plan,
            "title": gettext("Retirar un corte llevado a mano"),
            "lead": gettext(
                "Se retira de todas las líneas llevadas a mano. Lo que trajo un archivo oficial no se toca."
            ),
            "button": gettext("Retirar el corte"),
            "back": (back, gettext("Actos que la modifican")),
        },
    )


def _asked_day(request: SignedInRequest) -> date:
    """The cut-off in the form or the address, else the end of the last month that is over."""
    asked = request.POST.get("cut_off") or request.GET.get("corte", "")
    try:
        return date.fromisoformat(asked)
    except ValueError:
        return today().replace(day=1) - timedelta(days=1)
