"""After a disaster: the acts that an older backup of the database lacks are taken back from the published log."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from concierta.engines.sitelog import Act, parse_act
from concierta.engines.translog import LogProblem, TileReader, open_checkpoint, root_of_hashes
from concierta.engines.translog import leaf_hash as rfc6962_leaf_hash
from concierta.kernel.errors import Refusal, gettext_noop
from concierta.ledger.models import Event
from concierta.ledger.operations.keys import verifier_keys
from concierta.ledger.operations.record import record_event
from concierta.ledger.permissions import check_can_recover_log
from concierta.ledger.queries.events import entries_from, ledger_size
from concierta.people.models import Entity, User

RECOVERED = "log.recovered"


def recover_log(*, site: Path, by: User | None, at: datetime) -> int:
    """Append the published acts that the database lacks, and one more that says so; how many were missing.

    Only leaves come back: what those acts changed has to be done again, and `concierta check` names each figure until
    it is. Refuses a log that our key did not sign, or that does not begin with the acts that the database has.
    """
    check_can_recover_log(by)
    folder = site / "log"
    with transaction.atomic():
        have = ledger_size()
        try:
            signed = open_checkpoint((folder / "checkpoint").read_bytes(), log_keys=verifier_keys()).checkpoint
            reader = TileReader(lambda path: (folder / path).read_bytes(), signed.size)
            missing = [reader.entry(index) for index in range(have, signed.size)]
            hashes = [rfc6962_leaf_hash(entry) for _, entry in entries_from(0)]
            whole = root_of_hashes([*hashes, *map(rfc6962_leaf_hash, missing)]) == signed.root
        except (LogProblem, FileNotFoundError) as problem:
            raise Refusal(
                gettext_noop("El registro publicado en %(folder)s no se puede usar (%(problem)s)."),
                folder=str(folder),
                problem=str(problem),
            ) from None
        if not missing:
            raise Refusal(gettext_noop("A la base de datos no le falta ningún acto publicado."))
        if not whole:
            raise Refusal(
                gettext_noop("El registro publicado no es la continuación de esta base de datos: no se recupera nada.")
            )
        _append([parse_act(index, entry) for index, entry in enumerate(missing, have)])
        record_event(
            kind=RECOVERED,
            subject="log",
            body={"first": have, "last": signed.size - 1},
            by=by,
            entity=None,
            at=at,
        )
    return len(missing)


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
