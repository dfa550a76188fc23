"""Putting into the log what the site says, so that no byte of it changes in silence."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.db import transaction

from concierta.engines.sitelog import LISTING, PAGES
from concierta.ledger.models import Event
from concierta.ledger.operations.publish import PublishedLog, publish_log
from concierta.ledger.operations.record import record_event
from concierta.people.models import User

#: Where listings are: the root, one folder per plan, and the frozen cortes of each.
_PLACES = ("", "cortes/*/", "*/", "*/cortes/*/")


def seal_site(*, site: Path, by: User | None, at: datetime) -> PublishedLog:
    """What publication does last: one event for each folder whose pages changed, then the log itself.

    Pages are made from the corte's package, which is in the log by its manifest; this adds the hash of `paginas.json`,
    which has that of every file beside it. The checkpoint is written when everything it vouches for is there.
    """
    listings = {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for place in _PLACES
        for path in site.glob(f"{place}{LISTING}")
    }
    record_pages(listings=listings, by=by, at=at)
    return publish_log(site=site, by=by, at=at)


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
                subject=f"pages/{path.removesuffix(LISTING)}"[:120],
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
