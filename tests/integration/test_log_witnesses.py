"""Witnesses over HTTP: who signs what, what is remembered across a crash, and a log that shows two faces."""

import hashlib
import threading
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from concierta.engines.sitelog import check_site
from concierta.engines.translog import (
    AddCheckpoint,
    Checkpoint,
    Note,
    SignerKey,
    SplitView,
    VerifierKey,
    consistency_proof,
    hash_entries,
    hashes_in_memory,
    open_checkpoint,
    tree_root,
)
from concierta.installation.cli import concierta
from concierta.installation.log.sources import FolderSite
from concierta.installation.witness import WitnessFolder, WitnessServer
from concierta.kernel.errors import Refusal
from concierta.ledger.operations import publish_log, request_cosignatures
from factories import AT
from unit.ledger.acts import record_many

NOW = 1_800_000_000
LOG = SignerKey("example.org/log", b"\x10" * 32)
ONE_FACE = [b"entry %d" % number for number in range(20)]
OTHER_FACE = [*ONE_FACE[:5], b"not what was said", *ONE_FACE[6:]]


@contextmanager
def witness(folder: Path, *logs: VerifierKey, name: str = "testigo.example") -> Iterator["Running"]:
    kept = WitnessFolder(folder, name=name)
    server = WitnessServer(("127.0.0.1", 0), folder=kept, logs=logs or (LOG.verifier,), clock=lambda: NOW)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield Running(server, kept)
    finally:
        server.shutdown()
        server.server_close()
        kept.close()


class Running:
    def __init__(self, server: WitnessServer, kept: WitnessFolder) -> None:
        self.url = f"http://127.0.0.1:{server.server_address[1]}"
        self.kept = kept
        self.key = kept.key.verifier

    @property
    def asked(self) -> tuple[str, str]:
        return self.url, str(self.key)

    def get(self, path: str) -> str:
        with urllib.request.urlopen(f"{self.url}{path}") as answer:
            return answer.read().decode()

    def post(self, body: bytes) -> tuple[int, str, str]:
        try:
            with urllib.request.urlopen(f"{self.url}/add-checkpoint", data=body) as answer:
                return answer.status, answer.headers["Content-Type"], answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.headers["Content-Type"], refused.read().decode()


def note(entries: list[bytes], size: int) -> Note:
    return Checkpoint(LOG.name, size, tree_root(entries[:size])).sign(LOG)


def request(old: int, size: int, entries: list[bytes] = ONE_FACE) -> bytes:
    proof = consistency_proof(old, size, hashes_in_memory(hash_entries(entries)))
    return AddCheckpoint(old, tuple(proof), note(entries, size)).to_bytes()


def test_it_signs_what_continues_what_it_saw(tmp_path: Path) -> None:
    with witness(tmp_path / "w") as one:
        for old, size in ((0, 3), (3, 3), (3, 8), (8, 20)):
            status, _, line = one.post(request(old, size))
            opened = open_checkpoint(
                f"{note(ONE_FACE, size)}{line}", log_keys=[LOG.verifier], witness_keys=[one.key], quorum=1
            )
            assert (status, opened.witnessed) == (200, {one.key: NOW})
        assert one.get(f"/checkpoint/{LOG.name}").startswith(f"{LOG.name}\n20\n")
        assert one.get("/vkey") == f"{one.key}\n"


def test_what_it_cosigned_is_found_by_the_hash_of_the_origin(tmp_path: Path) -> None:
    with witness(tmp_path / "w") as one:
        where = f"/{hashlib.sha256(LOG.name.encode()).hexdigest()}/checkpoint"
        for path in (where, f"/{'0' * 64}/checkpoint", where.upper(), f"{where[:33]}{'0' * 32}/checkpoint"):
            with pytest.raises(urllib.error.HTTPError, match="404"):
                one.get(path)
        one.post(request(0, 8))
        opened = open_checkpoint(one.get(where), log_keys=[LOG.verifier], witness_keys=[one.key], quorum=1)
        assert (opened.checkpoint.size, opened.witnessed) == (8, {one.key: NOW})
        with pytest.raises(urllib.error.HTTPError, match="404"):
            one.get(f"{where[:33]}{'0' * 32}/checkpoint")


