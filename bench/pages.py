"""Reading the portal: what a page weighs, and how fast `concierta serve` gives it, beside plain file servers.

    python bench/pages.py [ROUNDS]

The same folder (the whole Cali plan, published) behind `concierta serve` (Granian, one worker, WhiteNoise, with the
portal's security headers) and behind plain file servers: Python's own threaded one, Granian's static mount, and nginx
where it is installed. All are asked in turns, by the same generator, over kept-alive connections of this machine.
"""

import statistics
import sys
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import servers
from load import Load, load
from measure import Sample, heading, home, process, save, table, take_turns, target, temporary
from site_of_cali import MATRIX, Weight, import_cali, publish_command, third_parties, weights

LIMIT_KB = 60
REQUESTS = 2000


def main(rounds: int) -> int:
    if not MATRIX.exists():
        print(f"{MATRIX} is not here: nothing measured.")
        return 0
    heading("Reading the portal: the whole Cali plan")
    with temporary() as folder:
        import_cali(home(folder / "home"))
        process(publish_command(), env=home(folder / "home"))
        site = folder / "home" / "site"
        pages = weights(site)
        outside = third_parties(site)
        tell_weights(pages)
        found = speeds(folder, site, rounds)
    save("pages", {"heaviest": pages[0].plain, "speeds": {place: as_plain(by) for place, by in found.items()}})
    met = [
        target("heaviest page with all it loads", pages[0].plain / 1000, LIMIT_KB, " kB"),
        target("pages that ask a third party for anything", len(outside), 0),
    ]
    return 0 if all(met) else 1


def tell_weights(pages: list[Weight]) -> None:
    print("\nWhat a page and all it loads weigh, first visit, nothing cached")
    plain = Sample(tuple(page.plain / 1000 for page in pages))
    gzipped = Sample(tuple(page.gzipped / 1000 for page in pages))
    front = next(page for page in pages if page.page == "index.html")
    table(
        [
            ("pages", f"{len(pages):,}"),
            ("as files", plain.text("kB", 1)),
            ("gzipped", gzipped.text("kB", 1)),
            ("the front page", f"{front.plain / 1000:.1f} kB, gzipped {front.gzipped / 1000:.1f}"),
            *(
                ("heaviest" if not place else "", f"{p.plain / 1000:.1f} kB {p.page}")
                for place, p in enumerate(pages[:3])
            ),
        ]
    )


def speeds(folder: Path, site: Path, rounds: int) -> dict[str, dict[str, list[Load]]]:
    project = sorted((site / "proyectos").glob("*/index.html"))[0].parent.name
    data = max((site / "cortes").rglob("*.csv"), key=lambda file: file.stat().st_size)
    places = {
        "front page": ("/", REQUESTS),
        "a project": (f"/proyectos/{project}/", REQUESTS),
        f"{data.name}, {data.stat().st_size / 1e6:.1f} MB": (f"/{data.relative_to(site)}", REQUESTS // 20),
    }
    found: dict[str, dict[str, list[Load]]] = {}
    with ExitStack() as stack:
        ports = {
            "concierta serve": stack.enter_context(servers.concierta(folder / "home")),
            "python http.server": stack.enter_context(servers.python_http_server(site)),
            "granian static": stack.enter_context(servers.granian_static(site, folder)),
        }
        if servers.has_nginx():
            ports["nginx"] = stack.enter_context(servers.nginx(site, folder))
        fixed = stack.enter_context(servers.fixed((site / "index.html").stat().st_size))
        for place, (path, requests) in places.items():
            asked = {
                name: partial(
                    load, port, (servers.STATIC if name == "granian static" else "") + path, requests=requests
                )
                for name, port in ports.items()
            }
            asked["(the generator's own ceiling)"] = partial(load, fixed, "/", requests=REQUESTS)
            for ask in asked.values():
                ask()  # once before measuring: caches of files and of code
            found[place] = take_turns(asked, rounds)
            tell_speeds(place, found[place])
        squeezed = load(ports["concierta serve"], "/", requests=50, gzip=True)
        plain = load(ports["concierta serve"], "/", requests=50)
    print(f"\n  front page on the wire, headers included: {plain.size:,} bytes; asking for gzip: {squeezed.size:,}\n")
    return found


def tell_speeds(place: str, found: dict[str, list[Load]]) -> None:
    print(f"\n{place}")
    ours = Sample(tuple(turn.per_second for turn in found["concierta serve"]))
    rows = []
    for name, turns in found.items():
        rate = Sample(tuple(turn.per_second for turn in turns))
        p50, p99 = (statistics.median(getattr(turn, key) for turn in turns) for key in ("p50", "p99"))
        line = f"{rate.text('/s', 0):<30} p50 {p50:6.2f} ms  p99 {p99:6.2f} ms"
        if name != "concierta serve" and not name.startswith("("):
            line += f"   ours is {ours.over(rate).text('×', 2)}"
        rows.append((name, line))
    table(rows)


def as_plain(found: dict[str, list[Load]]) -> dict[str, list[float]]:
    return {name: [turn.per_second for turn in turns] for name, turns in found.items()}


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5))
