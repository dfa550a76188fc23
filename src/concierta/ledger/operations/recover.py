"""After a disaster: the acts that an older backup of the database lacks are taken back from the published log."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from concierta.engines.sitelog import Act, Site, parse_act
from concierta.engines.translog import Checkpoint, LogProblem, Note, TileReader, open_checkpoint, root_of_hashes
from concierta.engines.translog import leaf_hash as rfc6962_leaf_hash
from concierta.kernel.errors import Refusal, gettext_noop
from concierta.kernel.files import replace_file
from concierta.kernel.folder_site import FolderSite
from concierta.ledger.models import Event
from concierta.ledger.operations.continuity import check_not_restored, is_restored, log_folder, read_known, settle_here
from concierta.ledger.operations.keys import signed_path, verifier_keys
from concierta.ledger.operations.record import log_lock, publication_lock, record_event
from concierta.ledger.permissions import check_can_recover_log
from concierta.ledger.queries.events import entries_from, ledger_size
from concierta.people.models import Entity, User

RECOVERED = "log.recovered"


def recover_log(*, site: Path, source: Site | None = None, by: User | None, at: datetime) -> int:
    """Append the signed acts that the database lacks, and one more that says so; how many were missing.

    They are read from `source`, a copy of the site kept elsewhere; without one, from the log's own files or `site`.
    Only leaves come back: what those acts changed has to be done again, and `concierta check` names each figure until
    it is. Refuses a log that our key did not sign, or that does not begin with the acts that the database has. Where
    nothing is missing, 0 if that settles what a restored home lacks, else a refusal.
    """
    check_can_recover_log(by)
    with publication_lock():
        restored = is_restored(site)
        note, missing = _read(source or _longest(site))
        if missing:
            _append_all(missing, by, at)
        elif source is None or not restored:
            check_not_restored(site)
            raise Refusal(gettext_noop("A la base de datos no le falta ningún acto publicado."))
        with log_lock():
            _remember(note)
            if source is not None or not restored:
                settle_here()
    return len(missing)


def _longest(site: Path) -> Site:
    """Of what this machine keeps, what has most: the log's own files or the site."""
    keys = verifier_keys()
    folders = (log_folder().parent, site)
    return FolderSite(
        max(folders, key=lambda folder: found.size if (found := read_known(folder / "log" / "checkpoint", keys)) else 0)
    )


def _read(source: Site) -> tuple[Note, list[Act]]:
    """The signed checkpoint of `source`, and the acts of it that the database lacks."""
    have = ledger_size()
    try:
        signed = open_checkpoint(source.read("log/checkpoint"), log_keys=verifier_keys())
        reader = TileReader(lambda path: source.read(f"log/{path}"), signed.checkpoint.size)
        missing = [reader.entry(index) for index in range(have, signed.checkpoint.size)]
    except (LogProblem, OSError) as problem:
        raise Refusal(
            gettext_noop("El registro publicado no se puede usar (%(problem)s)."), problem=str(problem)
        ) from None
    hashes = [rfc6962_leaf_hash(entry) for _, entry in entries_from(0, signed.checkpoint.size)]
    if root_of_hashes([*hashes, *map(rfc6962_leaf_hash, missing)]) != signed.checkpoint.root:
        raise Refusal(
            gettext_noop("El registro publicado no es la continuación de esta base de datos: no se recupera nada.")
        )
    return signed.note, [parse_act(index, entry) for index, entry in enumerate(missing, have)]


def _append_all(missing: list[Act], by: User | None, at: datetime) -> None:
    with transaction.atomic():
        if ledger_size() != missing[0].index:
            raise Refusal(gettext_noop("Alguien hizo un acto mientras tanto: detenga el servicio y repita."))
        _append(missing)
        record_event(
            kind=RECOVERED,
            subject="log",
            body={"first": missing[0].index, "last": missing[-1].index},
            by=by,
            entity=None,
            at=at,
        )


def _remember(note: Note) -> None:
    """What was signed, if this machine remembered less."""
    known = read_known(signed_path(), verifier_keys())
    if known is None or known.size < Checkpoint.parse(note.text).size:
        replace_file(signed_path(), note.to_bytes(), mode=0o600)


def _append(acts: list[Act]) -> None:
    """As they were written. Who acted is not known any more: the salts went with the database."""
    entities = {entity.code: entity for entity in Entity.objects.all()}
    Event.objects.bulk_create(
        Event(
            index=act.index,
            kind=act.kind,
            subject=act.subject,
            plan=act.plan,
            payload=act.entry.decode(),
            leaf_hash=rfc6962_leaf_hash(act.entry).hex(),
            recorded_at=datetime.fromisoformat(act.at),
            actor=None,
            entity=entities.get(act.entity or ""),
        )
        for act in acts
    )
