"""Money of the full Cali year: the import, and what each page of money asks, with the bare SQL limit beside it.

    python bench/budgets.py [ROUNDS]

A home with the three follow-up matrices (7,449 activities in the fullest) and the execution file (3,514 lines). Each
query runs in one process, warm, in turns, and is told in processor time, which a busy machine does not change, with the
seconds on the wall beside it. The bare limit is the SQL that any answer must run at least: one grouped sum
over the cuts, fetched as tuples by the driver, without Django. "First" is the page after something happened in the
ledger, when what was achieved must be measured again.
"""

import json
import os
import sqlite3
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from measure import (
    CONCIERTA,
    DATA,
    PYTHON,
    ROOT,
    Sample,
    heading,
    home,
    process,
    save,
    table,
    take_turns,
    target,
    temporary,
    timed,
)

FOLDER = DATA / "plans" / "cali"
FILE = FOLDER / "budget_execution_2025_03.csv"
CUTS = ("cuadro_1s_2024_09.xlsx", "cuadro_1s_2024_12.xlsx", "cuadro_1s_2025_03.xlsx")
CUT_OFF = date(2025, 3, 31)
BARE = """
SELECT line.project_id, sum(cut.initial), sum(cut.final), sum(cut.availability), sum(cut.registration),
       sum(cut.obligation), sum(cut.payment)
FROM budgets_executioncut cut JOIN budgets_budgetline line ON line.id = cut.line_id GROUP BY line.project_id
"""
BARE_FILE = """
import csv, sys
print(len(list(csv.reader(open(sys.argv[1], encoding="utf-8-sig", newline=""), delimiter=";"))))
"""


def main(rounds: int) -> int:
    if not FILE.exists():
        print(f"{FILE} is not here: nothing measured.")
        return 0
    heading("Money of the full Cali year")
    with temporary() as folder:
        env = home(folder / "home")
        process([CONCIERTA, "import", "plan", *(FOLDER / name for name in CUTS), "--plan", "cali", "--json"], env=env)
        bare = process([PYTHON, "-c", BARE_FILE, FILE])
        whole = process([CONCIERTA, "import", "budget", FILE, "--plan", "cali", "--json"], env=env)
        lines = json.loads(whole.output)["lines"]
        found = json.loads(process([PYTHON, __file__, "--inside", str(rounds)], env=env).output)
    print(f"\nImport of {lines:,} lines, whole processes, once")
    table([("csv module alone", f"{bare.seconds:.2f} s"), ("concierta import budget", f"{whole.seconds:.2f} s")])
    samples, walls = (
        {name: Sample(tuple(pair[place] * 1000 for pair in pairs)) for name, pairs in found["times"].items()}
        for place in (0, 1)
    )
    asked = found["queries"]
    print(f"\nQueries, one process, warm, {rounds} turns")
    table(
        [
            (
                name,
                f"{sample.text('ms', 1)}   wall {walls[name].text('ms', 0)}   {asked.get(name, '–')} queries",
            )
            for name, sample in samples.items()
        ]
    )
    print()
    save("budgets", {"import": whole.seconds, **samples})
    pages = [name for name in samples if name.startswith("page")]
    met = [target(name, samples[name].median, 200, " ms") for name in pages]
    return 0 if all(met) else 1


def inside(rounds: int) -> None:
    from concierta.config.cli.prepare import prepare

    prepare()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from concierta.budgets.enums import MoneySource
    from concierta.budgets.matrix import load_budget_profile, read_budget
    from concierta.budgets.queries import (
        at_risk,
        board_of,
        compare_sources,
        gaps_of,
        lines_of,
        means_of_plan,
        money_of,
    )
    from concierta.plans.models import Plan
    from concierta.steering.queries import physical
    from concierta.steering.queries.money import money_and_results

    plan = Plan.objects.get()
    profile = load_budget_profile("cali-ejecucion")
    with sqlite3.connect(connection.settings_dict["NAME"]) as bare:

        def overview(source: Any) -> None:
            money = money_of(None, plan, CUT_OFF, source)
            for sums in (
                money.by_year,
                money.by_node,
                money.by_project,
                money.by_entity,
                money.by_territory,
                money.by_funding_source,
                money.by_kind_and_axis,
            ):
                sums()
            at_risk(money, CUT_OFF.year)

        def first() -> None:
            physical._remembered.clear()
            money_and_results(None, plan, CUT_OFF)

        def sought() -> None:
            gaps_of(plan, money_of(None, plan, CUT_OFF), means_of_plan(None, plan), CUT_OFF.year)
            board_of(None, plan)

        subjects = {
            "bare SQL, sums by project": lambda: bare.execute(BARE).fetchall(),
            "read_budget, without a database": lambda: read_budget(FILE, profile=profile),
            "page: where it comes from and goes, budget": partial(overview, MoneySource.BUDGET),
            "page: the same from the matrix": partial(overview, MoneySource.MATRIX),
            "page: both sources side by side": lambda: compare_sources(None, plan, CUT_OFF, current_only=True),
            "page: money and results": lambda: money_and_results(None, plan, CUT_OFF),
            "page: gap and board": sought,
            "page: lines of one project": lambda: lines_of(None, plan, CUT_OFF, project_code="BP26005349"),
            "first money and results after an act": first,
        }
        queries = {}
        for name, subject in subjects.items():
            with CaptureQueriesContext(connection) as captured:
                subject()
            queries[name] = len(captured)
        times = take_turns({name: partial(both_clocks, work) for name, work in subjects.items()}, rounds)
    del queries["bare SQL, sums by project"], queries["read_budget, without a database"]
    print(json.dumps({"times": times, "queries": queries}))


def both_clocks(work: Callable[[], Any]) -> tuple[float, float]:
    """Processor seconds, and seconds on the wall."""
    begun = time.process_time()
    wall = timed(work)
    return time.process_time() - begun, wall


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if arguments[:1] == ["--inside"]:
        os.chdir(Path(ROOT))
        inside(int(arguments[1]))
    else:
        sys.exit(main(int(arguments[0]) if arguments else 7))
