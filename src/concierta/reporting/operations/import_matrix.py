"""From an official matrix to reports: the plan, its output indicators, and what each entity stated in the period."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from concierta.amendments.operations.live import keep_amended
from concierta.indicators.operations.derive import (
    Derived,
    defined_body,
    indicators_to_be_made,
    write_output_indicators,
)
from concierta.indicators.operations.measures import WordRead, read_stated
from concierta.kernel.decimals import plain
from concierta.kernel.errors import gettext_noop
from concierta.kernel.origin import Origin
from concierta.people.models import Entity, User
from concierta.plans.matrix.draft import MatrixDraft
from concierta.plans.models import Plan, ProductFollowUp
from concierta.plans.operations.bulk import insert_rows, reserve_keys, update_rows
from concierta.plans.operations.load import Loaded, OnExisting, add_findings, plan_for_import, write_matrix
from concierta.plans.operations.load.matrix import record_import
from concierta.plans.permissions import check_can_feed_plan
from concierta.reporting.enums import ReportState
from concierta.reporting.models import Report, ReportStep
from concierta.reporting.operations.figures import ask_about, stated_by, word_as_dict
from concierta.reporting.workflow import REPORT_WORKFLOW
from concierta.workbooks.findings import Finding


@dataclass(slots=True)
class ReportCounts:
    """`made` new, `updated` still only submitted and now stated otherwise, `kept` because a person already acted,
    `withdrawn` returned because the new file no longer states them."""

    made: int = 0
    updated: int = 0
    kept: int = 0
    withdrawn: int = 0


@dataclass(frozen=True, slots=True)
class MatrixResult:
    """What an import did, or with `dry_run` would have done."""

    plan: str
    draft: MatrixDraft
    status: str
    """"loaded", "updated" or "unchanged": the same file was already there."""
    dry_run: bool
    findings: list[Finding]
    created: dict[str, int]
    reports: ReportCounts = field(default_factory=ReportCounts)
    words: list[WordRead] = field(default_factory=list)
    """The words of accumulation of the file that make indicators now, with how they were read: in a rehearsal some may
    be questions."""

    def as_dict(self) -> dict[str, Any]:
        """Plain data for `--json`; money in whole pesos."""
        counts = asdict(self.draft.counts)
        return {
            "plan": self.plan,
            "period": self.draft.period.label,
            "file": self.draft.filename,
            "sha256": self.draft.sha256,
            "profile": self.draft.profile,
            "status": self.status,
            "dry_run": self.dry_run,
            **counts,
            "money": asdict(self.draft.money),
            "created": self.created,
            "reports": asdict(self.reports),
            "words": [word_as_dict(word) for word in self.words],
            "findings": [finding.as_dict() for finding in self.findings],
        }


@transaction.atomic
def import_matrix(
    *,
    plan: Plan | str,
    draft: MatrixDraft,
    on_existing: OnExisting = "refuse",
    name: str = "",
    secretariat: Entity | None = None,
    readings: Mapping[str, str] | None = None,
    by: User | None,
    at: datetime,
    dry_run: bool = False,
    asks: bool = False,
) -> MatrixResult:
    """Load `draft` into `plan`, give its products their indicators and enter what it states as submitted reports.

    A `plan` given by its slug is made when there is none, with `name`; a `secretariat` asks for a new one. One
    transaction and one ledger event: everything, or on any error nothing. `dry_run` does the very same and takes all
    of it back, so that its answer is the real one. Refuses what `load_matrix` refuses.
    """
    undo = transaction.savepoint() if dry_run else None
    if isinstance(plan, str):
        plan = plan_for_import(slug=plan, draft=draft, name=name, secretariat=secretariat, by=by, at=at)
    result = _import(plan, draft, on_existing, {**draft.readings, **(readings or {})}, by, at, dry_run, asks or dry_run)
    if undo is not None:
        transaction.savepoint_rollback(undo)
    return result


def _import(
    plan: Plan,
    draft: MatrixDraft,
    on_existing: OnExisting,
    readings: Mapping[str, str],
    by: User | None,
    at: datetime,
    dry_run: bool,
    asks: bool,
) -> MatrixResult:
    check_can_feed_plan(by, plan)
    loaded = write_matrix(plan=plan, draft=draft, on_existing=on_existing, by=by, at=at)
    if loaded.status == "unchanged":
        return MatrixResult(plan.slug, draft, "unchanged", dry_run, loaded.findings, {})
    made = indicators_to_be_made(plan)
    stated = {key: one for key, one in stated_by(draft).items() if key in made}
    defined, words = read_stated(stated, readings)
    if not asks and (open_words := [word for word in words if word.is_question]):
        raise ask_about(open_words)
    derived = write_output_indicators(plan, loaded.moved, defined)
    kept = [*_kept_targets(derived, draft), *_kept_decisions(plan, draft)]
    add_findings(loaded.matrix_import, kept)
    reports = _write_reports(loaded, report_source(draft), at)
    created = {**loaded.created, "indicators": derived.indicators, "targets": derived.targets}
    extra = {"indicators": derived.indicators, "reports": asdict(reports), **defined_body(derived)}
    record_import(loaded, extra=extra, by=by, at=at)
    return MatrixResult(plan.slug, draft, loaded.status, dry_run, [*loaded.findings, *kept], created, reports, words)


def report_source(draft: MatrixDraft) -> str:
    """Where an imported figure comes from: the file and the form's own code."""
    return f"{draft.filename} · {draft.sheet}"


