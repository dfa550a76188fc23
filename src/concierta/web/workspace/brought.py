"""The form of a claim that brings files. They are kept first: one that is refused, or a field that is wrong, costs
none of the others."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from concierta.evidence.operations import store_evidence
from concierta.evidence.queries import evidence_among
from concierta.kernel.clock import now
from concierta.kernel.errors import Invalid, Refusal
from concierta.web.workspace.acts import add_refusal, summary_of
from concierta.web.workspace.paging import whole
from concierta.web.workspace.reporting.evidence import evidence_line
from concierta.web.workspace.shell import SignedInRequest, page

if TYPE_CHECKING:
    from concierta.evidence.models import Evidence
    from concierta.people.models import Entity


def files_view(
    request: SignedInRequest,
    template: str,
    form: forms.Form,
    act: "Callable[[list[Evidence]], Any]",
    *,
    entity: "Entity",
    done: str,
    to: Callable[[Any], str],
    context: Mapping[str, object],
) -> HttpResponse:
    """The page of one act that is given what `entity` brought. Only the button «declare» does it: any other keeps the
    files or takes one away. The template has `workspace/partials/files_field.html` in its form."""
    asked = request.POST.get("act", "")
    evidence, problems = _brought(request, entity, asked)
    if asked == "declare" and form.is_valid() and not problems:
        try:
            result = act(evidence)
        except Refusal as refusal:
            # One that is about the evidence leads to the files, which are kept apart and are no field of the form.
            if isinstance(refusal, Invalid) and refusal.field == "evidence":
                problems.append({"href": "#archivos", "label": refusal.render(gettext)})
            else:
                add_refusal(form, refusal)
        else:
            messages.success(request, done)
            return redirect(to(result))
    if asked != "declare":
        form.errors.clear()
    errors = [*summary_of(form), *problems]
    shown = {"form": form, "evidence": [evidence_line(one) for one in evidence], "errors": errors, **context}
    return page(request, template, shown, status=422 if errors else 200)


def _brought(request: SignedInRequest, entity: "Entity", act: str) -> "tuple[list[Evidence], list[dict[str, str]]]":
    """What earlier attempts brought, less what is taken away, plus what arrives now; and which files were refused."""
    removed = act.removeprefix("remove:") if act.startswith("remove:") else ""
    wanted = [number for pk in request.POST.getlist("kept") if pk != removed and (number := whole(pk))]
    kept = evidence_among(request.user, entity, wanted) if wanted else []
    problems = []
    for upload in request.FILES.getlist("files"):
        filename = upload.name or "archivo"
        try:
            kept.append(store_evidence(upload=upload, filename=filename, entity=entity, by=request.user, at=now()))
        except Refusal as refusal:
            # Of several files each is taken or refused by itself.
            problems.append({"href": "#archivos", "label": f"{upload.name}: {refusal.render(gettext)}"})
    return kept, problems
