"""The matrix of an agreement of 200 signatories and eleven commitments: if each keeps each.

    python bench/agreement_matrix.py [--postgres postgresql://user@host:port] [--rounds N]

`clause_standings`, whole, beside the bare limit: the same rows read with plain SQL and counted by entity in Python. The
queries are counted, and must be as many as for an agreement of one signatory. With `--postgres`, on a database that is
made and dropped there too.
"""

import argparse
import contextlib
import gc
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from measure import PYTHON, ROOT, Sample, heading, home, process, save, table, take_turns, target, temporary, timed

SIGNATORIES = 200
LIMIT_MS = 200
WORDS = {"bare": "the same rows, plain SQL, counted", "matrix": "clause_standings"}

_PLEDGE = "JOIN agreements_pledge p ON p.id = t.pledge_id JOIN agreements_clause c ON c.id = p.clause_id"
_CLAUSE = "JOIN agreements_clause c ON c.id = t.clause_id"
_PLAN = "JOIN plans_plan c ON c.id = t.plan_id"
_SEAT = "JOIN mesa_seat s ON s.id = t.seat_id JOIN mesa_mesa c ON c.id = s.mesa_id"
_REPORT = (
    "JOIN reporting_report r ON r.id = t.report_id JOIN indicators_indicator i ON i.id = r.indicator_id "
    "JOIN plans_plan c ON c.id = i.plan_id"
)
#: Table → whose each row is, what joins it to its agreement, and which of its columns are read.
BARE = {
    "agreements_pledge": ("t.entity_id", _CLAUSE, "t.id, t.kind, t.amount, t.quantity, t.due_on, t.state"),
    "evaluation_milestone": ("t.entity_id", _CLAUSE, "t.kind, t.instance, t.reached_on, t.expires_on, t.state"),
    "budgets_contribution": ("t.entity_id", _PLAN, "t.pledge_id, t.amount, t.quantity, t.due_on"),
    "budgets_delivery": (
        "b.entity_id",
        "JOIN budgets_contribution b ON b.id = t.contribution_id JOIN plans_plan c ON c.id = b.plan_id",
        "t.contribution_id, t.amount, t.quantity, t.verified_amount, t.verified_quantity",
    ),
    "indicators_indicator": ("t.reporter_id", _PLAN, "t.pledge_id, t.code, t.accumulation, t.measure"),
    "indicators_target": (
        "i.reporter_id",
        "JOIN indicators_indicator i ON i.id = t.indicator_id JOIN plans_plan c ON c.id = i.plan_id",
        "t.indicator_id, t.year, t.quarter, t.value",
    ),
    "reporting_report": (
        "t.reporter_entity_id",
        "JOIN indicators_indicator i ON i.id = t.indicator_id JOIN plans_plan c ON c.id = i.plan_id",
        "t.indicator_id, t.period_id, t.state, t.outcome, t.value, t.verified_value, t.submitted_at",
    ),
    "reporting_reportstep": ("r.reporter_entity_id", _REPORT, "t.report_id, t.act, t.at"),
    "reporting_selfassessment": ("p.entity_id", _PLEDGE, "t.pledge_id, t.period_id, t.made_at, t.opinion"),
    "mesa_attendance": ("s.entity_id", _SEAT, "t.session_id, t.seat_id"),
    "mesa_vote": ("s.entity_id", _SEAT, "t.motion_id, t.seat_id"),
    "mesa_actionitem": (
        "t.entity_id",
        "JOIN mesa_mesa c ON c.id = t.mesa_id",
        "t.number, t.due_on, t.done_at, t.state",
    ),
    "agreements_competence": (
        "c.entity_id",
        "JOIN agreements_signatory c ON c.id = t.signatory_id",
        "t.norm_id, t.stated_at",
    ),
}


def main(arguments: argparse.Namespace) -> int:
    heading(f"The matrix of {SIGNATORIES} signatories and eleven commitments")
    met: list[bool] = []
    with temporary() as folder:
        for name, address in (("SQLite", ""), ("PostgreSQL", arguments.postgres)):
            if name == "SQLite" or address:
                met += on_database(name, address, arguments.rounds, folder)
    return 0 if all(met) else 1