def test_a_conflict_is_answered_with_the_size_that_it_has(tmp_path: Path) -> None:
    with witness(tmp_path / "w") as one:
        one.post(request(0, 8))
        assert one.post(request(0, 20)) == (409, "text/x.tlog.size", "8\n")
        assert one.post(request(3, 5)) == (409, "text/x.tlog.size", "8\n")


def test_it_refuses_other_logs_forged_notes_and_noise(tmp_path: Path) -> None:
    with witness(tmp_path / "w", SignerKey("other.example", b"\x01" * 32).verifier) as one:
        assert one.post(request(0, 3))[0] == 404
    with witness(tmp_path / "w") as one:
        forged = request(0, 3).replace(b"\n3\n", b"\n4\n", 1)
        assert one.post(forged)[0] == 403
        assert one.post(b"")[0] == one.post(b"old 0\n\nnada\n")[0] == one.post(b"\xff" * 100)[0] == 400
        assert one.post(b"x" * 300_000)[0] == 413
        assert one.post(AddCheckpoint(0, (b"\x00" * 32,), note(ONE_FACE, 3)).to_bytes())[0] == 422
        assert one.kept.seen(LOG.name) is None


def test_key_and_memory_outlive_the_process(tmp_path: Path) -> None:
    with witness(tmp_path / "w") as one:
        one.post(request(0, 8))
        key = one.key
    with witness(tmp_path / "w", name="otro.example") as again:
        assert again.key == key
        assert again.post(request(0, 8))[0] == 409
        assert again.post(request(8, 20))[0] == 200


def test_two_processes_do_not_share_a_memory(tmp_path: Path) -> None:
    with witness(tmp_path / "w"), pytest.raises(Refusal, match="Otro testigo"):
        WitnessFolder(tmp_path / "w", name="x")


def test_of_many_at_once_only_one_moves_it(tmp_path: Path) -> None:
    with witness(tmp_path / "w") as one, ThreadPoolExecutor(8) as pool:
        one.post(request(0, 3))
        answers = list(pool.map(one.post, [request(3, size) for size in range(4, 20)]))
        assert sorted({status for status, _, _ in answers}) == [200, 409]
        assert [status for status, _, _ in answers].count(200) == 1


def test_two_faces_shown_to_one_witness_are_refused_and_kept_as_evidence(tmp_path: Path, run: Callable) -> None:
    with witness(tmp_path / "w") as one:
        one.post(request(0, 8))
        proof = consistency_proof(0, 8, hashes_in_memory(hash_entries(OTHER_FACE)))
        assert one.post(AddCheckpoint(8, tuple(proof), note(OTHER_FACE, 8)).to_bytes())[0] == 422
        (text,) = one.kept.evidence()
    (tmp_path / "evidence.json").write_text(text)
    assert run("log", "verify-evidence", tmp_path / "evidence.json", "--vkey", LOG.verifier)[0] == 0


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    def call(*words: object) -> tuple[int, str]:
        status = concierta.main([str(word) for word in words], standalone_mode=False)
        return status or 0, capsys.readouterr().out

    return call


def test_two_faces_shown_to_two_witnesses_are_found_and_anyone_can_check_it(tmp_path: Path, run: Callable) -> None:
    points = tmp_path / "one", tmp_path / "other"
    with witness(tmp_path / "w1", name="universidad.example") as one, witness(tmp_path / "w2") as other:
        # Each of them sees a log that behaves.
        assert [one.post(request(*sizes))[0] for sizes in ((0, 8), (8, 20))] == [200, 200]
        assert [other.post(request(*sizes, OTHER_FACE))[0] for sizes in ((0, 8), (8, 20))] == [200, 200]
        for seen, path in zip((one, other), points, strict=True):
            path.write_text(seen.get(f"/checkpoint/{LOG.name}"))
    evidence = tmp_path / "evidence.json"
    status, said = run("log", "compare", *points, "--vkey", LOG.verifier, "--out", evidence)
    assert (status, "dos historias" in said) == (1, True)
    status, said = run("log", "verify-evidence", evidence, "--vkey", LOG.verifier)
    assert (status, "Queda probado" in said) == (0, True)
    # Nobody can accuse a log that did not sign both.
    innocent = SignerKey(LOG.name, b"\x77" * 32)
    assert run("log", "verify-evidence", evidence, "--vkey", innocent.verifier)[0] == 1