def _kept_targets(derived: Derived, draft: MatrixDraft) -> list[Finding]:
    return [
        Finding(
            sheet=draft.sheet,
            row=0,
            column="programmed",
            value="NP" if kept.programmed is None else plain(kept.programmed) or "",
            action=gettext_noop("se conservó la meta vigente; el dato del archivo queda en el seguimiento"),
            code="target_in_force",
            message=gettext_noop("El archivo programa otra cantidad para un año que ya tiene meta vigente."),
            result=f"{kept.code} {kept.year}: {'NP' if kept.target is None else plain(kept.target)}",
        )
        for kept in derived.kept
    ]


def _kept_decisions(plan: Plan, draft: MatrixDraft) -> list[Finding]:
    """A file describes the parts of the plan as it knows them; what the Mesa has changed stays as it decided."""
    return [
        Finding(
            sheet=draft.sheet,
            row=0,
            column="",
            value=kept.said or "",
            action=gettext_noop("se conservó lo que decidió la mesa"),
            code="amended",
            message=gettext_noop("El archivo describe de otro modo algo que una modificación cambió."),
            result=f"{kept.what}: {kept.kept or '—'}",
        )
        for kept in keep_amended(plan)
    ]


def _write_reports(loaded: Loaded, source: str, at: datetime) -> ReportCounts:
    """One submitted report per product whose executed quantity is not blank: a blank is "sin dato", never zero.

    A report that a person wrote or took further is never touched. One that an earlier import of the same period
    submitted follows the new file, and is returned to its entity when the new file leaves the cell blank.
    """
    counts, made = ReportCounts(), loaded.matrix_import
    known = {
        row[0]: row[1:]
        for row in Report.objects.filter(period=made.period)
        .order_by("version")
        .values_list("indicator_id", "pk", "state", "matrix_import_id", "value")
    }
    fresh: list[tuple[Any, ...]] = []
    changed: list[tuple[Any, ...]] = []
    steps: list[tuple[Any, ...]] = []
    moment = connection.ops.adapt_datetimefield_value(at)
    for indicator, entity, value, explanation in _stated(loaded):
        pk, state, came_from, before = known.pop(indicator, (None, None, None, None))
        if pk is None and value is not None:
            fresh.append((indicator, made.period_id, value, explanation, made.pk, source, entity, moment, moment))
        elif pk is not None and (came_from is None or state != ReportState.SUBMITTED):
            counts.kept += value is not None
        elif pk is not None and value is None:
            _withdraw(pk, at, steps, before, entity)
            counts.withdrawn += 1
        elif pk is not None:
            changed.append((value, explanation, made.pk, source, entity, moment, moment, pk))
            if value != before:
                steps.append((pk, "submit", _SUBMITTED, _SUBMITTED, value, source, moment, entity))
                counts.updated += 1
    for pk, state, came_from, before in known.values():
        if came_from is not None and state == ReportState.SUBMITTED:
            _withdraw(pk, at, steps, before, None)
            counts.withdrawn += 1
    keys = reserve_keys(Report, len(fresh))
    insert_rows(
        Report,
        ("id", *_STATED, "version", "state", "outcome", "correction_reason", "origin"),
        [(key, *row, 1, _SUBMITTED, "", "", Origin.OFFICIAL.value) for key, row in zip(keys, fresh, strict=True)],
    )
    update_rows(Report, _STATED[2:], changed)
    steps.extend(
        (key, "submit", "", _SUBMITTED, row[2], source, moment, row[6]) for key, row in zip(keys, fresh, strict=True)
    )
    insert_rows(
        ReportStep,
        ("report_id", "act", "from_state", "to_state", "value", "note", "at", "entity_id"),
        steps,
    )
    counts.made = len(fresh)
    return counts


_SUBMITTED = ReportState.SUBMITTED.value
_STATED = (
    *("indicator_id", "period_id", "value", "narrative", "matrix_import_id", "source", "reporter_entity_id"),
    *("submitted_at", "saved_at"),
)


def _stated(loaded: Loaded) -> Iterable[tuple[int, int, Decimal | None, str]]:
    """Indicator, entity that reports, quantity to date in the year, and the source's own explanation.

    The figure is the word of the entity that the file itself names, even where a later file moved the project; but
    where a person named another reporter for the indicator, it enters as that one's.
    """
    facts = (
        ProductFollowUp.objects.filter(period=loaded.matrix_import.period_id, product__indicator__isnull=False)
        .order_by("pk")
        .values_list(
            *("product__indicator__pk", "product__indicator__reporter", "product__project", "product__project__entity"),
            *("executed", "explanation"),
        )
    )
    for indicator, reporter, project, entity, executed, explanation in facts:
        yield indicator, loaded.stated_by[project] if reporter == entity else reporter, executed, explanation


def _withdraw(pk: int, at: datetime, steps: list[tuple[Any, ...]], value: Decimal | None, entity: int | None) -> None:
    transition = REPORT_WORKFLOW.check("return", ReportState.SUBMITTED)
    Report.objects.filter(pk=pk).update(state=transition.target, saved_at=at)
    note = "El nuevo archivo de la fuente ya no trae este dato."
    moment = connection.ops.adapt_datetimefield_value(at)
    steps.append((pk, "return", _SUBMITTED, transition.target, value, note, moment, entity))
