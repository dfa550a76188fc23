"""After packing: a receipt closes this side for good, or, while there is none, the handing over is undone."""

import json
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from django.conf import settings

from concierta.engines.sitelog import Act, parse_act
from concierta.engines.translog import Checkpoint, LogProblem, leaf_hash, open_checkpoint, root_of_hashes
from concierta.installation.handover.keys import Recipient
from concierta.installation.handover.package import RECEIPT, is_signed_by
from concierta.kernel.errors import Refusal, TransitionRefused, gettext_noop
from concierta.kernel.files import replace_file
from concierta.ledger.operations import publish_log, record_undone
from concierta.ledger.operations.keys import verifier_keys
from concierta.ledger.operations.publish import check_continues
from concierta.ledger.operations.record import RECEIVED, publication_lock
from concierta.ledger.queries import entries_from, packed_act


def close_handover(*, receipt: Path) -> Checkpoint:
    """Verify what the receiving side signed and keep it: from then on nothing opens this log here again.

    The receipt is of a package that was made here, by the key that it was made for, and its log begins with all of
    this one and goes on with the act that says so. The checkpoint of the log that goes on.
    """
    packed = packed_act()
    if packed is None:
        raise TransitionRefused(gettext_noop("Esta instalación no está empacada para entregarla: no hay qué cerrar."))
    try:
        content = json.loads(receipt.read_bytes())
        recipient = Recipient.parse(content["receiver"])
        package, entries = str(content["manifest_sha256"]), [str(entry).encode() for entry in content["entries"]]
        keys = verifier_keys()
        found = open_checkpoint(content["checkpoint"], log_keys=keys).checkpoint
        act = parse_act(packed.index + 1, entries[0])
    except FileNotFoundError:
        raise
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, Refusal, LogProblem):
        _refuse(receipt)
    if recipient.fingerprint != packed.body["receiver"] or not (_kept() / "packed" / f"{package}.json").exists():
        _refuse(receipt)
    if not is_signed_by(receipt, RECEIPT, [recipient.verifier, keys[0]]) or not _opens(act, package):
        _refuse(receipt)
    hashes = [leaf_hash(entry) for _, entry in entries_from(0)] + [leaf_hash(entry) for entry in entries]
    if len(hashes) != found.size or root_of_hashes(hashes) != found.root:
        _refuse(receipt)
    replace_file(_kept() / "closed.sig", receipt.with_suffix(".sig").read_bytes(), mode=0o600)
    replace_file(_kept() / "closed.json", receipt.read_bytes(), mode=0o600)
    return found


def undo_handover(*, at: datetime) -> None:
    """Open this log again, with an act that says so. Refuses once there is a receipt, or a witness has seen more."""
    with publication_lock():
        check_not_closed()
        check_continues(settings.SITE)
        record_undone(by=None, at=at)
        publish_log(site=settings.SITE, by=None, at=at)


def check_not_closed() -> None:
    """Refuses where a receipt was kept: somebody else goes on with the log."""
    if (_kept() / "closed.json").exists():
        raise TransitionRefused(
            gettext_noop(
                "La entrega se cerró con el recibo de quien recibió: el registro continúa allá y aquí no se empaca, "
                "ni se deshace, ni se firma. Aquí se puede leer y comprobar."
            )
        )


def _opens(act: Act, package: str) -> bool:
    return act.kind == RECEIVED and act.body.get("manifest_sha256") == package


def _kept() -> Path:
    return Path(settings.HOME) / "handover"


def _refuse(receipt: Path) -> NoReturn:
    raise Refusal(
        gettext_noop(
            "%(receipt)s no es el recibo de lo que aquí se empacó, o está incompleto: no se cierra nada. Pida a quien "
            "recibió sus dos archivos, receipt.json y receipt.sig, y póngalos juntos."
        ),
        receipt=str(receipt),
    )
