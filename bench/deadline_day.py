"""The last day to report: everybody sends at once, and the city reads the portal meanwhile.

    python bench/deadline_day.py [--against REVISION] [--postgres postgresql://user@host:port] [--rounds N] [--small]

500 people, 100 at a time, five requests and a file of 200 kB each (`reporters.py`), beside a steady reader of the
portal; then the portal beside 300 slow clients and a body of 2 GB (`slow_clients.py`). With `--against`, the source of
another commit is measured in turns with this one, each in a home of its own. Every report is looked for afterwards: its
state, its act in the ledger, its file under its hash.
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from measure import PYTHON, ROOT, Sample, heading, process, save, table, take_turns, target, temporary
from servers import free_port, running

HERE = Path(__file__).parent
PAGE = "/bench.html"
ENDED = 600


@dataclass(frozen=True, slots=True)
class Turn:
    """`cpu` is the server's processor time for one report, in milliseconds, without that of a PostgreSQL; `idle` and
    `busy` are milliseconds of the portal's answers before and meanwhile; `lost` is reports."""

    per_second: float
    cpu: float
    each: Sample
    lost: int
    idle: Sample
    busy: Sample
    problems: list[str]


@dataclass(frozen=True, slots=True)
class Size:
    people: int = 500
    at_once: int = 100
    slow: int = 300
    seconds: float = 12.0


SMALL = Size(people=60, at_once=20, slow=60, seconds=4.0)


def main(arguments: argparse.Namespace) -> int:
    size = SMALL if arguments.small else Size()
    heading(f"Deadline day: {size.people} people, {size.at_once} at a time")
    met: list[bool] = []
    with temporary() as folder:
        sources = {"now": ROOT}
        if arguments.against:
            sources = {arguments.against: source_of(arguments.against, folder / "before"), "now": ROOT}
        for name, address in (("SQLite", ""), ("PostgreSQL", arguments.postgres)):
            if name == "SQLite" or address:
                met += day(name, address, sources, size, arguments.rounds, folder)
        met += slow_day(sources, size, folder)
    return 0 if all(met) else 1


