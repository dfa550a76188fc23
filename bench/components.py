"""What a component and a page of the portal cost to render, beside Django's own ways of writing the same markup.

    python bench/components.py [ROUNDS]

The same badge fifty times in a page: written where it stands, as Django's `{% include %}`, and as `{% component %}`.
Then each drawing, the page with every component, and every kind of page of the whole Cali plan.
"""

import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from measure import ROOT, Sample, heading, home, process, save, table, take_turns, temporary, timed
from site_of_cali import CUT_OFF, MATRIX, SLUG, import_cali, publish_command

IN_A_PAGE = 50


def main(rounds: int) -> int:
    heading("Components and pages, rendered")
    with temporary() as folder:
        if MATRIX.exists():
            import_cali(home(folder))
            process(publish_command(), env=home(folder))
        os.environ |= {**home(folder), "DJANGO_SETTINGS_MODULE": "concierta.installation.settings"}
        sys.path.insert(0, str(ROOT / "src"))
        import django
        from django.utils import translation

        django.setup()
        translation.activate("es-co")
        badge = badges(rounds)
        drawings(rounds)
        pages = every_page(folder) if MATRIX.exists() else {}
    save("components", {"badge": badge, "pages": pages})
    return 0


def each(work: Callable[[], Any], times: int) -> float:
    """Microseconds of one call, over `times` calls."""
    return timed(lambda: [work() for _ in range(times)]) / times * 1e6


def badges(rounds: int) -> dict[str, Sample]:
    from django.template import Context, Engine

    from concierta.web.kit.registry import ROOT as COMPONENTS

    source = (COMPONENTS / "state-badge" / "template.html").read_text().split("\n", 1)[1]
    body = "".join(line.strip() for line in source.split("\n"))
    engine = Engine(
        loaders=[("django.template.loaders.locmem.Loader", {"badge.html": body})],
        builtins=["django.templatetags.i18n", "concierta.web.kit.templatetags.components"],
    )
    ways = {
        "written in the page": body,
        "{% include … only %}": '{% include "badge.html" with state=state label="" only %}',
        "{% component %}": '{% component "state-badge" state=state %}',
    }
    states = ["verified", "adjusted", "reported", "rejected", "no_data"] * (IN_A_PAGE // 5)
    subjects = {}
    for name, one in ways.items():
        page = engine.from_string("{% for state in states %}" + one + "{% endfor %}")
        html = page.render(Context({"states": states, "label": ""}))
        subjects[name] = partial(each, partial(page.render, Context({"states": states, "label": ""})), 100)
        if html.count("c-state--") != IN_A_PAGE:
            sys.exit(f"{name} did not draw the badges.")
    found = {name: Sample(tuple(times)) for name, times in take_turns(subjects, rounds).items()}
    plain = found["written in the page"]
    print(f"\nThe same badge, {IN_A_PAGE} times in a page, {rounds} turns")
    rows = []
    for name, times in found.items():
        one = Sample(tuple(value / IN_A_PAGE for value in times.values)).text("µs each", 1)
        rows.append((name, one if times is plain else f"{one}   {times.over(plain).text('×', 1)}"))
    table(rows)
    return found


def drawings(rounds: int) -> None:
    from concierta.web.kit import gallery
    from concierta.web.kit.charts import achievement_bar, flow, ranked_bars, series_chart
    from concierta.web.kit.registry import render_component

    seen: dict[str, Callable[[], Any]] = {}
    bar = {"id": "a", "name": "Personas formadas", **gallery._AMENDED}
    seen["achievement bar, small"] = partial(achievement_bar, **bar)
    seen["achievement, large, with its words"] = partial(render_component, "achievement", **bar)
    for name, drawing in (("series", series_chart), ("ranked bars", ranked_bars), ("flow", flow)):
        seen[name] = partial(drawing, **figures_for(name))
    seen["every component on one page"] = gallery.gallery_html
    subjects = {name: partial(each, work, 5 if "every" in name else 100) for name, work in seen.items()}
    for work in seen.values():
        work()  # compiled once, before measuring
    print(f"\nDrawings, {rounds} turns")
    found = take_turns(subjects, rounds)
    table([(name, Sample(tuple(times)).text("µs", 0)) for name, times in found.items()])


def figures_for(name: str) -> dict[str, Any]:
    """Figures of the size that a page of the portal has."""
    from concierta.web.kit.charts import FlowLink, RankedItem, SeriesPoint

    if name == "series":
        points = [SeriesPoint(f"202{4 + n // 4}-T{n % 4 + 1}", 500 + n, 450, 450, "verified") for n in range(8)]
        return {"id": "s", "points": points, "name": "Personas formadas", "unit": "personas"}
    if name == "ranked bars":
        return {"id": "r", "items": [RankedItem(f"Rama {n}", 1000 - n, str(n)) for n in range(10)], "name": "Ramas"}
    links = [FlowLink("Alcaldía", f"Eje {n % 3}", f"Estado {n % 4}", 10**9 + n) for n in range(9)]
    return {"id": "f", "links": links, "name": "Dinero"}


def every_page(folder: Path) -> dict[str, float]:
    """Render every page of the plan in Spanish once, in this process; median, slowest and number by kind."""
    from concierta.publishing.queries import read_package
    from concierta.web.portal.corte import Corte
    from concierta.web.portal.render import Renderer

    begun = time.perf_counter()
    renderer = Renderer(Corte(read_package(folder / "cortes" / SLUG / CUT_OFF)))
    reading = time.perf_counter() - begun
    times: dict[str, list[float]] = {}
    begun = time.perf_counter()
    for path, _ in renderer.pages():
        now = time.perf_counter()
        parts = path.split("/")
        if parts[0] != "en":
            times.setdefault(parts[0] if len(parts) > 1 else "front page", []).append((now - begun) * 1e6)
        begun = time.perf_counter()
    print(f"\nPages of the whole Cali plan, one process; reading its package {reading:.2f} s")
    rows = sorted(times.items(), key=lambda found: -sum(found[1]))
    whole = sum(sum(values) for values in times.values())
    table(
        [
            (
                kind,
                f"{Sample(tuple(values)).text('µs', 0):<34} × {len(values):>5,} = {100 * sum(values) / whole:4.1f} %",
            )
            for kind, values in rows
        ]
    )
    return {kind: Sample(tuple(values)).median for kind, values in times.items()}


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 7))
