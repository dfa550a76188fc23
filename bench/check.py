"""What `concierta check` needs to hold every figure of the full Cali year against its acts.

    python bench/check.py [ROUNDS]

A home with the three follow-up matrices (7,449 activities in the fullest) and the execution file (3,514 lines). Each
comparison runs in one process, warm, in turns, and is told in processor time, which a busy machine does not
change. The bare limit is reading the same tables whole with the driver, without Django.
"""

import json
import os
import sqlite3
import sys
from functools import partial
from pathlib import Path
from time import process_time
from typing import Any

from measure import CONCIERTA, DATA, PYTHON, Sample, heading, home, process, save, table, take_turns, target, temporary

FOLDER = DATA / "plans" / "cali"
CUTS = ("cuadro_1s_2024_09.xlsx", "cuadro_1s_2024_12.xlsx", "cuadro_1s_2025_03.xlsx")
TABLES = (
    *("plans_activity", "plans_activityfollowup", "plans_product", "plans_productfollowup", "plans_projectfollowup"),
    *("indicators_indicator", "indicators_target", "reporting_report", "budgets_budgetline", "budgets_executioncut"),
)
BARE, LIMIT = "the same tables with the driver", 2.0


def main(rounds: int) -> int:
    if not FOLDER.is_dir():
        print(f"{FOLDER} is not here: nothing measured.")
        return 0
    heading("Every figure of the full Cali year held against its acts")
    with temporary() as folder:
        env = home(folder / "home")
        process([CONCIERTA, "import", "plan", *(FOLDER / name for name in CUTS), "--plan", "cali", "--json"], env=env)
        process([CONCIERTA, "import", "budget", FOLDER / "budget_execution_2025_03.csv", "--plan", "cali"], env=env)
        found = json.loads(process([PYTHON, __file__, "--inside", str(rounds)], env=env).output)
    samples = {name: Sample(tuple(seconds)) for name, seconds in found["seconds"].items()}
    table(
        [
            (name, f"{sample.text()}" + (f"   {found['rows'][name]:,} rows" if name in found["rows"] else ""))
            for name, sample in samples.items()
        ]
    )
    whole = Sample(tuple(map(sum, zip(*(samples[name].values for name in found["rows"]), strict=True))))
    table([("all of them", whole.text())])
    met = target("all of them", whole.median, LIMIT, " s")
    met &= target("figures unlike their acts", found["unlike"], 0)
    save("check", {**samples, "all": whole})
    return 0 if met else 1


def inside(rounds: int) -> None:
    from concierta.installation.cli.prepare import prepare

    prepare()
    from concierta.installation.figures import COMPARISONS

    made = {name: compare() for name, compare in COMPARISONS.items()}
    subjects = {BARE: _bare} | {name: partial(_seconds, compare) for name, compare in COMPARISONS.items()}
    print(
        json.dumps(
            {
                "rows": {name: one.rows for name, one in made.items()},
                "unlike": sum(len(one.differences) for one in made.values()),
                "seconds": take_turns(subjects, rounds),
            }
        )
    )


def _seconds(work: Any) -> float:
    began = process_time()
    work()
    return process_time() - began


def _bare() -> float:
    def read() -> None:
        with sqlite3.connect(Path(os.environ["CONCIERTA_HOME"]) / "db.sqlite3") as connection:
            for name in TABLES:
                connection.execute(f"SELECT * FROM {name}").fetchall()

    return _seconds(read)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        inside(int(sys.argv[2]))
    else:
        sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 7))
