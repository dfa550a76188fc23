"""Publishers that are killed at any instant, and a reader who must always see one whole site; run by
test_publish_killed.py.

Usage: site_publisher.py HOME KILLS SEED. Prints one JSON object: kills, how many publications were seen, and what was
wrong after any kill. Two publishers run at once; each publication makes every page anew, with its number in it.
Children are forked from a process that has everything loaded: a kill falls into a publication and not into an import.
"""

import json
import os
import random
import re
import signal
import sys
import time
from pathlib import Path

_NUMBER = re.compile(rb"<!-- publication (\d+) -->")


def main(home: str, kills: int, seed: int) -> None:
    os.environ["CONCIERTA_HOME"] = home
    from concierta.installation.cli.prepare import prepare

    prepare()
    from factories.plan_to_publish import plan_to_publish

    plan_to_publish()
    disconnect()
    draw = random.Random(seed)
    began = time.monotonic()
    os.waitpid(start(0, once=True), 0)
    longest = time.monotonic() - began
    wrong, seen = problems(), {number()}
    publishers = [start(1), start(2)]
    for kill in range(kills):
        time.sleep(draw.uniform(0.0, longest))
        wrong += problems()
        victim = draw.randrange(2)
        os.kill(publishers[victim], signal.SIGKILL)
        os.waitpid(publishers[victim], 0)
        wrong += problems()
        seen.add(number())
        publishers[victim] = start(kill + 3)
    for pid in publishers:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    os.waitpid(start(kills + 10, once=True), 0)
    wrong += problems() + ledger() + left_behind()
    sys.stdout.write(json.dumps({"kills": kills, "publications": len(seen), "last": number(), "wrong": wrong}))


def start(number: int, *, once: bool = False) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        publish(number * 1000, once)
    finally:
        os._exit(0 if once else 3)


def publish(first: int, once: bool) -> None:
    from concierta.kernel.clock import now
    from concierta.plans.models import Plan
    from concierta.web.portal import fingerprint, worker
    from concierta.web.portal.site import publish_site
    from factories.plan_to_publish import CUT_OFF

    settle, at = worker.settle, first
    while True:
        mark = b"<!-- publication %d -->" % at
        worker.settle = lambda *given, mark=mark: settle(*given) + mark
        fingerprint.renderer_hash = lambda made=at: str(made)
        publish_site(plan=Plan.objects.get(), cut_off=CUT_OFF, by=None, at=now())
        if once:
            return
        at += 1


def number() -> int:
    found = _NUMBER.search((shown() / "index.html").read_bytes())
    assert found
    return int(found[1])


def shown() -> Path:
    from django.conf import settings

    return settings.SITE.resolve()


def problems() -> list[str]:
    """What a visitor finds who has nothing but the folder: every page of one publication, all of it in its log."""
    from concierta.engines.sitelog import check_site
    from concierta.kernel.folder_site import FolderSite

    site = shown()
    numbers = {
        found[1]
        for path in site.rglob("index.html")
        # The list of cortes is made apart.
        if (found := _NUMBER.search(path.read_bytes()))
    }
    wrong = [f"{finding.path}: {finding.code}" for finding in check_site(FolderSite(site)).findings]
    return wrong + [f"pages of {sorted(numbers)}"] * (len(numbers) != 1)


def ledger() -> list[str]:
    from django.conf import settings

    from concierta.ledger.queries import ledger_problems, published_log_problems

    found = ledger_problems() + published_log_problems(settings.SITE)
    disconnect()
    return found


def left_behind() -> list[str]:
    """After a publication that ends there are its site and the one before, and nothing half written."""
    from django.conf import settings

    builds = sorted((settings.HOME / "sites").iterdir())
    parts = [str(path) for path in settings.HOME.rglob(".*.part")]
    return parts + [f"{len(builds)} builds"] * (len(builds) > 3)


def disconnect() -> None:
    """No connection outlives a fork."""
    from django.db import connections

    connections.close_all()


if __name__ == "__main__":
    main(str(Path(sys.argv[1])), int(sys.argv[2]), int(sys.argv[3]))
