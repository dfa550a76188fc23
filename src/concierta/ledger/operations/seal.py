"""Putting into the log what the site says, so that no byte of it changes in silence."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.db import transaction

from concierta.engines.sitelog import LISTING, PAGES
from concierta.engines.translog import Checkpoint, LogProblem, Note
from concierta.ledger.models import Event
from concierta.ledger.operations.publish import PublishedLog, check_continues, publish_log, show_log, sign_log
from concierta.ledger.operations.record import publication_lock, record_event
from concierta.ledger.queries.events import recorded_cortes
from concierta.people.models import User

MANIFEST = "manifest.json"
#: Where listings are: the root, one folder per plan, and the frozen cortes of each.
_PLACES = ("", "cortes/*/", "*/", "*/cortes/*/")


def seal_site(*, site: Path, by: User | None, at: datetime) -> PublishedLog:
    """Bring the log of a site up to date whose pages stay: one event for each folder that is not as last said, then it.

    A publisher that died may have recorded pages, or a corte, that nobody was shown. The pages are recorded again as
    they are; while a corte is on record and not in the site, its log waits for the publication that shows it.
    """
    with publication_lock():
        check_continues(site)
        if pending := pending_cortes(site):
            return _as_it_is(site, pending)
        record_pages(listings=_listings(site), by=by, at=at)
        return publish_log(site=site, by=by, at=at)


def seal_build(*, build: Path, by: User | None, at: datetime) -> None:
    """What a publication does last, before anybody sees it: its pages are recorded, the log is signed and copied in.

    Pages are made from the corte's package, which is in the log by its manifest; this adds the hash of `paginas.json`,
    which has that of every file beside it.
    """
    record_pages(listings=_listings(build), by=by, at=at)
    sign_log(sites=[build], by=by, at=at)
    show_log(build)


def pending_cortes(site: Path) -> tuple[str, ...]:
    """The subjects of the cortes that are on record and not in `site`."""
    shown = set()
    for path in _listings(site):
        files = json.loads((site / path).read_bytes()).get("files", {})
        shown.add(files.get(MANIFEST, {}).get("sha256"))
    return tuple(subject for manifest, subject in recorded_cortes().items() if manifest not in shown)


def _as_it_is(site: Path, pending: tuple[str, ...]) -> PublishedLog:
    try:
        note = Note.parse((site / "log" / "checkpoint").read_bytes())
    except (OSError, LogProblem):
        return PublishedLog(site / "log", "", 0, 0, "", pending)
    shown = Checkpoint.parse(note.text)
    return PublishedLog(site / "log", shown.origin, shown.size, 0, str(note), pending)


def _listings(site: Path) -> dict[str, str]:
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for place in _PLACES
        for path in site.glob(f"{place}{LISTING}")
    }


def record_pages(*, listings: Mapping[str, str], by: User | None, at: datetime) -> int:
    """Record the listings of the site, path → SHA-256 in hex, that are not what the log says last; how many.

    A listing that is gone is recorded with null: what is no longer shown does not disappear in silence either.
    """
    with transaction.atomic():
        known = _recorded()
        changed = {path: found for path, found in sorted(listings.items()) if known.get(path) != found}
        gone = {path: None for path, found in sorted(known.items()) if found and path not in listings}
        for path, sha256 in (changed | gone).items():
            record_event(
                kind=PAGES,
                # The folder; the subject is short, the body has the whole path.
                subject=f"pages/{path.removesuffix(LISTING)}",
                body={"listing": path, "sha256": sha256},
                by=by,
                entity=None,
                at=at,
            )
    return len(changed) + len(gone)


def _recorded() -> dict[str, str | None]:
    bodies = (
        json.loads(payload)["body"]
        for payload in Event.objects.filter(kind=PAGES).order_by("index").values_list("payload", flat=True)
    )
    return {body["listing"]: body["sha256"] for body in bodies}
