"""Reading evidence back, and proving that it is still what was stored."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import BinaryIO

from django.core.files.storage import storages
from django.db.models import QuerySet

from concierta.evidence.enums import FileProblem
from concierta.evidence.models import Evidence, StoredFile
from concierta.evidence.permissions import can_see
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.people.models import Entity, User
from concierta.people.queries import memberships_on

_CHUNK = 1 << 18


def evidence_for(user: User, pk: int) -> Evidence:
    """The evidence `pk` of an entity that `user` acts for, or NotFound."""
    evidence = Evidence.objects.select_related("file", "entity", "uploaded_by").filter(pk=pk).first()
    if evidence is None or not can_see(user, evidence):
        raise NotFound(gettext_noop("No hay tal evidencia, o no es visible para usted."))
    return evidence


def evidence_of_entity(user: User, entity: Entity) -> QuerySet[Evidence]:
    """What `entity` has brought so far, newest first; empty for those who do not act for it."""
    return (
        Evidence.objects.filter(entity__in=memberships_on(user).filter(entity=entity).values("entity"))
        .select_related("file")
        .order_by("-uploaded_at", "-pk")
    )


def evidence_among(user: User, entity: Entity, keys: Iterable[int]) -> list[Evidence]:
    """Those of `entity` that were named, the oldest first; none for those who do not act for it."""
    return list(evidence_of_entity(user, entity).filter(pk__in=list(keys)).order_by("pk"))


def open_evidence(evidence: Evidence) -> BinaryIO:
    """The bytes, to be closed by the reader. Serve them as an attachment named `evidence.download_name`."""
    if evidence.file.destroyed_at is not None:
        raise NotFound(gettext_noop("Este archivo se destruyó: era de una persona que pidió que la olvidaran."))
    try:
        return storages["evidence"].open(evidence.file.storage_name)  # type: ignore[return-value]
    except FileNotFoundError as error:
        raise NotFound(
            gettext_noop("El archivo «%(name)s» no está en el almacenamiento: avise a quien administra Concierta."),
            name=evidence.filename,
        ) from error


@dataclass(frozen=True, slots=True)
class StoredFileProblem:
    sha256: str
    problem: FileProblem


def verify_stored_files(progress: Callable[[int, int], None] | None = None) -> list[StoredFileProblem]:
    """Read every stored file again and compare its hash with its name; empty means that all is as it was stored.
    What was destroyed on purpose is not looked for.

    `progress` is called with files done and files in all.
    """
    hashes = list(StoredFile.objects.filter(destroyed_at=None).order_by("sha256").values_list("sha256", flat=True))
    problems = []
    for done, sha256 in enumerate(hashes, start=1):
        if problem := _problem_of(sha256):
            problems.append(StoredFileProblem(sha256, problem))
        if progress:
            progress(done, len(hashes))
    return problems


def _problem_of(sha256: str) -> FileProblem | None:
    digest = hashlib.sha256()
    try:
        with storages["evidence"].open(StoredFile(sha256=sha256).storage_name) as stored:
            while chunk := stored.read(_CHUNK):
                digest.update(chunk)
    except FileNotFoundError:
        return FileProblem.MISSING
    return None if digest.hexdigest() == sha256 else FileProblem.CHANGED
