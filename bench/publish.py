"""Publishing the whole Cali plan at 31 December 2024 against writing the same bytes.

    python bench/publish.py [ROUNDS]

In turns: `concierta publish` in a home that holds the imported plan and nothing published (freezes the corte, writes
the package, renders every page in both languages), the same command again with nothing changed, and the bare limit: the
same files, already in memory, written with plain `open` and `write` in a new folder of the same disk.
"""

import hashlib
import json
import os
import shutil
import sys
from functools import partial
from pathlib import Path

from measure import Process, Sample, heading, home, process, save, table, take_turns, target, temporary, timed
from site_of_cali import MATRIX, import_cali, publish_command


def main(rounds: int) -> int:
    if not MATRIX.exists():
        print(f"{MATRIX} is not here: nothing measured.")
        return 0
    heading("Publishing the whole Cali plan, 846 projects")
    with temporary() as folder:
        ready, here = folder / "ready", folder / "home"
        import_cali(home(ready))

        def cold() -> Process:
            shutil.rmtree(here, ignore_errors=True)
            shutil.copytree(ready, here)
            os.sync()  # what the turn before left in memory is not charged to this one
            return process(publish_command(), env=home(here))

        def unchanged() -> Process:
            done = process(publish_command(), env=home(here))
            if json.loads(done.output)["written"]:
                sys.exit("Something was written although nothing changed.")
            return done

        def bare() -> float:
            files = {
                str(f.relative_to(here / "site")): f.read_bytes() for f in (here / "site").rglob("*") if f.is_file()
            }
            shutil.rmtree(folder / "bare", ignore_errors=True)
            os.sync()
            return timed(partial(write, files, folder / "bare"))

        found = take_turns({"cold": cold, "unchanged": unchanged, "bare": bare}, rounds)
        process(publish_command("--out", str(folder / "elsewhere")), env=home(here))
        same = fingerprint(here / "site") == fingerprint(folder / "elsewhere")
        files = [f for f in (here / "site").rglob("*") if f.is_file()]
        pages = sum(f.suffix == ".html" for f in files)
        size = sum(f.stat().st_size for f in files)
    first = Sample(tuple(run.seconds for run in found["cold"]))
    second = Sample(tuple(run.seconds for run in found["unchanged"]))
    plain = Sample(tuple(found["bare"]))
    table(
        [
            ("files in the site", f"{len(files):,}, of which {pages:,} pages; {size / 1e6:,.0f} MB"),
            ("cold", first.text()),
            ("cold, processor time", Sample(tuple(run.cpu for run in found["cold"])).text()),
            ("cold, pages per second", f"{pages / first.median:,.0f}"),
            ("nothing changed", second.text()),
            ("the same bytes, plainly written", plain.text()),
            ("cold over plain writing", first.over(plain).text("×", 1)),
            ("nothing changed over plain writing", second.over(plain).text("×", 1)),
            ("peak memory of one process", Sample(tuple(run.peak_mb for run in found["cold"])).text("MB", 0)),
            ("the same package rendered elsewhere", "the same bytes" if same else "OTHER BYTES"),
        ]
    )
    print()
    save("publish", {"pages": pages, "bytes": size, "cold": first, "unchanged": second, "bare": plain})
    met = [
        target("cold", first.median, 60, " s"),
        target("nothing changed", second.median, 5, " s"),
        same,
    ]
    return 0 if all(met) else 1


def write(files: dict[str, bytes], folder: Path) -> None:
    for path, content in files.items():
        target_file = folder / path
        target_file.parent.mkdir(parents=True, exist_ok=True)
        with target_file.open("wb") as out:
            out.write(content)


def fingerprint(site: Path) -> str:
    """One SHA-256 over the names and the bytes of every file."""
    digest = hashlib.sha256()
    for file in sorted(f for f in site.rglob("*") if f.is_file()):
        digest.update(str(file.relative_to(site)).encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3))
