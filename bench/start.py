"""From a fresh clone to a page, with nothing installed and nothing cached.

    python bench/start.py [--warm]

Clones this repository's HEAD, then does what `make run` does: `make env` (a new virtual environment from the pinned
requirements), `concierta demo`, until GET / answers 200. Then stops and starts again. `--warm` keeps pip's cache;
without it pip may use none, and byte-compiles everything anew.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

from measure import ROOT, heading, process, save, table, target, temporary
from servers import free_port, stop, wait_until_it_answers


def main(warm: bool) -> int:
    heading(f"A fresh clone to a page, {'package cache as it is' if warm else 'cold package cache'}")
    python = sys.executable if sys.prefix == sys.base_prefix else str(Path(sys.base_prefix) / "bin" / "python3")
    with temporary() as folder:
        clone = folder / "concierta"
        env = {"CONCIERTA_DATABASE": "", "PYTHONPATH": "", "VIRTUAL_ENV": ""}
        if not warm:
            env |= {"PIP_NO_CACHE_DIR": "1", "XDG_CACHE_HOME": str(folder / "cache")}
        begun = time.perf_counter()
        process(["git", "clone", "--quiet", "--no-hardlinks", ROOT, clone])
        cloned = time.perf_counter()
        process(["make", "--silent", "env", f"PYTHON={python}"], cwd=clone, env=env)
        installed = time.perf_counter()
        size = megabytes(clone / ".venv")
        env["CONCIERTA_HOME"] = str(folder / "home")
        weighed = time.perf_counter()
        first = until_a_page(clone, env)
        whole = installed - begun + first
        again = [until_a_page(clone, env) for _ in range(3)]
        kept = megabytes(folder / "home")
    second = sorted(again)[1]
    table(
        [
            ("git clone", f"{cloned - begun:.1f} s"),
            ("make env", f"{installed - cloned:.1f} s"),
            ("concierta demo, until GET / answers 200", f"{first:.1f} s"),
            ("all of it", f"{whole:.1f} s"),
            ("second start, until GET / answers 200", f"{second:.2f} s  ({min(again):.2f}–{max(again):.2f})"),
            ("base environment on disk", f"{size:.0f} MB"),
            ("CONCIERTA_HOME of the demonstration", f"{kept:.0f} MB"),
            ("weighing, not counted", f"{weighed - installed:.1f} s"),
        ]
    )
    print()
    save("start", {"whole": whole, "env": installed - cloned, "demo": first, "second": again, "environment_mb": size})
    met = [
        target("a fresh clone to a page", whole, 120, " s"),
        target("second start", second, 5, " s"),
        target("base environment", size, 400, " MB"),
    ]
    return 0 if all(met) else 1


def until_a_page(clone: Path, env: dict[str, str]) -> float:
    """Seconds of `concierta demo` until the portal's front page is there; the server is stopped again."""
    port = free_port()
    begun = time.perf_counter()
    with (clone.parent / "said.txt").open("ab") as said:
        started = subprocess.Popen(
            [clone / ".venv" / "bin" / "concierta", "demo", "--port", str(port)],
            cwd=clone,
            env={**os.environ, **env},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
        try:
            status = wait_until_it_answers(port, started)
            seconds = time.perf_counter() - begun
        finally:
            stop(started)
    if status != 200:
        sys.exit(f"GET / answered {status}.")
    return seconds


def megabytes(folder: Path) -> float:
    """Disk space in use, as `du` counts it, in MB of a million bytes."""
    return int(process(["du", "-sk", folder]).output.split()[0]) * 1024 / 1e6


if __name__ == "__main__":
    sys.exit(main("--warm" in sys.argv[1:]))
