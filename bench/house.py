"""Measures of the source as a newcomer meets it: files, lines, share of imports, `Any`, width of templates.

    python bench/house.py [--against REVISION] [--field REVISION] [CHECKOUT/PACKAGE …]

Measures the source beside this script and, with `--against`, that of another commit; further folders of Python are
measured alike. `--field` names the commit that added one field to a project: how many files it touched. The figures of
the models were counted the same way on their own sources in 2026; they are printed when none is given.
"""

import argparse
import ast
import statistics
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from measure import ROOT, heading, save, temporary

#: Files, lines, share of import lines, letters a line of template: pretalx, les-emplois, NetBox.
MODELS = {
    "pretalx": (452, 59_643, 7.2, 42, 17),
    "les-emplois": (737, 88_109, 5.6, 54, 11),
    "NetBox": (755, 144_327, None, None, 12),
}


@dataclass(frozen=True, slots=True)
class House:
    """One package, without its migrations. Lines are lines of text, blank ones too."""

    files: int
    lines: int
    median: int
    ninetieth: int
    longest: int
    imports: float
    """Per cent of the lines that belong to an import statement."""
    view_imports: float | None
    """The same, of the files that are views."""
    any_names: int
    """How often `Any` is written outside an import."""
    comments: float
    mutual: tuple[tuple[str, str], ...]
    """First-level modules of which each imports the other."""
    template_width: float | None
    """Mean letters of a line of HTML that is not blank."""
    template_longest: int | None


def main(arguments: argparse.Namespace) -> int:
    heading("The house, as a newcomer meets it")
    houses = {"concierta": measured(ROOT / "src" / "concierta")}
    if arguments.against:
        with temporary() as folder:
            extract(arguments.against, folder)
            houses[arguments.against] = measured(folder / "src" / "concierta")
    for one in arguments.packages:
        houses[one.name] = measured(one)
    for name, house in houses.items():
        print(f"\n{name}")
        for label, value in told(house):
            print(f"  {label:<44} {value}")
    if arguments.against:
        ratio = houses["concierta"].lines / houses[arguments.against].lines
        print(f"\nlines, against {arguments.against}: {ratio:.3f}×")
    if not arguments.packages:
        print("\nmodels: files · lines · imports % · letters a line of template · files for one field")
        for name, figures in MODELS.items():
            print(f"  {name:<14} {' · '.join('–' if one is None else f'{one:,}' for one in figures)}")
    if arguments.field:
        print(f"\nfiles touched by {arguments.field}: {len(touched(arguments.field))}")
    save("house", {name: told(house) for name, house in houses.items()})
    return 0


def measured(package: Path) -> House:
    sources = {path: path.read_text() for path in sorted(python_files(package))}
    trees = {path: ast.parse(text) for path, text in sources.items()}
    lengths = [text.count("\n") for text in sources.values()]
    templates = [
        line.strip()
        for path in package.rglob("*.html")
        for line in path.read_text(errors="replace").splitlines()
        if line.strip()
    ]
    views = [path for path in sources if "views" in path.stem or "views" in {one.name for one in path.parents}]
    return House(
        files=len(sources),
        lines=sum(lengths),
        median=round(statistics.median(lengths)),
        ninetieth=round(statistics.quantiles(lengths, n=10)[8]),
        longest=max(lengths),
        imports=sum(import_lines(trees[path]) for path in sources) / sum(lengths) * 100,
        view_imports=sum(import_lines(trees[path]) for path in views)
        / sum(sources[path].count("\n") for path in views)
        * 100
        if views
        else None,
        any_names=sum(
            isinstance(node, ast.Name) and node.id == "Any" for tree in trees.values() for node in ast.walk(tree)
        ),
        comments=sum(line.lstrip().startswith("#") for text in sources.values() for line in text.splitlines())
        / sum(lengths)
        * 100,
        mutual=tuple(mutual_imports(package, trees)),
        template_width=statistics.mean(map(len, templates)) if templates else None,
        template_longest=max(map(len, templates), default=None),
    )


def python_files(package: Path) -> Iterator[Path]:
    return (path for path in package.rglob("*.py") if "migrations" not in path.parts)


def import_lines(tree: ast.Module) -> int:
    return sum(
        (node.end_lineno or node.lineno) - node.lineno + 1
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
    )


def mutual_imports(package: Path, trees: dict[Path, ast.Module]) -> Iterator[tuple[str, str]]:
    arrows = set()
    for path, tree in trees.items():
        module = path.relative_to(package).parts[0].removesuffix(".py")
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{package.name}."):
                arrows.add((module, (node.module or "").split(".")[1]))
    return ((one, other) for one, other in sorted(arrows) if one < other and (other, one) in arrows)


def told(house: House) -> list[tuple[str, str]]:
    def share_of(value: float | None) -> str:
        return "–" if value is None else f"{value:.1f} %"

    return [
        ("Python files, without migrations", f"{house.files:,}"),
        ("lines", f"{house.lines:,}"),
        ("lines of a file: median, p90, longest", f"{house.median} · {house.ninetieth} · {house.longest}"),
        ("import lines (of the views)", f"{share_of(house.imports)} ({share_of(house.view_imports)})"),
        ("comment lines", share_of(house.comments)),
        ("Any", f"{house.any_names:,}"),
        ("mutual imports of modules", ", ".join(" ↔ ".join(pair) for pair in house.mutual) or "none"),
        (
            "letters a line of template, longest",
            "–" if house.template_width is None else f"{house.template_width:.0f} · {house.template_longest}",
        ),
    ]


def extract(revision: str, folder: Path) -> None:
    archive = subprocess.run(["git", "archive", revision, "src"], cwd=ROOT, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=BytesIO(archive)) as tar:
        tar.extractall(folder, filter="data")


def touched(revision: str) -> list[str]:
    listing = subprocess.run(
        ["git", "diff-tree", "--no-commit-id", "--name-only", "-r", revision],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return listing.split()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--against", metavar="REVISION")
    parser.add_argument("--field", metavar="REVISION")
    parser.add_argument("packages", nargs="*", type=Path)
    sys.exit(main(parser.parse_args()))
