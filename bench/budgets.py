"""Money of the full Cali year: the import, and each page of money as the server answers it, whole.

    python bench/budgets.py [ROUNDS]

A home with the three follow-up matrices (7,449 activities in the fullest) and the execution file (3,514 lines), and
then the same with every line twice, as of two years: more lines than the 4,000 of the design. Each page is asked of
Django in one process, signed in, in turns, and is told in processor time, which a busy machine changes less, with the
time on the wall beside it. The bare limit is the SQL that any of them must run at least: one grouped sum over the
cuts, fetched as tuples by the driver, without Django.

"Right after a report" is the page as it comes when what was achieved must be measured again; "its results" is what
that page then fetches by itself, and the only thing here that is not a page.
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
BARE_SUMS = "bare SQL, sums by project"
RESULTS = "its results, fetched by the page"
NOT_PAGES = {BARE_SUMS, RESULTS}
LIMIT_MS = 200
PROJECT = "dinero/proyectos/BP26005349/"
ADDRESSES = (
    "dinero/",
    "dinero/?por=parte",
    "dinero/?por=entidad",
    "dinero/?por=proyecto",
    "dinero/?por=territorio",
    "dinero/?vigencia=todas",
    "dinero/?fuente=matrix",
    PROJECT,
    "dinero/fuentes-de-los-datos/",
    "dinero/actos/",
    "dinero/archivos/",
    "aportes/",
    "gestion/",
)
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
    met, kept = [], {}
    for size in found:
        samples, walls = (
            {name: Sample(tuple(pair[place] * 1000 for pair in pairs)) for name, pairs in size["times"].items()}
            for place in (0, 1)
        )
        asked = size["queries"]
        print(f"\nPages with {size['lines']:,} lines, one process, {rounds} turns")
        table(
            [
                (name, f"{sample.text('ms', 0)}   wall {walls[name].text('ms', 0)}   {asked.get(name, '–')} queries")
                for name, sample in samples.items()
            ]
        )
        print()
        pages = [name for name in samples if name not in NOT_PAGES]
        slowest = max(pages, key=lambda name: samples[name].median)
        met.append(target(f"slowest page, {slowest}", samples[slowest].median, LIMIT_MS, " ms"))
        kept[f"{size['lines']} lines"] = samples
    grown = [name for name, queries in found[0]["queries"].items() if queries != found[1]["queries"][name]]
    met.append(target("pages that ask more queries with more lines", len(grown), 0))
    save("budgets", {"import": whole.seconds, **kept})
    return 0 if all(met) else 1


def inside(rounds: int) -> None:
    from concierta.installation.cli.prepare import prepare

    prepare()
    import concierta.installation.wsgi  # noqa: F401  as it is served

    print(json.dumps([_measured(rounds), _measured(rounds, twice=True)]))


def _measured(rounds: int, *, twice: bool = False) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from concierta.budgets.models import BudgetLine

    if twice:
        _double()
    with sqlite3.connect(connection.settings_dict["NAME"]) as bare:
        subjects = {BARE_SUMS: lambda: bare.execute(BARE).fetchall(), **_pages()}
        queries = {}
        for name, subject in subjects.items():
            subject()
            with CaptureQueriesContext(connection) as captured:
                subject()
            queries[name] = len(captured)
        del queries[BARE_SUMS]
        times = take_turns({name: partial(both_clocks, work) for name, work in subjects.items()}, rounds)
    return {"lines": BudgetLine.objects.count(), "times": times, "queries": queries}


def _pages() -> dict[str, Callable[[], None]]:
    from django.core.signals import request_started
    from django.db import reset_queries
    from django.test import Client

    from concierta.steering.queries import physical

    # Otherwise every request forgets the queries that are being counted.
    request_started.disconnect(reset_queries)
    client = Client(SERVER_NAME="localhost")
    client.force_login(_secretary())

    def ask(address: str, *, forgetting: bool = False, **headers: str) -> None:
        if forgetting:
            physical._remembered.clear()
        answer = client.get(f"/trabajo/planes/cali/{address}", headers=headers)
        if answer.status_code != 200:
            sys.exit(f"{address} answered {answer.status_code}.")

    fetched = {"HX-Request": "true"}
    return {
        "dinero/ right after a report": partial(ask, "dinero/", forgetting=True),
        "dinero/?por=proyecto right after a report": partial(ask, "dinero/?por=proyecto", forgetting=True),
        f"{PROJECT} right after a report": partial(ask, PROJECT, forgetting=True),
        # It leaves them at hand for the pages after it.
        RESULTS: partial(ask, "dinero/", forgetting=True, **fetched),
        **{address: partial(ask, address) for address in ADDRESSES},
    }


def _secretary() -> Any:
    """Somebody of the plan's secretariat: what is shown to whoever may write is the longer page."""
    from django.utils import timezone

    from concierta.people.enums import Role
    from concierta.people.models import Entity, Membership, User
    from concierta.plans.models import Plan

    plan = Plan.objects.get()
    if plan.secretariat is None:
        plan.secretariat = Entity.objects.order_by("code").first()
        plan.save()
    person, new = User.objects.get_or_create(
        email="sara@example.org", defaults={"name": "Sara", "date_joined": timezone.now()}
    )
    if new:
        Membership.objects.create(
            user=person,
            entity=plan.secretariat,
            role=Role.SECRETARIAT,
            since=CUT_OFF.replace(year=2024),
            confirmation="operator",
            confirmed_at=person.date_joined,
        )
    return person


def _double() -> None:
    """Every line and its cut once more, as of the year before."""
    from concierta.budgets.models import BudgetLine, ExecutionCut

    year = CUT_OFF.year - 1
    cuts = {cut.line_id: cut for cut in ExecutionCut.objects.all()}
    before = list(BudgetLine.objects.order_by("pk"))
    pks = [line.pk for line in before]
    for line in before:
        line.pk, line.fiscal_year = None, year
    for pk, line in zip(pks, BudgetLine.objects.bulk_create(before), strict=True):
        cut = cuts[pk]
        cut.pk, cut.line, cut.cut_off = None, line, CUT_OFF.replace(year=year)
    ExecutionCut.objects.bulk_create(cuts.values())


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
