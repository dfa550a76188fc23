"""The whole of a published site against its checkpoint, and the checkpoint against who signed it."""

from dataclasses import dataclass, field
from itertools import chain

from concierta.engines.translog import (
    Checkpoint,
    KeyList,
    LogProblem,
    Note,
    SplitView,
    TileReader,
    VerifierKey,
    audit_log,
    find_split_view,
    open_checkpoint,
    tiles_of,
)

from .acts import CORTE, PAGES, ROTATED, Act, is_of_kind, parse_act
from .findings import Finding, Mismatch
from .kept import Kept
from .pages import Expected, check_pages
from .rotation import followed_keys, rotations_of
from .site import Site

_LOG = "log/"
_BESIDE = {"log/checkpoint", "log/vkey", "log/witnesses"}


@dataclass
class SiteReport:
    """What was found. `trusted` tells whether the key came from outside the site; `holds` is the answer.

    `unlisted` are files that no listing vouches for: shown by the server, told by nobody. `kept` is what to keep for
    the next visit; `unread_witnesses` have keys of a kind that cannot be checked here; `evidence` proves, where there
    is any, that the log signed two histories.
    """

    checkpoint: Checkpoint | None = None
    keys: list[VerifierKey] = field(default_factory=list)
    trusted: bool = False
    witnessed: dict[str, int] = field(default_factory=dict)
    unread_witnesses: list[str] = field(default_factory=list)
    files: int = 0
    cortes: int = 0
    findings: list[Finding] = field(default_factory=list)
    unlisted: list[str] = field(default_factory=list)
    kept: Kept | None = None
    evidence: SplitView | None = None

    @property
    def holds(self) -> bool:
        return not self.findings


def check_site(site: Site, *, key: VerifierKey | None = None, kept: Kept | None = None) -> SiteReport:
    """Checks everything; FileNotFoundError where there is no log at all, OSError where reading failed.

    Whom to believe: `key`, else the key kept from before, else the one that the site itself shows.
    """
    report = SiteReport(trusted=bool(key or kept))
    raw = site.read("log/checkpoint")
    try:
        note = Note.parse(raw)
        report.checkpoint = Checkpoint.parse(note.text)
    except LogProblem as problem:
        report.findings.append(Finding.of("log/checkpoint", problem))
        return report
    acts = _audit(site, report, report.checkpoint)
    start = key or (kept.key if kept else None) or _shown_key(site, report)
    if start:
        rotations, wrong = rotations_of(act for act in acts if act.kind == ROTATED)
        report.findings += wrong
        report.keys = followed_keys(start, rotations)
        _check_signatures(site, report, note, {*report.keys, *chain.from_iterable(rotations)})
        if kept:
            _check_past(site, report, note, kept)
    expected, wrong = check_pages(site, acts)
    report.findings += wrong
    report.files, report.cortes = len(expected.files), expected.cortes
    report.unlisted = _unlisted(site, expected)
    if report.holds and report.keys:
        report.kept = Kept(report.keys[-1], note)
    return report


def _audit(site: Site, report: SiteReport, checkpoint: Checkpoint) -> list[Act]:
    """Every tile, and the acts that say what the site holds."""
    acts: list[Act] = []

    def look(index: int, entry: bytes) -> None:
        if is_of_kind(entry, (PAGES, CORTE, ROTATED)):
            try:
                acts.append(parse_act(index, entry))
            except ValueError:
                report.findings.append(Finding("log", Mismatch.ENTRY_MALFORMED, {"index": index}))

    found = audit_log(
        lambda path: site.read(_LOG + path),
        size=checkpoint.size,
        root=checkpoint.root,
        on_entry=look,
        also=_other_tiles(site, checkpoint.size),
    )
    report.findings += [Finding(f"{_LOG}{one.path}".rstrip("/"), one.problem.value) for one in found]
    return acts


