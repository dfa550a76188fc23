"""Saving what is written so far, without losing anything typed and without overwriting anybody."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext

from concierta.evidence.operations import store_evidence
from concierta.kernel.clock import now
from concierta.kernel.errors import Invalid, Refusal
from concierta.reporting.limits import check_evidence_fits
from concierta.reporting.operations import save_draft
from concierta.reporting.queries import ReportSheet, report_or_new
from concierta.web.workspace.acts import add_refusal, summary_of
from concierta.web.workspace.reporting.forms import ReportForm
from concierta.web.workspace.shell import SignedInRequest

if TYPE_CHECKING:
    from concierta.evidence.models import Evidence

#: The same person saving twice within this time is the timer and the button racing, not two people.
_RACE_SECONDS = 30


class Draft:
    """One attempt to save the form of `sheet`."""

    def __init__(self, request: SignedInRequest, sheet: ReportSheet) -> None:
        self.request = request
        self.sheet = sheet
        posted = request.method == "POST"
        self.act = request.POST.get("act", "save") if posted else ""
        self.form = ReportForm(sheet, request.POST if posted else None)
        self.saved = False
        self.conflict = False
        self.evidence_problems: list[str] = []
        self.extra: list[dict[str, str]] = []
        self.report = sheet.report

    def save(self) -> None:
        """Files first: a file that is refused must not cost the words that came with it."""
        if not self.form.is_valid():
            return
        evidence, figures = self._evidence(), self.form.figures()
        try:
            self.report = save_draft(
                indicator=self.sheet.indicator,
                period=self.sheet.period,
                value=figures.get("value"),
                numerator=figures.get("numerator"),
                denominator=figures.get("denominator"),
                narrative=self.form.cleaned_data["narrative"],
                breakdown=self.form.parts(),
                evidence=evidence,
                expected_saved_at=self._expected(),
                by=self.request.user,
                at=now(),
            )
        except Refusal as refusal:  # what was typed stays, and what somebody else saved meanwhile is shown beside it
            self._refused(refusal)
        else:
            self.saved = not self.evidence_problems

    def refuse_sending(self, problems: list[Refusal]) -> None:
        """Show everything that is missing at once, each at the part it is about. What was written stays saved."""
        for refusal in problems:
            field = refusal.field if isinstance(refusal, Invalid) else ""
            if self.form.is_bound and field in self.form.fields:
                add_refusal(self.form, refusal)
            else:
                self.refuse(refusal, field)

    def refuse(self, refusal: Refusal, field: str) -> None:
        """Show a refusal of the whole report on its form, at the part it is about."""
        href = {"evidence": "#archivos", "breakdown": "#partes"}.get(field, f"#id_{field}" if field else "")
        self.extra.append({"href": href, "label": refusal.render(gettext)})

    @property
    def problems(self) -> list[dict[str, str]]:
        files = [{"href": "#archivos", "label": problem} for problem in self.evidence_problems]
        return [*summary_of(self.form), *files, *self.extra] if self.form.is_bound else self.extra

    def _refused(self, refusal: Refusal) -> None:
        current = report_or_new(self.request.user, self.sheet.indicator.pk, self.sheet.period.pk, self.sheet.on)
        if isinstance(refusal, Invalid) and refusal.field not in self.form.fields:
            self.refuse(refusal, refusal.field)
        else:
            self.conflict = (current.report and current.report.saved_at) != self._expected()
            add_refusal(self.form, refusal)
        self.report = current.report

    def _expected(self) -> datetime | None:
        expected = self.form.cleaned_data.get("saved_at")
        stored = self.sheet.report
        if stored is None or stored.saved_at == expected or stored.reporter_id != self.request.user.pk:
            return expected
        raced = (now() - stored.saved_at).total_seconds() < _RACE_SECONDS
        return stored.saved_at if raced and self.act != "auto" else expected

    def _evidence(self) -> list["Evidence"]:
        """The files that the report keeps, less the one taken away, plus those that arrive now."""
        removed = self.act.removeprefix("remove:") if self.act.startswith("remove:") else ""
        kept = [e for e in (self.sheet.report.evidence.all() if self.sheet.report else ()) if str(e.pk) != removed]
        for upload in self.request.FILES.getlist("files"):
            try:
                check_evidence_fits(sum(item.file.size for item in kept) + (upload.size or 0))
                kept.append(
                    store_evidence(
                        upload=upload,
                        filename=upload.name or "archivo",
                        title=self.request.POST.get("file_title", ""),
                        entity=self.sheet.indicator.reporter,
                        by=self.request.user,
                        at=now(),
                    )
                )
            except Refusal as refusal:  # of this file alone: the others and the words are kept
                self.evidence_problems.append(f"{upload.name}: {refusal.render(gettext)}")
        return kept


def limit_in_words() -> str:
    return f"{settings.EVIDENCE_MAX_BYTES // (1024 * 1024)} MB"
