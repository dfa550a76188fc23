"""What opens the sealed words and cells that the other tables publish, so that anybody can check them.

Read from those tables and from nothing else: the salt of what is not published stays where it is. A salt is told only
where it opens the very value that a table shows, so that no mistake here can open another.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from concierta.kernel.decimals import plain
from concierta.kernel.keys import split_key
from concierta.kernel.seals import seal
from concierta.ledger.models import Salt
from concierta.ledger.queries import CELL
from concierta.publishing.formats.table import PublishedTable, Tables
from concierta.publishing.queries.acts import events_of_plan_and_mesa
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables.columns import text, whole


class _Opening(NamedTuple):
    event_index: int
    seal: str
    salt: str


def _openings(snapshot: Snapshot, tables: Tables) -> list[_Opening]:
    """By act and name of the seal; two acts that sealed the same words have a row each."""
    kept = _kept(snapshot)
    opened = {
        _Opening(index, name, salt)
        for subject, name, value in _published(snapshot, tables)
        for index, digest, salt in kept.get((subject, name), ())
        if seal(bytes.fromhex(salt), value) == digest
    }
    return sorted(opened)


def _kept(snapshot: Snapshot) -> dict[tuple[str, str], list[tuple[int, str, str]]]:
    """What can still be opened, by subject and name: act, commitment and salt."""
    events = events_of_plan_and_mesa(snapshot.plan)
    salts: dict[int, dict[str, str]] = defaultdict(dict)
    for index, name, salt in Salt.objects.filter(event__in=events.order_by().values("pk")).values_list(
        "event_id", "name", "salt"
    ):
        salts[index][name] = salt
    kept: dict[tuple[str, str], list[tuple[int, str, str]]] = defaultdict(list)
    for index, subject, payload in (
        events.filter(salts__isnull=False).distinct().values_list("index", "subject", "payload")
    ):
        digests = json.loads(payload)["body"]["sealed"]
        for name, salt in salts[index].items():
            kept[subject, name].append((index, digests[name], salt))
    return kept


def _published(snapshot: Snapshot, tables: Tables) -> Iterator[tuple[str, str, Any]]:
    """Subject of the act, name of the seal, and the value as a table shows it."""
    slug, table = snapshot.plan.slug, snapshot.plan.agreement.slug if snapshot.plan.agreement else ""
    shown: dict[str, set[str]] = defaultdict(set)
    for row in tables["evidence"]:
        if row.used_by == "report":
            shown[row.report].add(row.sha256)
    for row in tables["reports"]:
        subject = f"report/{row.report}"
        yield subject, "narrative", row.narrative
        yield subject, "note", row.reason
        yield subject, "note", row.correction_reason
        yield subject, "evidence", sorted(shown[row.report])
    for row in tables["breakdowns"]:
        if not row.suppressed:
            yield f"report/{row.report}", f"{CELL}{row.category_set}/{row.category}", plain(row.value)
    for row in tables["self_assessments"]:
        subject = f"pledge:{table}:{split_key(row.pledge)[1]}"
        yield subject, "text", row.text
        yield subject, "text", row.opinion_text
    for row in tables["motions"]:
        yield f"session:{table}:{row.session}:motion:{row.motion}", "text", row.text
    for row in tables["votes"]:
        yield f"session:{table}:{row.session}:motion:{row.motion}", "dissent", row.dissent
    for row in tables["decisions"]:
        yield f"decision:{table}:{row.decision}", "text", row.text
    for row in tables["action_items"]:
        yield f"action_item:{table}:{row.action_item}", "text", row.text
        yield f"action_item:{table}:{row.action_item}", "note", row.done_note
    for row in tables["minutes_remarks"]:
        yield f"minutes:{table}:{row.session}", "text", row.text
        yield f"minutes:{table}:{row.session}", "answer", row.answer
    for row in tables["amendments"]:
        yield f"amendment/{slug}/{row.amendment}", "cause", row.cause
    for row in tables["measures"]:
        for name, value in (("problem", row.problem), ("measure", row.action), ("success", row.success)):
            yield f"measure/{slug}/{row.measure}", name, value
        yield f"measure/{slug}/{row.measure}", "evaluation", row.evaluation
    for row in tables["risks"]:
        for name, value in (
            ("title", row.title), ("countermeasure", row.countermeasure), ("reason", row.closed_reason),
        ):  # fmt: skip
            yield f"risk/{slug}/{row.risk}", name, value
    for row in tables["project_reviews"]:
        yield f"project_review/{slug}/{row.session}/{row.project}", "words", row.words
    for row in tables["yearly_review_cells"]:
        subject = f"yearly_review:{table}:{row.year}:{row.clause}:{row.entity}"
        for name, value in (
            ("words", row.words), ("rating", row.coded), ("words", row.coded_words), ("rating", row.second),
            ("words", row.second_words),
        ):  # fmt: skip
            yield subject, name, value
    for row in tables["review_dissents"]:
        yield f"yearly_review:{table}:{row.year}", "words", row.words
    for row in tables["close_out_points"]:
        yield f"close_out:{row.agreement}:{row.number}", "text", row.text
        yield f"close_out_answer:{table}:{row.number}", "words", row.words


OPENINGS = PublishedTable(
    "openings",
    "Sellos abiertos",
    "Opened seals",
    "Lo que abre cada texto o celda de estas tablas que el registro guarda sellado: SHA-256 de la sal, en bytes, "
    "seguida del texto en UTF-8 es el sello que está en el acto. Lo reservado y las celdas pequeñas no se abren.",
    "What opens each text or cell of these tables that the log keeps sealed: SHA-256 of the salt, as bytes, followed "
    "by the text in UTF-8 is the seal in the act. What is reserved and small cells are not opened.",
    ("event_index", "seal"),
    (
        whole("event_index", "Número del acto en el registro", "Number of the act in the log", required=True),
        text("seal", "Nombre del sello en el acto", "Name of the seal in the act", required=True),
        text("salt", "Sal, en hexadecimal", "Salt, in hexadecimal", required=True),
    ),
    derived=_openings,
)
