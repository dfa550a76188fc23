"""Freezing a corte: the verified state at a cut-off becomes a package of open data that nobody changes again."""

import os
import shutil
import uuid
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from concierta.kernel.errors import Refusal, gettext_noop
from concierta.kernel.files import private_folder
from concierta.ledger.locking import locked
from concierta.people.models import User
from concierta.plans.models import Plan
from concierta.plans.operations.acts import record_in_plan
from concierta.publishing.models import Corte
from concierta.publishing.operations.check import check_package
from concierta.publishing.operations.folders import corte_subject, fsync_folder, package_folder
from concierta.publishing.operations.write import write_package
from concierta.publishing.permissions import check_can_freeze_corte
from concierta.publishing.queries.snapshot import Snapshot
from concierta.responsibilities.operations import take_over
from concierta.verification.operations import mark_published
from concierta.verification.queries import publishable_reports


def freeze_corte(
    *,
    plan: Plan,
    cut_off: date,
    by: User | None,
    at: datetime,
    progress: Callable[[str], None] = lambda table: None,
) -> Corte:
    """The corte of `plan` at `cut_off`, frozen now if it was not; `progress` is told each table as it is written.

    Checked reports up to the cut-off become published. The package is complete on disk before the row and its ledger
    event are committed together; a folder without a row is what a crash left, and is replaced. A corte that exists
    is returned untouched once its package has been found whole; a package altered since is refused.
    """
    take_over(by=None, at=at)
    with transaction.atomic():
        # Two people pressing "publish" at once must find one corte.
        plan = locked(plan, "agreement", "secretariat")
        check_can_freeze_corte(by, plan, cut_off, at)
        corte = Corte.objects.filter(plan=plan, cut_off=cut_off).first()
        if corte is not None:
            _refuse_if_altered(corte)
            return corte
        mark_published(reports=publishable_reports(plan, cut_off), by=by, at=at)
        folder = package_folder(plan.slug, cut_off)
        manifest_sha256 = _write_aside(Snapshot(plan, cut_off, at), folder, progress)
        corte = Corte.objects.create(
            plan=plan, cut_off=cut_off, published_at=at, published_by=by, manifest_sha256=manifest_sha256
        )
        record_in_plan(
            kind="corte.published",
            subject=corte_subject(plan.slug, cut_off),
            plan=plan,
            body={"cut_off": cut_off.isoformat(), "manifest_sha256": manifest_sha256},
            by=by,
            at=at,
        )
    return corte


def _refuse_if_altered(corte: Corte) -> None:
    problems = check_package(package_folder(corte.plan.slug, corte.cut_off), corte.manifest_sha256)
    if problems:
        raise Refusal(
            gettext_noop(
                "El corte al %(cut_off)s ya se publicó y su paquete no es el que se publicó (%(problem)s): "
                "recupérelo de una copia de seguridad."
            ),
            cut_off=corte.cut_off.strftime("%d/%m/%Y"),
            problem=problems[0],
        )


def _write_aside(snapshot: Snapshot, folder: Path, progress: Callable[[str], None]) -> str:
    """Write next to the final place, then take it by a rename: a reader never sees half a package."""
    private_folder(folder.parent.parent)
    folder.parent.mkdir(parents=True, exist_ok=True)
    for abandoned in folder.parent.glob(f".{folder.name}.*"):
        shutil.rmtree(abandoned)
    draft = folder.parent / f".{folder.name}.{uuid.uuid4().hex}"
    try:
        manifest_sha256 = write_package(snapshot, draft, progress)
        if folder.exists():
            orphan = folder.parent / f".{folder.name}.{uuid.uuid4().hex}.orphan"
            os.rename(folder, orphan)
            shutil.rmtree(orphan)
        os.rename(draft, folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    fsync_folder(folder.parent)
    fsync_folder(folder.parent.parent)
    return manifest_sha256
