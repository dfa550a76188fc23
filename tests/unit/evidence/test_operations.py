import hashlib
import os
from pathlib import Path

import pytest
from django.core.files.storage import storages

from concierta.evidence import operations
from concierta.evidence.models import Evidence, StoredFile
from concierta.evidence.operations import store_evidence
from concierta.kernel.errors import Invalid, PermissionRefused
from concierta.kernel.origin import Origin
from concierta.people.enums import Role
from factories import AT, PDF, Cast, make_person, png, upload

SHA = hashlib.sha256(PDF).hexdigest()


def stored(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def bring(cast: Cast, content: bytes = PDF, **changes: object) -> Evidence:
    fields = {
        "upload": upload(content),
        "filename": "actas.pdf",
        "title": "Actas",
        "entity": cast.desarrollo,
        "by": cast.reporter,
        "at": AT,
    }
    return store_evidence(**(fields | changes))


def test_a_file_is_kept_under_its_hash(cast: Cast, evidence_folder: Path) -> None:
    evidence = bring(cast)
    assert stored(evidence_folder) == [f"{SHA[:2]}/{SHA[2:4]}/{SHA}"]
    assert (evidence_folder / evidence.file.storage_name).read_bytes() == PDF
    assert (evidence.file.sha256, evidence.file.size, evidence.file.media_type) == (SHA, len(PDF), "application/pdf")
    assert (evidence.title, evidence.filename, evidence.origin) == ("Actas", "actas.pdf", Origin.OWN)
    assert (evidence.uploaded_by, evidence.entity, evidence.uploaded_at) == (cast.reporter, cast.desarrollo, AT)


def test_a_title_is_kept_whole_or_refused(cast: Cast) -> None:
    assert bring(cast, title="a" * 200).title == "a" * 200
    with pytest.raises(Invalid, match="200") as caught:
        bring(cast, title="a" * 201)
    assert caught.value.field == "title"


def test_the_same_content_is_kept_once(cast: Cast, evidence_folder: Path) -> None:
    bring(cast)
    bring(cast, title="Otra vez", filename="copia.pdf")
    assert Evidence.objects.count() == 2
    assert StoredFile.objects.count() == 1
    assert len(stored(evidence_folder)) == 1


def test_a_file_that_vanished_is_written_again(cast: Cast, evidence_folder: Path) -> None:
    evidence = bring(cast)
    (evidence_folder / evidence.file.storage_name).unlink()
    bring(cast)
    assert (evidence_folder / evidence.file.storage_name).read_bytes() == PDF


def test_a_truncated_file_is_written_again(cast: Cast, evidence_folder: Path) -> None:
    path = evidence_folder / bring(cast).file.storage_name
    path.write_bytes(PDF[:5])
    bring(cast)
    assert path.read_bytes() == PDF


def test_a_file_over_the_limit_is_refused_and_leaves_nothing(cast: Cast, evidence_folder: Path, settings) -> None:
    settings.EVIDENCE_MAX_BYTES = 1024 * 1024
    with pytest.raises(Invalid, match="pasa de 1 MB") as refused:
        bring(cast, PDF + b"0" * 1024 * 1024)
    assert refused.value.field == "file"
    assert not Evidence.objects.exists()
    assert not evidence_folder.exists()


def test_an_endless_upload_is_read_no_further_than_the_limit(cast: Cast, settings) -> None:
    settings.EVIDENCE_MAX_BYTES = 1024 * 1024

    class Endless:
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return b"0" * size

    endless = Endless()
    with pytest.raises(Invalid):
        bring(cast, upload=endless)
    assert endless.given <= 2 * 1024 * 1024


def test_a_file_of_the_limit_exactly_is_kept(cast: Cast, settings) -> None:
    settings.EVIDENCE_MAX_BYTES = len(PDF)
    assert bring(cast).file.size == len(PDF)


def test_a_refused_type_leaves_nothing(cast: Cast, evidence_folder: Path) -> None:
    with pytest.raises(Invalid):
        bring(cast, b"<html></html>", filename="acta.pdf")
    assert not StoredFile.objects.exists()
    assert not evidence_folder.exists()


def test_an_interrupted_write_leaves_no_half_file(
    cast: Cast, evidence_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*args: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(operations.os, "fsync", fails)
    with pytest.raises(OSError, match="disk full"):
        bring(cast)
    assert stored(evidence_folder) == []
    assert not StoredFile.objects.exists()


def test_only_those_who_act_for_the_entity_bring_evidence_for_it(cast: Cast) -> None:
    with pytest.raises(PermissionRefused, match="DESARROLLO"):
        bring(cast, by=cast.outsider)


@pytest.mark.parametrize("role", Role)
def test_whoever_acts_for_the_entity_brings_evidence(cast: Cast, role: Role) -> None:
    person = make_person("Ana Algo", (role, cast.desarrollo))
    assert bring(cast, by=person).uploaded_by == person


@pytest.mark.parametrize(
    ("given", "label"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Usuarios\\ana\\actas.pdf", "actas.pdf"),
        ("acta\x00s\n.pdf", "actas.pdf"),
        ("acta\u202efdp.exe", "actafdp.exe"),
        ("  reunión   de mayo .pdf", "reunión de mayo .pdf"),
        ("...", "evidencia"),
        ("", "evidencia"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
        ('"><img src=x>.png', "img src=x.png"),
    ],
)
def test_a_name_is_only_a_label(cast: Cast, given: str, label: str) -> None:
    evidence = bring(cast, filename=given)
    assert evidence.filename == label
    assert evidence.file.storage_name.endswith(SHA)


@pytest.mark.parametrize(
    ("content", "filename", "download"),
    [
        (PDF, "actas.pdf", "actas.pdf"),
        (PDF, "actas.PDF", "actas.PDF"),
        (PDF, "actas.pdf.exe", "actas.pdf.exe.pdf"),
        (png(), "foto.html", "foto.html.png"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "foto.jpeg", "foto.jpeg"),
    ],
)
def test_it_is_offered_with_the_extension_of_what_it_is(
    cast: Cast, content: bytes, filename: str, download: str
) -> None:
    assert bring(cast, content, filename=filename).download_name == download


def test_a_blank_title_is_the_name(cast: Cast) -> None:
    assert bring(cast, title=" \n ").title == "actas.pdf"


def test_storage_without_folders_takes_the_whole_file_at_once(cast: Cast, settings) -> None:
    settings.STORAGES = settings.STORAGES | {"evidence": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    evidence = bring(cast)
    with storages["evidence"].open(evidence.file.storage_name) as file:
        assert file.read() == PDF


@pytest.mark.parametrize("kept_before", [False, True])
def test_the_disk_has_the_file_and_every_name_that_leads_to_it_before_anybody_is_told(
    cast: Cast, evidence_folder: Path, monkeypatch: pytest.MonkeyPatch, kept_before: bool
) -> None:
    if kept_before:
        bring(cast)

    done: list[str] = []
    fsync, path_fsync, rows = operations.os.fsync, operations.fsync_path, Evidence.objects.count()

    def file_is_on_disk(descriptor: int) -> None:
        done.append("file")
        fsync(descriptor)

    def folder_is_on_disk(folder: Path) -> None:
        assert Evidence.objects.count() == rows
        done.append(folder.name)
        path_fsync(folder)

    monkeypatch.setattr(operations.os, "fsync", file_is_on_disk)
    monkeypatch.setattr(operations, "fsync_path", folder_is_on_disk)
    bring(cast)
    folders = [SHA[2:4], SHA[:2], evidence_folder.name, evidence_folder.parent.name]
    assert [name for name in done if name != "file"] == folders
    if not kept_before:
        assert done[0] == "file"


def test_its_folders_are_closed_whatever_the_umask(cast: Cast, evidence_folder: Path) -> None:
    before = os.umask(0)
    try:
        evidence = bring(cast)
    finally:
        os.umask(before)
    file = evidence_folder / evidence.file.storage_name
    found = {path: path.stat().st_mode & 0o777 for path in (file, *file.parents[:3])}
    assert set(found.values()) == {0o600, 0o700}