def _other_tiles(site: Site, size: int) -> list[str]:
    """Tiles that are there beside those of this checkpoint: partial ones of earlier checkpoints."""
    needed = {path for tile in tiles_of(size) for path in (tile.path, tile.entries_path if tile.level == 0 else "")}
    names = (name.removeprefix(_LOG) for name in site.names() or () if name.startswith("log/tile/"))
    return sorted(name for name in names if name not in needed)


def _shown_key(site: Site, report: SiteReport) -> VerifierKey | None:
    try:
        return _one_key(site.read("log/vkey").decode())
    except FileNotFoundError:
        report.findings.append(Finding("log/vkey", Mismatch.FILE_MISSING))
    except (LogProblem, ValueError):
        report.findings.append(Finding("log/vkey", Mismatch.KEY_FILE_CHANGED))
    return None


def _one_key(line: str) -> VerifierKey:
    """A line with a key and nothing else."""
    key = VerifierKey.parse(line.removesuffix("\n"))
    if f"{key}\n" != line:
        raise ValueError("not exactly one line with a key")
    return key


def _check_signatures(site: Site, report: SiteReport, note: Note, own: set[VerifierKey]) -> None:
    """By the present key; every other signature by somebody known: a key that the log had (`own`), or a witness."""
    current = report.keys[-1]
    listed = _witness_keys(site, report)
    witnesses = listed.known
    report.unread_witnesses = [key.name for key in listed.unread]
    try:
        signed = open_checkpoint(note, log_keys=[current], witness_keys=witnesses)
        report.witnessed = {key.name: time for key, time in signed.witnessed.items()}
        known = note.verified_by([*own, *witnesses])
    except LogProblem as problem:
        report.findings.append(Finding.of("log/checkpoint", problem))
        return
    for made in note.signatures:
        told = any(made.is_by(key) for key in known) or any(made.is_by(key) for key in listed.unread)
        if not told:
            report.findings.append(Finding("log/checkpoint", Mismatch.UNKNOWN_SIGNATURE, {"name": made.name}))
    try:
        shown = _one_key(site.read("log/vkey").decode())
    except (FileNotFoundError, LogProblem, ValueError):
        shown = None
    if shown != current:
        report.findings.append(Finding("log/vkey", Mismatch.KEY_FILE_CHANGED))


def _witness_keys(site: Site, report: SiteReport) -> KeyList:
    try:
        text = site.read("log/witnesses").decode()
        if text and not text.endswith("\n"):
            raise ValueError("not whole lines")
        return KeyList.parse(text.split("\n")[:-1])
    except FileNotFoundError:
        pass
    except (LogProblem, ValueError):
        report.findings.append(Finding("log/witnesses", Mismatch.WITNESS_FILE_CHANGED))
    return KeyList((), ())


def _check_past(site: Site, report: SiteReport, note: Note, kept: Kept) -> None:
    """That the log kept from before is the beginning of this one. Its tiles were all hashed already."""
    before, now = kept.checkpoint, report.checkpoint
    assert now is not None
    if before.origin != now.origin:
        report.findings.append(Finding("log/checkpoint", Mismatch.ANOTHER_LOG, {"kept": before.origin}))
    elif before.size > now.size:
        sizes: dict[str, object] = {"kept": before.size, "found": now.size}
        report.findings.append(Finding("log/checkpoint", Mismatch.LOG_SHRANK, sizes))
    else:
        reader = TileReader(lambda path: site.read(_LOG + path), now.size)
        try:
            if reader.root(before.size) == before.root:
                return
            report.evidence = find_split_view(kept.note, note, log_keys=[kept.key, *report.keys], read_larger=reader)
        except LogProblem as problem:
            report.findings.append(Finding.of("log/checkpoint", problem))
            return
        report.findings.append(Finding("log/checkpoint", Mismatch.LOG_REWRITTEN, {"size": before.size}))


def _unlisted(site: Site, expected: Expected) -> list[str]:
    names = site.names()
    if names is None:
        return []
    vouched = expected.files.keys() | expected.listings | _BESIDE
    return sorted(name for name in names - vouched if not name.startswith("log/tile/"))
