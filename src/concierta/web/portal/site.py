"""Publishing the portal: a folder of static files made from packages, and from nothing else.

A publication builds the next site beside the one that is read, records its pages, signs the log into it, verifies all
of it, and switches once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext

from concierta.kernel.builds import built_beside
from concierta.ledger.operations import seal_build, seal_site
from concierta.ledger.operations.publish import check_continues
from concierta.ledger.operations.record import publication_lock
from concierta.ledger.operations.seal import pending_cortes
from concierta.ledger.queries import losses_on_record, recorded_cortes
from concierta.publishing.operations import freeze_corte
from concierta.publishing.queries import Package
from concierta.web.kit import formats
from concierta.web.portal import assets
from concierta.web.portal.addresses import FROZEN, LATEST, NO_LOSSES, settle
from concierta.web.portal.corte import Corte
from concierta.web.portal.fingerprint import fingerprint
from concierta.web.portal.layout import Layout, PlanFolder, find_packages, lay_out
from concierta.web.portal.losses import losses_in_words
from concierta.web.portal.pages.cortes import list_task
from concierta.web.portal.pages.search import index_files
from concierta.web.portal.parallel import render_pages
from concierta.web.portal.printed import not_printed, printed
from concierta.web.portal.render import Renderer
from concierta.web.portal.root import write_root
from concierta.web.portal.whole import full_disk_in_words, remove_unrecorded, verify_build
from concierta.web.portal.writing import Destination, Listing, Tally, Written, entries, remove_stale, write_if_changed

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

    def as_dict(self) -> dict[str, object]:
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
        "No se pudo imprimir %(path)s: el corte se publicó sin ese archivo, y la página que lo enlazaría lo dice."
    ) % {"path": path}


def unprinted_in(site: Path, cortes: Path | None = None) -> tuple[str, ...]:
    """Documents that the rendered cortes of `site` should have and have not, by their path in it."""
    return unprinted_of(site, lay_out(find_packages(cortes or _cortes())))


def unprinted_of(site: Path, layout: Layout) -> tuple[str, ...]:
    missing = []
    for plan in layout.plans:
        for package in plan.packages:
            folder = f"{plan.folder}cortes/{package.cut_off.isoformat()}/"
            if (site / folder).is_dir():
                missing += [folder + path for path in not_printed(Corte(package), site / folder)]
    return tuple(missing)


def publish_site(
    *,
    plan: Any,
    cut_off: date,
    by: Any,
    at: datetime,
    out: Path | None = None,
    progress: Progress | None = None,
) -> PublishResult:
    """Freeze the corte of `plan` at `cut_off` unless it is frozen already, and show the site that has it.

    Raises `Refusal` when this person may not publish, the corte's package is not the one that was published, the log
    may not be signed, the disk is full, or the new site does not pass its own verification. Whoever reads the site sees
    the one before until the new one is whole, recorded, signed and verified.
    """
    with publication_lock(), full_disk_in_words():
        check_continues(out or Path(settings.SITE))
        corte = freeze_corte(plan=plan, cut_off=cut_off, by=by, at=at)
        result = show_site(out=out, by=by, at=at, progress=progress)
    return replace(result, cut_off=cut_off, manifest_sha256=corte.manifest_sha256)


def show_site(*, out: Path | None = None, by: Any, at: datetime, progress: Progress | None = None) -> PublishResult:
    """Bring the site to what the cortes on record and this program make of it, at one stroke. Raises as `publish_site`.

    Where it already is so, only its log is brought up to date.
    """
    site = out or Path(settings.SITE)
    with publication_lock(), full_disk_in_words():
        check_continues(site)
        recorded = recorded_cortes().keys()
        packages = [package for package in find_packages(_cortes()) if package.manifest_sha256 in recorded]
        losses = losses_in_words(losses_on_record())
        if not _is_late(site, lay_out(packages), losses) and not pending_cortes(site):
            seal_site(site=site, by=by, at=at)
            return PublishResult(site, None, "", (), 0, 0, 0)
        with built_beside(site) as build:
            remove_unrecorded(build, recorded)
            result = _render(build, packages, progress, losses)
            seal_build(build=build, by=by, at=at)
            verify_build(build)
    return replace(result, site=site)


def render_site(
    *, out: Path | None = None, cortes: Path | None = None, progress: Progress | None = None
) -> PublishResult:
    """Render every package under `cortes` (HOME/cortes) into `out` (SITE). What is as it should be is not touched.

    In the folder itself, page by page, and without the log: for a folder that nobody reads meanwhile. What readers see
    is changed by `show_site`.
    """
    return _render(out or Path(settings.SITE), find_packages(cortes or _cortes()), progress)


def _cortes() -> Path:
    return Path(settings.HOME) / "cortes"


def _render(
    site: Path, packages: list[Package], progress: Progress | None, losses: Mapping[str, str] = NO_LOSSES
) -> PublishResult:
    layout = lay_out(packages)
    tally, rendered = Tally(), []
    site.mkdir(parents=True, exist_ok=True)
    for plan in layout.plans:
        rendered += _render_plan(_wanted(site, layout, plan, losses), plan, tally, progress)
    if layout.first is not None and not _is_current(site, mark := _list_fingerprint(layout)):
        _close(site, mark, "", write_root(site, layout, layout.first), tally)
    return PublishResult(
        site, None, "", tuple(rendered), tally.written, tally.kept, tally.removed, unprinted_of(site, layout)
    )


def _is_late(site: Path, layout: Layout, losses: Mapping[str, str]) -> bool:
    """True if some folder of the site is not what would be rendered now."""
    wanted = [
        folder for plan in layout.plans for _, folders in _wanted(site, layout, plan, losses) for folder in folders
    ]
    if any(not _is_current(destination.folder, mark) for destination, mark in wanted):
        return True
    return layout.first is not None and not _is_current(site, _list_fingerprint(layout))


def _list_fingerprint(layout: Layout) -> str:
    return fingerprint("root", *(package.manifest_sha256 for plan in layout.plans for package in plan.packages))


def _wanted(
    site: Path, layout: Layout, plan: PlanFolder, losses: Mapping[str, str]
) -> list[tuple[Package, list[tuple[Destination, str]]]]:
    """Each corte of a plan with the folders it goes to, and what each is made from.

    The frozen ones; from the newest, the plan's root; of the plan that was first, the frozen ones at the root too.
    """
    home = site / plan.folder
    # From each home of the plan to the root of the site, where the log is: the frozen pages link to it.
    up = "../" * plan.folder.count("/")
    homes = [(home, up), (site, "")] if layout.first is plan else [(home, up)]
    folders_of = []
    for package in plan.packages:
        day = package.cut_off.isoformat()
        wanted = [
            (Destination(folder / "cortes" / day, FROZEN, above), fingerprint("frozen", above, package.manifest_sha256))
            for folder, above in homes
        ]
        if package is plan.latest:
            wanted.append((Destination(home, LATEST, up, dict(losses)), _root_fingerprint(plan, up, losses)))
        folders_of.append((package, wanted))
    return folders_of


def _render_plan(
    wanted: Sequence[tuple[Package, list[tuple[Destination, str]]]],
    plan: PlanFolder,
    tally: Tally,
    progress: Progress | None,
) -> list[str]:
    """Render what is late of a plan; the cut-offs rendered."""
    rendered: list[str] = []
    for package, folders in wanted:
        late = [(destination, mark) for destination, mark in folders if not _is_current(destination.folder, mark)]
        if late:
            _render_corte(package, plan, late, tally, progress)
            rendered.append(package.cut_off.isoformat())
    return rendered


def _root_fingerprint(plan: PlanFolder, up: str, losses: Mapping[str, str]) -> str:
    return fingerprint("latest", up, *losses.values(), *(package.manifest_sha256 for package in plan.packages))


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