def on_database(name: str, address: str, rounds: int, folder: Path) -> list[bool]:
    with database(address) as named:
        env = home(folder / name) | {
            "CONCIERTA_DATABASE": named,
            "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT / "tests"))),
        }
        found = json.loads(process([PYTHON, __file__, "--inside", "--rounds", str(rounds)], env=env).output)
    samples = {which: Sample(tuple(second * 1000 for second in found["seconds"][which])) for which in WORDS}
    print(f"\n{name}")
    table(
        [
            ("cells · rows", f"{found['cells']:,} · {found['rows']:,}"),
            *(
                (words, f"{samples[which].text('ms', 0)}   {found['queries'][which]} queries")
                for which, words in WORDS.items()
            ),
            ("its processor time, without a server's", Sample(tuple(s * 1000 for s in found["cpu"])).text("ms", 0)),
            ("ratio", samples["matrix"].over(samples["bare"]).text("×", 1)),
        ]
    )
    save(f"agreement_matrix_{name.lower()}", samples | {"queries": found["queries"]})
    return [
        target("the matrix", samples["matrix"].median, LIMIT_MS, " ms"),
        target("queries more than with one signatory", abs(found["queries"]["matrix"] - found["of_one"]), 0),
    ]


@contextlib.contextmanager
def database(address: str) -> Iterator[str]:
    """The address of a new database on that server, which is dropped afterwards; "" where there is no server."""
    if not address:
        yield ""
        return
    name = f"concierta_bench_matrix_{os.getpid()}"
    process(["psql", "-q", address + "/postgres", "-c", f"CREATE DATABASE {name}"])
    try:
        yield f"{address}/{name}"
    finally:
        process(["psql", "-q", address + "/postgres", "-c", f"DROP DATABASE {name} WITH (FORCE)"])


def inside(rounds: int) -> None:
    from concierta.installation.cli.prepare import prepare

    prepare()
    from concierta.evaluation.queries.clauses import clause_standings
    from factories.whole_agreement import ON, whole_agreement

    large, small = whole_agreement(SIGNATORIES), whole_agreement(1, "uno")
    _settle()
    # As the workers of `concierta serve` begin (`installation/workers.py`).
    gc.collect()
    gc.freeze()
    subjects: dict[str, Callable[[], Any]] = {
        "bare": partial(_bare, large.pk),
        "matrix": partial(clause_standings, large, ON),
    }
    answer = {
        "cells": len(clause_standings(large, ON)),
        "rows": sum(_bare(large.pk).values()),
        "of_one": _queries(partial(clause_standings, small, ON)),
        "queries": {which: _queries(work) for which, work in subjects.items()},
        "cpu": [_cpu(subjects["matrix"]) for _ in range(rounds)],
        "seconds": take_turns({which: partial(timed, work) for which, work in subjects.items()}, rounds),
    }
    print(json.dumps(answer))


def _settle() -> None:
    """Bring the planner's statistics up to date after loading (`ANALYZE`), as a server does by itself later."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _bare(agreement: int) -> Counter[int]:
    """How many rows each entity has, of everything that the matrix reads."""
    from django.db import connection

    found: Counter[int] = Counter()
    with connection.cursor() as cursor:
        for name, (whose, joined, columns) in BARE.items():
            cursor.execute(f"SELECT {whose}, {columns} FROM {name} t {joined} WHERE c.agreement_id = %s", [agreement])
            for entity, *_columns in cursor.fetchall():
                found[entity] += 1
    return found


def _cpu(work: Callable[[], object]) -> float:
    """Processor seconds that one call of `work` takes: they vary less with the load of the machine than wall time."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _queries(work: Callable[[], object]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--postgres", default="", help="where databases may be made and dropped")
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        inside(given.rounds)
    else:
        sys.exit(main(given))
