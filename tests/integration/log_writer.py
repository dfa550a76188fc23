"""A process that acts and publishes without pause until it is killed; run by test_log_killed.py.

Usage: log_writer.py HOME KILLS SEED. Prints one JSON object: how many kills, acts and publications survived, and what
was wrong after any of them. Children are forked from a process that has everything loaded, so that a kill costs
milliseconds and falls in the middle of an act, not of an import.
"""

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

WRITERS = 2


def main(home: str, kills: int, seed: int) -> None:
    os.environ["CONCIERTA_HOME"] = home
    from concierta.installation.cli.prepare import prepare

    prepare()
    from concierta.agreements.operations import register_agreement
    from concierta.kernel.clock import now, today

    register_agreement(slug="a", title="Acuerdo", signed_on=today(), by=None, at=now())
    disconnect()
    draw = random.Random(seed)
    wrong: list[str] = []
    writers = [start(number) for number in range(WRITERS)]
    kill = 0
    # On a slow machine a writer is often killed before its first act: then there are more kills, not fewer acts.
    while kill < kills or counts()["acts"] <= kills:
        time.sleep(draw.uniform(0.002, 0.04))
        victim = draw.randrange(WRITERS)
        os.kill(writers[victim], signal.SIGKILL)
        os.waitpid(writers[victim], 0)
        if kill % 10 == 9:
            wrong += problems()
        writers[victim] = start(WRITERS + kill)
        kill += 1
    for pid in writers:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    wrong += problems() + published_problems()
    sys.stdout.write(json.dumps({"kills": kill, **counts(), "wrong": wrong}))


def start(number: int) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        work(number)
    finally:
        os._exit(3)


def work(number: int) -> None:
    from django.conf import settings

    from concierta.agreements.models import Agreement
    from concierta.agreements.operations import add_clause
    from concierta.kernel.clock import now
    from concierta.ledger.operations import publish_log

    agreement = Agreement.objects.get()
    act = 0
    while True:
        act += 1
        add_clause(agreement=agreement, code=f"{number}-{act}", title="t", text="t", by=None, at=now())
        if act % 3 == 0:
            publish_log(site=settings.SITE, by=None, at=now())


def problems() -> list[str]:
    """Every change has its leaf, every leaf its change, and the indexes have no gap."""
    from django.db import connection, transaction

    from concierta.agreements.models import Clause
    from concierta.ledger.models import Event
    from concierta.ledger.queries import ledger_problems

    # One snapshot: the other writer goes on.
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        clauses = {f"clause:a:{code}" for code in Clause.objects.values_list("code", flat=True)}
        leaves = list(Event.objects.filter(kind="clause.added").values_list("subject", flat=True))
        wrong = ledger_problems()
    disconnect()
    wrong += [f"change without leaf: {subject}" for subject in sorted(clauses - set(leaves))]
    wrong += [f"leaf without change: {subject}" for subject in sorted(set(leaves) - clauses)]
    return wrong + ["a leaf twice"] * (len(leaves) != len(set(leaves)))


def published_problems() -> list[str]:
    """The next start publishes what was left, and it is the log of the database."""
    from django.conf import settings

    from concierta.engines.sitelog import check_site
    from concierta.installation.log.sources import FolderSite
    from concierta.kernel.clock import now
    from concierta.ledger.operations import publish_log
    from concierta.ledger.queries import published_log_problems

    publish_log(site=settings.SITE, by=None, at=now())
    found = published_log_problems(settings.SITE)
    found += [f"{finding.path}: {finding.code}" for finding in check_site(FolderSite(settings.SITE)).findings]
    disconnect()
    return found


def counts() -> dict[str, int]:
    from concierta.ledger.models import Event

    made = {"acts": Event.objects.count()}
    disconnect()
    return made


def disconnect() -> None:
    """No connection outlives a fork."""
    from django.db import connections

    connections.close_all()


if __name__ == "__main__":
    main(str(Path(sys.argv[1])), int(sys.argv[2]), int(sys.argv[3]))