def source_of(revision: str, folder: Path) -> Path:
    """The tree of a commit, taken out beside; its own source and its own factories."""
    packed = subprocess.run(["git", "archive", revision], cwd=ROOT, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def day(name: str, address: str, sources: dict[str, Path], size: Size, rounds: int, folder: Path) -> list[bool]:
    turns: dict[str, list[Turn]] = take_turns(
        {which: partial(one_day, source, address, size, folder) for which, source in sources.items()}, rounds
    )
    print(f"\n{name}")
    rates = {which: Sample(tuple(turn.per_second for turn in found)) for which, found in turns.items()}
    cpus = {which: Sample(tuple(turn.cpu for turn in found)) for which, found in turns.items()}
    for which, found in turns.items():
        each = Sample(tuple(percentile(turn.each, 0.95) for turn in found))
        idle, busy = (Sample(tuple(percentile(getattr(t, key), 0.95) for t in found)) for key in ("idle", "busy"))
        table(
            [
                (f"{which}: submits", rates[which].text("/s", 1)),
                ("  the server's processor time for one", cpus[which].text("ms", 0)),
                ("  a person, p95", each.text("s", 1)),
                ("  lost", str(sum(turn.lost for turn in found))),
                ("  portal p95, idle → meanwhile", f"{idle.text('ms', 1)} → {busy.text('ms', 1)}"),
            ]
        )
        for problem in sorted({problem for turn in found for problem in turn.problems})[:3]:
            print(f"    {problem}")
    met = []
    if address:
        print(f"  pgbench beside (8 clients, TPC-B): {pgbench(address):,.0f} transactions/s")
    if len(rates) > 1:
        before, now = rates.values()
        met.append(target("submits a second, now over before", now.over(before).median, 3, "×", at_least=True))
    met.append(target("reports lost", sum(turn.lost for turn in turns["now"]), 0))
    for turn in turns["now"]:
        limit = max(2 * percentile(turn.idle, 0.95), 50)
        met.append(target("portal p95 meanwhile", percentile(turn.busy, 0.95), round(limit, 1), " ms"))
    save(f"deadline_day_{name.lower()}", rates)
    return met


def one_day(source: Path, address: str, size: Size, folder: Path) -> Turn:
    with installation(source, address, size.people, folder) as (env, prepared, port):
        idle = probe(port, size.seconds)
        spent = processor_seconds(env["CONCIERTA_HOME"])
        asked = subprocess.Popen(
            [PYTHON, HERE / "reporters.py", str(port), str(prepared), str(size.at_once)], stdout=subprocess.PIPE
        )
        busy: list[float] = []
        while asked.poll() is None and len(busy) < ENDED * 25:
            busy += probe(port, 2)
        answer = json.loads(asked.communicate(timeout=10)[0])
        spent = processor_seconds(env["CONCIERTA_HOME"]) - spent
        seen = inside(source, env, "count").splitlines()[-1]
        lost = size.people - json.loads(seen)["whole"]
        done = len(answer["each"])
        return Turn(
            per_second=done / answer["all"],
            cpu=spent * 1000 / max(done, 1),
            each=Sample(tuple(answer["each"] or [0.0])),
            lost=lost,
            idle=Sample(tuple(idle)),
            busy=Sample(tuple(busy)),
            problems=answer["problems"],
        )


def slow_day(sources: dict[str, Path], size: Size, folder: Path) -> list[bool]:
    print(f"\nThe portal beside {size.slow} slow clients and a body of 2 GB")
    met = []
    for which, source in sources.items():
        with installation(source, "", 1, folder) as (_, _, port):
            idle = percentile(Sample(tuple(probe(port, size.seconds))), 0.95)
            slow = subprocess.Popen(
                [PYTHON, HERE / "slow_clients.py", "slow", str(port), str(size.slow), str(2 * size.seconds)]
            )
            busy = percentile(Sample(tuple(probe(port, 2 * size.seconds - 1))), 0.95)
            slow.wait(60)
            print(f"  {which}: p95 {idle:.1f} ms alone, {busy:.1f} ms beside them (5,000 is: no answer)")
            if which == "now":
                met.append(target("portal p95 beside slow clients", busy, round(max(2 * idle, 50), 1), " ms"))
    return met


@contextlib.contextmanager
def installation(source: Path, address: str, people: int, folder: Path) -> Iterator[tuple[dict[str, str], Path, int]]:
    """A home with people who owe a report, served by `source` until the block ends."""
    number = free_port()
    home, prepared = folder / f"home-{number}", folder / f"prepared-{number}.json"
    database = f"concierta_bench_{number}"
    if address:
        process(["psql", "-q", address + "/postgres", "-c", f"CREATE DATABASE {database}"])
    env = {
        "CONCIERTA_HOME": str(home),
        "CONCIERTA_DATABASE": f"{address}/{database}" if address else "",
        "PYTHONPATH": os.pathsep.join((str(source / "src"), str(source / "tests"))),
    }
    try:
        inside(source, env, "prepare", str(people), str(prepared))
        command = [PYTHON, "-c", "from concierta.installation.cli import main; main()", "serve", "--port", str(number)]
        with running(command, number, env=env, cwd=source):
            (home / "site").mkdir(exist_ok=True)
            (home / "site" / PAGE[1:]).write_text("<!doctype html><p>" + "cifra " * 4000)
            probe(number, 1)
            yield env, prepared, number
    finally:
        if address:
            process(["psql", "-q", address + "/postgres", "-c", f"DROP DATABASE {database} WITH (FORCE)"])


def inside(source: Path, env: dict[str, str], *words: str) -> str:
    return process([PYTHON, __file__, "--inside", *words], env=env, cwd=source).output


def probe(port: int, seconds: float) -> list[float]:
    output = process([PYTHON, HERE / "slow_clients.py", "probe", str(port), PAGE, str(seconds)]).output
    found: list[float] = json.loads(output)
    return found


def processor_seconds(home: str) -> float:
    """Processor time used so far by every process of an installation; 0 where there is no /proc."""
    ticks = 0
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if f"CONCIERTA_HOME={home}\0".encode() in (folder / "environ").read_bytes():
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def percentile(sample: Sample, share: float) -> float:
    ordered = sorted(sample.values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def pgbench(address: str) -> float:
    database = f"concierta_pgbench_{free_port()}"
    process(["psql", "-q", address + "/postgres", "-c", f"CREATE DATABASE {database}"])
    try:
        process(["pgbench", "-q", "-i", "-s", "5", f"{address}/{database}"])
        said = process(["pgbench", "-c", "8", "-j", "2", "-T", "8", f"{address}/{database}"]).output
        return float(next(line for line in said.splitlines() if line.startswith("tps")).split()[2])
    finally:
        process(["psql", "-q", address + "/postgres", "-c", f"DROP DATABASE {database} WITH (FORCE)"])


def prepare_people(people: int, prepared: Path) -> None:
    """Twenty entities, one indicator and one open session for each person; nothing is reported yet."""
    from concierta.installation.cli.prepare import prepare

    prepare()
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.db import transaction

    from concierta.people.enums import Role
    from factories import make_cast, make_entity, make_indicator, make_person

    forms = []
    with transaction.atomic():
        cast = make_cast()
        entities = [make_entity(f"entidad{number:02d}") for number in range(20)]
        for number in range(people):
            entity = entities[number % len(entities)]
            person = make_person(f"Persona {number:03d}", (Role.REPORTER, entity))
            indicator = make_indicator(cast.plan, f"Z-{number:03d}", reporter=entity)
            session = SessionStore()
            session[SESSION_KEY] = str(person.pk)
            session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
            session[HASH_SESSION_KEY] = person.get_session_auth_hash()
            session.create()
            forms.append([session.session_key, f"/trabajo/reportes/{indicator.pk}/{cast.period.pk}/"])
    prepared.write_text(json.dumps({"forms": forms}))


def count_whole() -> dict[str, int]:
    """Reports that were sent, whose act is in the ledger and whose file lies whole under its hash."""
    from concierta.installation.cli.prepare import prepare

    prepare()
    from concierta.evidence.queries import verify_stored_files
    from concierta.ledger.models import Event
    from concierta.reporting.models import Report

    damaged = {found.sha256 for found in verify_stored_files()}
    acts = set(Event.objects.filter(kind="report.submitted").values_list("subject", flat=True))
    whole = 0
    for report in Report.objects.filter(state="submitted").select_related("indicator", "period"):
        files: Any = set(report.evidence.values_list("file_id", flat=True))
        subject = f"report/{report.indicator.code}/{report.period.label}/v{report.version}"
        whole += bool(files) and not files & damaged and subject in acts
    return {"whole": whole}


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        if sys.argv[2] == "prepare":
            prepare_people(int(sys.argv[3]), Path(sys.argv[4]))
        else:
            print(json.dumps(count_whole()))
        sys.exit(0)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--against", default="", help="a commit to measure in turns with this source")
    parser.add_argument("--postgres", default="", help="where databases may be made and dropped")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--small", action="store_true", help="a quick look: 60 people, one minute")
    sys.exit(main(parser.parse_args()))
