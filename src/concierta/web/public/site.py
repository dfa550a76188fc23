"""Publishing the portal: a folder of static files made from packages, and from nothing else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext

from concierta.ledger.operations import seal_site
from concierta.publishing.operations import freeze_corte
from concierta.publishing.queries import Package
from concierta.web.components import formats
from concierta.web.public import assets
from concierta.web.public.addresses import FROZEN, LATEST, settle
from concierta.web.public.corte import Corte
from concierta.web.public.fingerprint import fingerprint
from concierta.web.public.layout import PlanFolder, find_packages, lay_out
from concierta.web.public.pages.cortes import list_task
from concierta.web.public.pages.search import index_files
from concierta.web.public.parallel import render_pages
from concierta.web.public.printed import not_printed, printed
from concierta.web.public.render import Renderer
from concierta.web.public.root import write_root
from concierta.web.public.writing import Destination, Listing, Tally, Written, entries, remove_stale, write_if_changed

#: Told how many of how many pages are done, of which corte.
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class PublishResult:
    """`cortes` are the cut-offs rendered now; empty when the site already was what it should be. `unprinted` are the
    documents that the site has not, because they could not be printed: the corte is published without them."""

    site: Path
    cut_off: date | None
    manifest_sha256: str
    cortes: tuple[str, ...]
    written: int
    kept: int
    removed: int
    unprinted: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """What `concierta publish --json` prints."""
        return {
            "site": str(self.site),
            "cut_off": self.cut_off.isoformat() if self.cut_off else None,
            "manifest_sha256": self.manifest_sha256,
            "cortes": list(self.cortes),
            "written": self.written,
            "kept": self.kept,
            "removed": self.removed,
            "unprinted": list(self.unprinted),
        }

    def __str__(self) -> str:
        if not self.cortes:
            done = gettext("El sitio ya estaba al día: no se tocó ningún archivo.")
        else:
            done = gettext("%(written)s archivos escritos, %(kept)s sin cambio, %(removed)s retirados.") % {
                "written": formats.number(self.written),
                "kept": formats.number(self.kept),
                "removed": formats.number(self.removed),
            }
        lines = [done, gettext("Sitio: %(site)s") % {"site": self.site}]
        if self.manifest_sha256:
            lines.append(gettext("Huella del corte: sha256 %(hash)s") % {"hash": self.manifest_sha256})
        lines += [unprinted_words(path) for path in self.unprinted]
        return "\n".join(lines)


def unprinted_words(path: str) -> str:
    """What is said of a document that could not be printed, by publishing and by checking."""
    return gettext(
        "No se pudo imprimir %(path)s: el corte se publicó sin ese archivo, y la página del acta lo dice."
    ) % {"path": path}


def unprinted_in(site: Path, cortes: Path | None = None) -> tuple[str, ...]:
    """Documents that the rendered cortes of `site` should have and have not, by their path in it."""
    layout = lay_out(find_packages(cortes or Path(settings.HOME) / "cortes"))
    found = []
    for plan in layout.plans:
        for package in plan.packages:
            folder = f"{plan.folder}cortes/{package.cut_off.isoformat()}/"
            if (site / folder).is_dir():
                found += [folder + path for path in not_printed(Corte(package), site / folder)]
    return tuple(found)


def publish_site(
    *,
    plan: Any,
    cut_off: date,
    by: Any,
    at: datetime,
    out: Path | None = None,
    progress: Progress | None = None,
) -> PublishResult:
    """Freeze the corte of `plan` at `cut_off` unless it is frozen already, bring the site up to date and seal it.

    Raises `Refusal` when this person may not publish, or the corte's package is not the one that was published.
    """
    corte = freeze_corte(plan=plan, cut_off=cut_off, by=by, at=at)
    found = render_site(out=out, progress=progress)
    seal_site(site=found.site, by=by, at=at)
    return PublishResult(
        found.site,
        cut_off,
        corte.manifest_sha256,
        found.cortes,
        found.written,
        found.kept,
        found.removed,
        found.unprinted,
    )


def render_site(
    *, out: Path | None = None, cortes: Path | None = None, progress: Progress | None = None
) -> PublishResult:
    """Render every package under `cortes` (HOME/cortes) into `out` (SITE). What is as it should be is not touched."""
    site = out or Path(settings.SITE)
    packages = find_packages(cortes or Path(settings.HOME) / "cortes")
    layout = lay_out(packages)
    tally, rendered = Tally(), []
    site.mkdir(parents=True, exist_ok=True)
    for plan in layout.plans:
        extra = site if layout.first is plan else None
        rendered += _render_plan(site / plan.folder, plan, extra, tally, progress)
    if layout.first is not None:
        mark = fingerprint("root", *(package.manifest_sha256 for package in packages))
        if not _is_current(site, mark):
            _close(site, mark, "", write_root(site, layout, layout.first), tally)
    unprinted = unprinted_in(site, cortes)
    return PublishResult(site, None, "", tuple(rendered), tally.written, tally.kept, tally.removed, unprinted)


def _render_plan(
    home: Path, plan: PlanFolder, extra: Path | None, tally: Tally, progress: Progress | None
) -> list[str]:
    """The frozen cortes of a plan and, from the newest, its root. `extra` is another home for the frozen ones."""
    # From each home of the plan to the root of the site, where the log is: the frozen pages link to it.
    up = "../" * plan.folder.count("/")
    homes = [(home, up)] if extra is None else [(home, up), (extra, "")]
    rendered: list[str] = []
    for package in plan.packages:
        day = package.cut_off.isoformat()
        wanted = [
            (Destination(folder / "cortes" / day, FROZEN, above), fingerprint("frozen", above, package.manifest_sha256))
            for folder, above in homes
        ]
        if package is plan.latest:
            wanted.append((Destination(home, LATEST, up), _root_fingerprint(plan, up)))
        late = [(destination, mark) for destination, mark in wanted if not _is_current(destination.folder, mark)]
        if late:
            _render_corte(package, plan, late, tally, progress)
            rendered.append(day)
    return rendered


def _root_fingerprint(plan: PlanFolder, up: str) -> str:
    return fingerprint("latest", up, *(package.manifest_sha256 for package in plan.packages))


def _is_current(folder: Path, mark: str) -> bool:
    listing = Listing.read(folder)
    return listing.fingerprint == mark and listing.is_whole(folder)


def _render_corte(
    package: Package,
    plan: PlanFolder,
    late: Sequence[tuple[Destination, str]],
    tally: Tally,
    progress: Progress | None,
) -> None:
    """Render a corte once and write it in each of its folders."""
    destinations = [destination for destination, _ in late]
    day = package.cut_off.isoformat()
    written = render_pages(
        package.folder, destinations, lambda done, total: progress(done, total, day) if progress else None
    )
    corte = Corte(package)
    beside = printed(corte) | index_files(corte)
    for place, (destination, mark) in enumerate(late):
        folder, files = destination.folder, written[place]
        files += [write_if_changed(folder, path, content) for path, content in beside.items()]
        files += [write_if_changed(folder, path, content) for path, content in assets.assets().items()]
        if destination.kind == FROZEN:
            files += [write_if_changed(folder, path, (package.folder / path).read_bytes()) for path in package.files]
        else:
            files += _cortes_pages(destination, plan)
        _close(folder, mark, package.manifest_sha256, files, tally)


def _cortes_pages(at: Destination, plan: PlanFolder) -> list[Written]:
    renderer = Renderer(Corte(plan.latest), [list_task(plan.packages)])
    return [write_if_changed(at.folder, path, settle(content, LATEST, at.up)) for path, content in renderer.pages()]


def _close(folder: Path, mark: str, package: str, files: list[Written], tally: Tally) -> None:
    """Remove what is no longer part of the folder, then say what it holds: a crash before leaves it to be redone."""
    before = Listing.read(folder)
    tally.count(files)
    tally.removed += remove_stale(folder, before, [file.path for file in files])
    Listing(mark, package, entries(files)).write(folder)
