"""Importing an official matrix: bring it, see what would happen, confirm. Nothing enters without the second step."""

from types import SimpleNamespace
from typing import Any, Literal

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from concierta.kernel.clock import now
from concierta.kernel.errors import AlreadyLoaded, NotFound, Refusal, gettext_noop
from concierta.kernel.periods import Period
from concierta.people.enums import Role
from concierta.people.permissions import check_has_role
from concierta.people.queries import entities_where
from concierta.plans.matrix import load_profile, read_matrix
from concierta.plans.permissions import can_feed_plan
from concierta.plans.queries import findings_of, imports_of, plan_by_slug, plans_of, reconciliation_of
from concierta.reporting.operations import import_matrix
from concierta.web.workspace import uploads
from concierta.web.workspace.acts import add_refusal, summary_of
from concierta.web.workspace.paging import slice_of
from concierta.web.workspace.plans.findings import (
    answers_of,
    finding_rows,
    import_line,
    kinds_of,
    preview_facts,
    reconciliation_rows,
    word_questions,
)
from concierta.web.workspace.plans.forms import MatrixForm
from concierta.web.workspace.shell import SignedInRequest, page


@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: SignedInRequest) -> HttpResponse:
    """The form, and the imports there have been. Sending it rehearses the import and keeps the file for a day."""
    check_has_role(request.user, Role.SECRETARIAT)
    plans = [plan for plan in plans_of(request.user) if can_feed_plan(request.user, plan)]
    form = MatrixForm(request.POST or None, request.FILES or None, plans=plans)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("import_preview", _rehearse(request, *_asked(form.cleaned_data)))
        except Refusal as refusal:
            add_refusal(form, refusal)
    imports = [import_line(one) for plan in plans for one in imports_of(request.user, plan)]
    context = {"form": form, "errors": summary_of(form), "plans": plans, "imports": imports}
    return page(request, "plans/bring.html", context, status=422 if form.errors else 200)


@require_safe
def preview(request: SignedInRequest, sha256: str) -> HttpResponse:
    check_has_role(request.user, Role.SECRETARIAT)
    found = uploads.preview_of(sha256, request.user)
    plan = SimpleNamespace(name=found["name"]) if found["name"] else plan_by_slug(request.user, found["plan"])
    kind = request.GET.get("clase", "")
    shown = [one for one in found["findings"] if not kind or one["code"] == kind]
    part = slice_of(request, shown)
    context = {
        "plan": plan,
        "sha256": sha256,
        "preview": found,
        **preview_facts(found),
        "kinds": kinds_of(found["findings"], kind),
        "part": part,
        "findings": finding_rows(part.rows),
        "differences": reconciliation_rows(found["reconciliation"]),
        "unstated": found.get("unstated", 0),
        "words": word_questions(found.get("words", [])),
        "asked": any(word["reading"] is None for word in found.get("words", [])),
        "unanswered": request.GET.get("falta") == "1",
    }
    return page(request, "plans/preview.html", context)


@require_POST
def confirm(request: SignedInRequest, sha256: str) -> HttpResponse:
    """Do what the preview showed. What another file took in between is shown again, before anything is replaced."""
    check_has_role(request.user, Role.SECRETARIAT)
    found = uploads.preview_of(sha256, request.user)
    if request.POST.get("act") == "discard":
        uploads.forget(sha256)
        messages.info(request, gettext("Carga descartada: no se guardó nada."))
        return redirect("import_matrix")
    readings = answers_of(found.get("words", []), request.POST)
    if readings is None:
        return redirect(f"{reverse('import_preview', args=[sha256])}?falta=1#palabras")
    content = uploads.content_of(sha256)
    on_existing: Literal["refuse", "update"] = "update" if found["replaces"] else "refuse"
    given = _plan_of(request, found)
    try:
        import_matrix(
            draft=_draft(content, found),
            on_existing=on_existing,
            readings=readings,
            by=request.user,
            at=now(),
            **given,
        )
    except AlreadyLoaded:
        asked = {name: found[name] for name in ("plan", "name", "profile", "period", "filename")}
        return redirect("import_preview", _rehearse(request, content, asked))
    uploads.forget(sha256)
    messages.success(request, gettext("Matriz importada: sus cifras entraron como reportadas, sin verificar."))
    return redirect("plan", found["plan"]) if found["name"] else redirect("who_owes")


@require_safe
def past(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """An import that was done, with what could not be read and what did not add up."""
    check_has_role(request.user, Role.SECRETARIAT)
    plan = plan_by_slug(request.user, slug)
    done = imports_of(request.user, plan).filter(pk=pk).first()
    if done is None:
        raise NotFound(gettext_noop("No hay tal carga."))
    kind = request.GET.get("clase", "")
    findings = findings_of(request.user, done)
    differences = reconciliation_of(request.user, done, differences_only=True)
    unstated = reconciliation_of(request.user, done).filter(stated__isnull=True, recomputed__isnull=False)
    part = slice_of(request, findings.filter(code=kind) if kind else findings)
    context = {
        "plan": plan,
        "line": import_line(done),
        "kinds": kinds_of(findings.values("code", "message"), kind),
        "part": part,
        "findings": finding_rows(part.rows),
        "difference_count": differences.count(),
        "differences": reconciliation_rows(differences),
        "unstated": unstated.count(),
    }
    return page(request, "plans/past.html", context)


def _asked(given: dict[str, Any]) -> tuple[bytes, dict[str, str]]:
    return uploads.read_upload(given["file"]), {
        "plan": given["plan"],
        "name": given["new_name"],
        "profile": given["profile"],
        "period": given["period"].label if given["period"] else "",
        "filename": given["file"].name,
    }


def _rehearse(request: SignedInRequest, content: bytes, asked: dict[str, str]) -> str:
    draft = _draft(content, asked)
    given = _plan_of(request, asked)
    result, replaces = uploads.rehearsed(
        lambda on_existing: import_matrix(
            draft=draft, on_existing=on_existing, by=request.user, at=now(), dry_run=True, **given
        )
    )
    differences = [
        {"level": r.level, "code": r.code, "name": r.name, "measure": r.measure,
         "stated": _text(r.stated), "recomputed": _text(r.recomputed)}
        for r in draft.reconciliation if r.difference
    ]  # fmt: skip
    # `period` stays as it was asked for: the confirmation must read the file exactly as the rehearsal did.
    said = result.as_dict()
    stored = {
        **said,
        "found_period": said["period"],
        **asked,
        "replaces": replaces,
        "reconciliation": differences,
        "unstated": sum(r.stated is None and r.recomputed is not None for r in draft.reconciliation),
        "user": request.user.pk,
    }
    uploads.keep(draft.sha256, content, stored)
    return draft.sha256


def _plan_of(request: SignedInRequest, asked: dict[str, Any]) -> dict[str, Any]:
    """The plan that was chosen, or what a new one needs: its name, and the entity that will keep it."""
    if not asked["name"]:
        return {"plan": plan_by_slug(request.user, asked["plan"])}
    keeper = entities_where(request.user, Role.SECRETARIAT).first()
    return {"plan": asked["plan"], "name": asked["name"], "secretariat": keeper}


def _draft(content: bytes, asked: dict[str, Any]) -> Any:
    period = Period.parse(asked["period"]) if asked["period"] else None
    return read_matrix(content, profile=load_profile(asked["profile"]), period=period, filename=asked["filename"])


def _text(value: Any) -> str | None:
    return None if value is None else format(value, "f")
