"""Importing Cali's matrix of 7,449 rows against the bare reader of the same workbook.

    python bench/import_matrix.py [ROUNDS]

Two comparisons, taken in turns. Whole processes: `concierta import plan` into an empty, prepared home (every row in the
database, the event in the ledger) against a Python that only opens the workbook with python-calamine and reads its
sheet. In one process, without start-up: reading with the bare reader, `read_matrix` (pure: read, typed, reconciled) and
`import_files` (read and written).
"""

import json
import os
import shutil
import sys
from functools import partial
from pathlib import Path

from measure import (
    CONCIERTA,
    DATA,
    PYTHON,
    ROOT,
    Process,
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

FILE = DATA / "plans" / "cali" / "cuadro_1s_2024_12.xlsx"
BARE = """
import sys
from python_calamine import CalamineWorkbook
book = CalamineWorkbook.from_path(sys.argv[1])
print(len(book.get_sheet_by_name(book.sheet_names[0]).to_python(skip_empty_area=False)))
"""


def main(rounds: int) -> int:
    if not FILE.exists():
        print(f"{FILE} is not here: nothing measured.")
        return 0
    heading("Import of the 7,449-row matrix")
    with temporary() as folder:
        found = whole_processes(folder, rounds)
        inside = json.loads(process([PYTHON, __file__, "--inside", str(rounds)], env=home(folder / "inside")).output)
    bare, ours = walls(found["bare"]), walls(found["import"])
    peak_bare, peak = peaks(found["bare"]), peaks(found["import"])
    read, matrix, written = (Sample(tuple(inside[name])) for name in ("bare", "read_matrix", "import_files"))
    ratio = ours.over(bare)
    print(f"\nWhole processes, {rounds} turns")
    table(
        [
            ("python-calamine alone", bare.text()),
            ("concierta import plan", ours.text()),
            ("ratio", ratio.text("×", 1)),
            ("the same, processor time", cpus(found["import"]).over(cpus(found["bare"])).text("×", 1)),
            ("with --dry-run", walls(found["dry run"]).over(bare).text("×", 1)),
            ("the same file again: unchanged", walls(found["again"]).over(bare).text("×", 1)),
            ("into a home that does not exist yet", walls(found["new home"]).over(bare).text("×", 1)),
            ("peak memory, python-calamine alone", peak_bare.text("MB", 0)),
            ("peak memory, concierta import plan", peak.text("MB", 0)),
        ]
    )
    print(f"\nIn one process, {rounds} turns")
    table(
        [
            ("python-calamine alone", read.text()),
            ("read_matrix", f"{matrix.text()}   {matrix.over(read).text('×', 1)}"),
            ("import_files", f"{written.text()}   {written.over(read).text('×', 1)}"),
        ]
    )
    print()
    save("import_matrix", {"bare": bare, "import": ours, "ratio": ratio, "peak_mb": peak, "inside": inside})
    met = [
        target("import over the reader alone", ratio.median, 5, "×"),
        target("peak memory", max(peak.values), 500, " MB"),
    ]
    return 0 if all(met) else 1


def whole_processes(folder: Path, rounds: int) -> dict[str, list[Process]]:
    ready = folder / "ready"
    process([CONCIERTA, "check"], env=home(ready))

    def into(start: str, *options: str) -> Process:
        """Import into a copy of the prepared home; making the copy is not measured."""
        here = folder / "home"
        if start != "same":
            shutil.rmtree(here, ignore_errors=True)
        if start == "ready":
            shutil.copytree(ready, here)
        done = process([CONCIERTA, "import", "plan", FILE, "--plan", "cali", "--json", *options], env=home(here))
        if json.loads(done.output)["rows"] != 7449:
            sys.exit("The import did not read 7,449 rows.")
        return done

    return take_turns(
        {
            "bare": lambda: process([PYTHON, "-c", BARE, FILE]),
            "dry run": partial(into, "ready", "--dry-run"),
            "new home": partial(into, "new"),
            "import": partial(into, "ready"),
            "again": partial(into, "same"),
        },
        rounds,
    )


def inside(rounds: int) -> None:
    """The same without start-up; run in a process of its own so that Django is not in the one that measures memory."""
    from concierta.installation.cli.prepare import prepare

    prepare()
    from python_calamine import CalamineWorkbook

    from concierta.installation.importing import import_files
    from concierta.plans.matrix import load_profile, read_matrix

    profile = load_profile("cuadro-1s")

    def bare() -> None:
        book = CalamineWorkbook.from_path(str(FILE))
        book.get_sheet_by_name(book.sheet_names[0]).to_python(skip_empty_area=False)

    def written() -> None:
        import_files(
            files=[FILE],
            slug="cali",
            profile_name="cuadro-1s",
            period=None,
            dry_run=True,  # everything is written and the transaction rolled back: every turn begins the same
            on_existing="refuse",
            progress=lambda share: None,
        )

    subjects = {
        "bare": bare,
        "read_matrix": lambda: read_matrix(FILE, profile=profile, filename=FILE.name),
        "import_files": written,
    }
    print(json.dumps(take_turns({name: partial(timed, work) for name, work in subjects.items()}, rounds)))


def walls(runs: list[Process]) -> Sample:
    return Sample(tuple(run.seconds for run in runs))


def cpus(runs: list[Process]) -> Sample:
    return Sample(tuple(run.cpu for run in runs))


def peaks(runs: list[Process]) -> Sample:
    return Sample(tuple(run.peak_mb for run in runs))


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if arguments[:1] == ["--inside"]:
        os.chdir(ROOT)
        inside(int(arguments[1]))
    else:
        sys.exit(main(int(arguments[0]) if arguments else 5))
