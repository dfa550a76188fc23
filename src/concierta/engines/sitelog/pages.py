"""From the log to every file of the site: listings and manifests, and what each file must be."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .acts import CORTE, LISTING, PAGES, Act
from .findings import Finding, Mismatch
from .site import Site


@dataclass
class Expected:
    """What the log says the site holds: `files` path → the SHA-256 it must have, in hex."""

    files: dict[str, set[str]] = field(default_factory=dict)
    listings: set[str] = field(default_factory=set)
    cortes: int = 0

    def expect(self, path: str, sha256: str) -> None:
        self.files.setdefault(path, set()).add(sha256)


def check_pages(site: Site, acts: Iterable[Act]) -> tuple[Expected, list[Finding]]:
    """Compares the whole site with the last thing the log says of each of its folders, and with every corte."""
    listings: dict[str, object] = {}
    cortes: dict[str, Act] = {}
    for act in acts:
        if act.kind == PAGES:
            listings[str(act.body.get("listing"))] = act.body.get("sha256")
        elif act.kind == CORTE:
            cortes[str(act.body.get("manifest_sha256"))] = act
    expected = Expected(cortes=len(cortes))
    shown: set[str] = set()
    findings: list[Finding] = []
    for path, sha256 in listings.items():
        if sha256 is not None:
            findings += _check_listing(site, path, str(sha256), cortes, shown, expected)
    for manifest, act in cortes.items():
        if manifest not in shown:
            findings.append(Finding(act.subject, Mismatch.CORTE_MISSING, {"manifest": manifest}))
    findings += _check_files(site, expected)
    return expected, findings


def _check_listing(
    site: Site, path: str, sha256: str, cortes: dict[str, Act], shown: set[str], expected: Expected
) -> Iterator[Finding]:
    if not _is_inside(path):
        yield Finding(path, Mismatch.PATH_REFUSED)
        return
    expected.listings.add(path)
    try:
        content = site.read(path)
    except FileNotFoundError:
        yield Finding(path, Mismatch.FILE_MISSING)
        return
    if hashlib.sha256(content).hexdigest() != sha256:
        # Its lines are still compared with what is there: that may tell which page was meant to be hidden.
        yield Finding(path, Mismatch.FILE_CHANGED)
    folder = path.removesuffix(LISTING)
    try:
        files = {f"{folder}{name}": str(facts["sha256"]) for name, facts in json.loads(content)["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        yield Finding(path, Mismatch.LISTING_MALFORMED)
        return
    for name, digest in files.items():
        if _is_inside(name):
            expected.expect(name, digest)
        else:
            yield Finding(name, Mismatch.PATH_REFUSED)
    if f"{folder}manifest.json" in files:
        yield from _check_manifest(site, folder, cortes, shown, expected)


def _check_manifest(
    site: Site, folder: str, cortes: dict[str, Act], shown: set[str], expected: Expected
) -> Iterator[Finding]:
    """A manifest counts only as the one that a corte's leaf names, for the plan and the date that it names."""
    path = f"{folder}manifest.json"
    try:
        content = site.read(path)
    except FileNotFoundError:
        return  # named with the files of the listing
    sha256 = hashlib.sha256(content).hexdigest()
    act = cortes.get(sha256)
    try:
        manifest = json.loads(content)
        files = {f"{folder}{name}": str(facts["sha256"]) for name, facts in manifest["files"].items()}
        named = (manifest["plan"], manifest["cut_off"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        yield Finding(path, Mismatch.MANIFEST_MALFORMED)
        return
    if act is None or named != (act.plan, act.body.get("cut_off")):
        yield Finding(path, Mismatch.CORTE_UNRECORDED, {"manifest": sha256})
        return
    shown.add(sha256)
    for name, digest in files.items():
        if _is_inside(name):
            expected.expect(name, digest)


def _check_files(site: Site, expected: Expected) -> Iterator[Finding]:
    for path, content in site.read_all(expected.files):
        if content is None:
            yield Finding(path, Mismatch.FILE_MISSING)
        elif expected.files[path] != {hashlib.sha256(content).hexdigest()}:
            yield Finding(path, Mismatch.FILE_CHANGED)


def _is_inside(path: str) -> bool:
    # Names come from whoever is being checked: none may lead out of the site.
    return not path.startswith("/") and "\\" not in path and not {"", ".", ".."} & set(path.split("/"))