def test_two_faces_of_different_sizes_need_the_tiles_of_one(tmp_path: Path) -> None:
    reader = hashes_in_memory(hash_entries(OTHER_FACE))
    from concierta.engines.translog import find_split_view

    found = find_split_view(note(ONE_FACE, 8), note(OTHER_FACE, 20), log_keys=[LOG.verifier], read_larger=reader)
    assert SplitView.from_json(found.to_json()).verify([LOG.verifier])[0].size == 8


def test_witnesses_that_agree_accuse_nobody(tmp_path: Path, run: Callable) -> None:
    for name in ("one", "other"):
        (tmp_path / name).write_text(str(note(ONE_FACE, 8)))
    assert run("log", "compare", tmp_path / "one", tmp_path / "other", "--vkey", LOG.verifier)[0] == 0


@pytest.fixture
def site(settings, tmp_path: Path) -> Path:
    settings.HOME, settings.LOG_KEY, settings.LOG_ORIGIN, settings.WITNESSES = tmp_path / "home", "", "", []
    settings.HOME.mkdir()
    settings.SITE = settings.HOME / "site"
    return settings.SITE


def log_key(site: Path) -> VerifierKey:
    return VerifierKey.parse((site / "log" / "vkey").read_text().strip())


@pytest.mark.django_db
def test_an_installation_shows_its_checkpoint_and_publishes_who_saw_it(site: Path, tmp_path: Path) -> None:
    record_many(5)
    publish_log(site=site, by=None, at=AT)
    key = log_key(site)
    with witness(tmp_path / "w1", key, name="uno.example") as one, witness(tmp_path / "w2", key) as two:
        asked = [one.asked, two.asked]
        assert [w.seen_at for w in request_cosignatures(site=site, witnesses=asked, by=None, at=AT)] == [NOW, NOW]
        record_many(300)
        publish_log(site=site, by=None, at=AT)
        assert [w.seen_at for w in request_cosignatures(site=site, witnesses=asked, by=None, at=AT)] == [NOW, NOW]
        found = check_site(FolderSite(site), key=key)
        assert (found.findings, found.witnessed) == ([], {"uno.example": NOW, "testigo.example": NOW})
        # Publishing again, with nothing new, keeps what they signed.
        publish_log(site=site, by=None, at=AT)
        assert check_site(FolderSite(site)).witnessed == found.witnessed


@pytest.mark.django_db
def test_a_witness_that_does_not_answer_keeps_no_other_from_signing(site: Path, tmp_path: Path) -> None:
    record_many(5)
    publish_log(site=site, by=None, at=AT)
    with witness(tmp_path / "w", log_key(site)) as one:
        material = b"\x07" + b"\x01" * 90
        key_id = hashlib.sha256(b"futuro.example\n" + material).digest()[:4].hex()
        unknown = f"futuro.example+{key_id}+{b64encode(material).decode()}"
        asked = [("http://127.0.0.1:9", str(one.key)), one.asked, (one.url, str(LOG.verifier)), (one.url, unknown)]
        answers = request_cosignatures(site=site, witnesses=asked, by=None, at=AT)
    assert [bool(answer.refusal) for answer in answers] == [True, False, True, True]
    found = check_site(FolderSite(site))
    assert (found.holds, found.witnessed, found.unread_witnesses) == (
        True,
        {"testigo.example": NOW},
        ["futuro.example"],
    )
    publish_log(site=site, by=None, at=AT)
    assert unknown in (site / "log" / "witnesses").read_text()


@pytest.mark.django_db
def test_nothing_can_be_witnessed_before_it_is_published(site: Path) -> None:
    with pytest.raises(Refusal, match="concierta log publish"):
        request_cosignatures(site=site, witnesses=[], by=None, at=AT)
