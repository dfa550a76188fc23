"""Reads what `lighthouse.sh` left in a folder, NUMBER-RUN.json per page, and prints the scores; called by it."""

import json
import statistics
import sys
from pathlib import Path
from typing import Any

from measure import heading, save

LIMIT = 95
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def main(folder: Path, pages: list[str]) -> int:
    reports = {
        page: [json.loads(file.read_text()) for file in sorted(folder.glob(f"{number}-*.json"))]
        for number, page in enumerate(pages)
    }
    first = next(iter(reports.values()))[0]
    heading(f"Lighthouse {first['lighthouseVersion']}, {first['configSettings']['formFactor']} settings")
    width = max(len(page) for page in pages)
    print(f"  {'':<{width}}  " + "  ".join(CATEGORIES) + "   first paint · largest paint · transferred")
    scores = {page: {key: score(found, key) for key in CATEGORIES} for page, found in reports.items()}
    for page, found in reports.items():
        line = "  ".join(f"{scores[page][key]:>{len(key)}.0f}" for key in CATEGORIES)
        paints = " · ".join(
            f"{figure(found, audit) / 1000:.1f} s" for audit in ("first-contentful-paint", "largest-contentful-paint")
        )
        print(f"  {page:<{width}}  {line}   {paints} · {figure(found, 'total-byte-weight') / 1000:.1f} kB")
    for page, found in reports.items():
        for audit in failed(found[0]):
            print(f"    {page}: {audit}")
    save("lighthouse", scores)
    lowest = min(value for by in scores.values() for value in by.values())
    print(f"\n  {'✓' if lowest >= LIMIT else '✕'} lowest score: {lowest:.0f} ≥ {LIMIT}")
    return 0 if lowest >= LIMIT else 1


def score(reports: list[dict[str, Any]], category: str) -> float:
    return statistics.median(100 * (report["categories"][category]["score"] or 0) for report in reports)


def figure(reports: list[dict[str, Any]], audit: str) -> float:
    return statistics.median(report["audits"][audit]["numericValue"] for report in reports)


def failed(report: dict[str, Any]) -> list[str]:
    """Audits that cost points in the three categories that are not about speed, and slow ones."""
    lines = []
    for name, category in report["categories"].items():
        for reference in category["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                lines.append(f"{name}: {audit['title']} ({audit.get('displayValue') or audit['score']})")
    return lines


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
