"""Importing an official matrix: bring it, see what would happen, confirm. Nothing enters without the second step."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from concierta.kernel.clock import now
from concierta.kernel.errors import AlreadyLoaded
from concierta.kernel.periods import Period
from concierta.people.enums import Role
from concierta.people.permissions import check_has_role
from concierta.people.queries import entities_where
from concierta.plans.matrix import MatrixDraft, load_profile, read_matrix
from concierta.plans.permissions import can_feed_plan
from concierta.plans.queries import (
    findings_of,
    import_for,
    imports_of,
    plan_by_slug,
    plans_of,
    reconciliation_of,
    unstated_of,
)
from concierta.reporting.operations import import_matrix
from concierta.web.workspace import uploads
from concierta.web.workspace.acts import act_view
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
    return act_view(
        request,
        "plans/bring.html",
        form,
        lambda: _rehearse(request, *_asked(form.cleaned_data)),
        done="",  # nothing entered yet: the preview says what would
        to=lambda sha256: reverse("import_preview", args=[sha256]),
        context=lambda: {
            "plans": plans,
            "imports": [import_line(done) for plan in plans for done in imports_of(request.user, plan)],
        },
    )


@require_safe
def preview(request: SignedInRequest, sha256: str) -> HttpResponse:
    check_has_role(request.user, Role.SECRETARIAT)
    rehearsal = uploads.preview_of(sha256, request.user)
    new_plan = SimpleNamespace(name=rehearsal["name"]) if rehearsal["name"] else None
    kind = request.GET.get("clase", "")
    part = slice_of(request, [one for one in rehearsal["findings"] if not kind or one["code"] == kind])
    context = {
        "plan": new_plan or plan_by_slug(request.user, rehearsal["plan"]),
        "sha256": sha256,
        "preview": rehearsal,
        **preview_facts(rehearsal),
        "kinds": kinds_of(rehearsal["findings"], kind),
        "part": part,
        "findings": finding_rows(part.rows),
        "differences": reconciliation_rows(rehearsal["reconciliation"]),
        "unstated": rehearsal.get("unstated", 0),
        "words": word_questions(rehearsal.get("words", [])),
        "asked": any(word["reading"] is None for word in rehearsal.get("words", [])),
        "unanswered": request.GET.get("falta") == "1",
    }
    return page(request, "plans/preview.html", context)


@require_POST
def confirm(request: SignedInRequest, sha256: str) -> HttpResponse:
    """Do what the preview showed. What another file took in between is shown again, before anything is replaced."""
    check_has_role(request.user, Role.SECRETARIAT)
    rehearsal = uploads.preview_of(sha256, request.user)
    if request.POST.get("act") == "discard":
        uploads.forget(sha256)
        messages.info(request, gettext("Carga descartada: no se guardó nada."))
        return redirect("import_matrix")
    readings = answers_of(rehearsal.get("words", []), request.POST)
    if readings is None:
        return redirect(f"{reverse('import_preview', args=[sha256])}?falta=1#palabras")
    content = uploads.content_of(sha256)
    try:
        import_matrix(
            draft=_draft(content, rehearsal),
            on_existing="update" if rehearsal["replaces"] else "refuse",
            readings=readings,
            by=request.user,
            at=now(),
            **_plan_of(request, rehearsal),
        )
    except AlreadyLoaded:
        asked = {name: rehearsal[name] for name in ("plan", "name", "profile", "period", "filename")}
        return redirect("import_preview", _rehearse(request, content, asked))
    uploads.forget(sha256)
    messages.success(request, gettext("Matriz importada: sus cifras entraron como reportadas, sin verificar."))
    return redirect("plan", rehearsal["plan"]) if rehearsal["name"] else redirect("who_owes")


@require_safe
def past(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """An import that was done, with what could not be read and what did not add up."""
    check_has_role(request.user, Role.SECRETARIAT)
    plan = plan_by_slug(request.user, slug)
    done = import_for(request.user, plan, pk)
    kind = request.GET.get("clase", "")
    differences = reconciliation_of(request.user, done, differences_only=True)
    part = slice_of(request, findings_of(request.user, done, code=kind))
    context = {
        "plan": plan,
        "line": import_line(done),
        "kinds": kinds_of(findings_of(request.user, done).values("code", "message"), kind),
        "part": part,
        "findings": finding_rows(part.rows),
        "difference_count": differences.count(),
        "differences": reconciliation_rows(differences),
        "unstated": unstated_of(request.user, done).count(),
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
    imported = result.as_dict()
    stored = {
        **imported,
        "found_period": imported["period"],
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
    keepers = entities_where(request.user, Role.SECRETARIAT)
    return {"plan": asked["plan"], "name": asked["name"], "secretariat": keepers.first()}


def _draft(content: bytes, asked: dict[str, Any]) -> MatrixDraft:
    period = Period.parse(asked["period"]) if asked["period"] else None
    return read_matrix(content, profile=load_profile(asked["profile"]), period=period, filename=asked["filename"])


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
