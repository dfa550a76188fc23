"""The whole of Cali as a site to measure: imported, published, looked at."""

import gzip
import re
from dataclasses import dataclass
from pathlib import Path

from measure import CONCIERTA, DATA, process

MATRIX = DATA / "plans" / "cali" / "cuadro_1s_2024_12.xlsx"
SLUG, CUT_OFF = "cali", "2024-12-31"
_LINKED = re.compile(r'<(?:link rel="(?:stylesheet|icon)"[^>]*?href|(?:script|img)\b[^>]*?src)="([^"]+)"')


def import_cali(env: dict[str, str]) -> None:
    """All 846 projects of December 2024, in the home that `env` names."""
    process([CONCIERTA, "import", "plan", MATRIX, "--plan", SLUG, "--json"], env=env)


def publish_command(*options: str) -> list[str]:
    return [CONCIERTA, "publish", SLUG, "--cut-off", CUT_OFF, "--json", *options]


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes of a page with all it loads (stylesheet, script, icon, images): as they are and gzipped."""

    page: str
    plain: int
    gzipped: int


def weights(site: Path) -> list[Weight]:
    """The weight of every page of the latest corte and of the frozen ones, heaviest first."""
    known: dict[Path, tuple[int, int]] = {}

    def weigh(file: Path) -> tuple[int, int]:
        if file not in known:
            content = file.read_bytes()
            known[file] = len(content), len(gzip.compress(content, 6))
        return known[file]

    found = []
    for page in site.rglob("*.html"):
        parts = [weigh(page)]
        for href in set(_LINKED.findall(page.read_text(encoding="utf-8"))):
            if not href.startswith("data:"):
                parts.append(weigh((page.parent / href).resolve()))
        found.append(Weight(str(page.relative_to(site)), sum(p for p, _ in parts), sum(z for _, z in parts)))
    return sorted(found, key=lambda weight: weight.plain, reverse=True)


def third_parties(site: Path) -> list[str]:
    """Pages that would load anything from another address."""
    outside = re.compile(
        r'<(?:link rel="(?:stylesheet|icon|preload)"[^>]*?href|(?:script|img|iframe)\b[^>]*?src)="(?:https?:)?//'
    )
    return [str(page.relative_to(site)) for page in site.rglob("*.html") if outside.search(page.read_text())]
