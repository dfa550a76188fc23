"""The log: recording and publishing a working day's acts, and checking a published site, beside bare SHA-256.

    python bench/log.py [SITE]

Prints seconds. SITE is a published site with its log; without it only the first part runs.
"""

import hashlib
import os
import sys
import tempfile
import time
from pathlib import Path

ACTS = 10_000


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        os.environ["CONCIERTA_HOME"] = home
        os.environ.pop("CONCIERTA_DATABASE", None)
        record_and_publish(Path(home) / "site")
    if len(sys.argv) > 1:
        check(Path(sys.argv[1]))


def record_and_publish(site: Path) -> None:
    from concierta.installation.cli.prepare import prepare

    prepare()
    from django.db import transaction

    from concierta.kernel.clock import now
    from concierta.ledger.operations import publish_log, record_event
    from concierta.ledger.queries import published_log_problems
    from concierta.people.models import Entity, User

    person = User.objects.create_user("ana@example.org", name="Ana", date_joined=now())
    entity = Entity.objects.create(code="DEMO", name="Entidad de muestra")
    for who, on_behalf_of, words in ((None, None, "without a person"), (person, entity, "each with its person")):
        started = time.perf_counter()
        with transaction.atomic():
            for number in range(ACTS):
                record_event(
                    kind="report.submitted",
                    subject=f"report/R-{number}/2024-T4/v1",
                    plan="cali",
                    body={"value": str(number), "evidence": [f"{number:064x}"], "period": "2024-T4", "version": 1},
                    by=who,
                    entity=on_behalf_of,
                    at=now(),
                )
        tell(f"record {ACTS} acts in the database, {words}", started)
        started = time.perf_counter()
        publish_log(site=site, by=None, at=now())
        tell(f"publish {ACTS} leaves: entries, tiles, checkpoint", started)
    started = time.perf_counter()
    assert published_log_problems(site) == []
    tell("derive the log again from the database and compare", started)


def check(site: Path) -> None:
    from concierta.engines.sitelog import check_site
    from concierta.installation.log.sources import FolderSite

    paths = [path for path in site.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in paths)
    for _ in range(2):  # the first reads the disk for both
        started = time.perf_counter()
        for path in paths:
            hashlib.sha256(path.read_bytes()).digest()
        bare = time.perf_counter() - started
    started = time.perf_counter()
    found = check_site(FolderSite(site))
    tell(f"check {len(paths)} files, {size / 1e6:.0f} MB, {found.checkpoint.size} leaves: holds {found.holds}", started)
    print(f"{bare:8.2f} s  bare SHA-256 of the same files")


def tell(what: str, started: float) -> None:
    print(f"{time.perf_counter() - started:8.2f} s  {what}")


if __name__ == "__main__":
    main()
