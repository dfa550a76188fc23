"""The minutes of the invented session that decides, as a package keeps them: the fourth item is reserved."""

import hashlib
from typing import Any

from concierta.kernel.canonical import canonical_json

CHAIR = {"code": "e1", "name": "Planeación de Ejemplo"}
SECRETARIAT = {"code": "e0", "name": "Secretaría Técnica de Ejemplo"}
AGAINST = {"code": "e4", "name": "Turismo de Ejemplo"}
RESERVE = "Ley 1712 de 2014, artículo 18, literal a"


def item(title: str, **values: Any) -> dict[str, Any]:
    return {
        "title": title,
        "source": "manual",
        "subject": "",
        "why": "",
        "dropped_reason": "",
        "reserved_basis": "",
        "opened_at": "2024-04-15T09:10:00-05:00",
        "closed_at": "2024-04-15T09:19:00-05:00",
        "text": "",
        "text_sha256": "",
        "remarks": [],
        "conflicts": [],
        "motions": [],
        "action_items": [],
    } | values


def invented_minutes(*, reserved: bool = True) -> dict[int, bytes]:
    """Session → bytes."""
    motion = {
        "text": "Bajar la meta de 2025 de 700 a 600 personas.",
        "text_sha256": "",
        "proposed_by": CHAIR,
        "state": "carried",
        "closed_at": "2024-04-15T09:13:00-05:00",
        "present": 2,
        "needed": 2,
        "tally": {"for": 1, "against": 1, "abstain": 0},
        "votes": [
            {"entity": CHAIR, "choice": "for", "dissent": "", "dissent_sha256": ""},
            {"entity": AGAINST, "choice": "against", "dissent": "No la acompañamos.", "dissent_sha256": ""},
        ],
        "decision": "2024-01",
    }
    task = {"number": 1, "entity": AGAINST, "due_on": "2024-04-30", "decision": None, "text": "Proponer horarios."}
    items = [item("La meta va tarde", text="Se explicó por qué.", motions=[motion], action_items=[task])]
    if reserved:
        items.append(item("", reserved_basis=RESERVE))
    content = {
        "format": 1,
        "agreement": "acuerdo",
        "table": "Mesa Técnica de Concertación",
        "number": 2,
        "kind": "ordinary",
        "mode": "mixed",
        "place": "Sala de juntas",
        "starts_at": "2024-04-15T09:00:00-05:00",
        "noticed_at": "2024-04-06T09:00:00-05:00",
        "opened_at": "2024-04-15T09:10:00-05:00",
        "closed_at": "2024-04-15T11:00:00-05:00",
        "held": True,
        "not_held_reason": "",
        "chair": CHAIR,
        "secretariat": SECRETARIAT,
        "rules": {"version": 1, "quorum": "half_plus_one", "majority": "simple"},
        "quorum": {
            "voting": 4,
            "needed": 3,
            "changes": [{"at": "2024-04-15T09:05:00-05:00", "present": 3, "reached": True}],
        },
        "attendance": [
            {
                "entity": CHAIR,
                "has_vote": True,
                "stays": [{"from": "2024-04-15T09:00:00-05:00", "to": None, "delegation_sha256": None}],
            }
        ],
        "absent": [],
        "opening": "Se abrió la sesión con quórum.",
        "remarks": [],
        "items": items,
        "annexes": [{"sha256": "ef" * 32, "title": "Cifras", "media_type": "application/pdf", "size": 20480}],
    }
    return {2: canonical_json(content)}


SHA256 = hashlib.sha256(invented_minutes(reserved=False)[2]).hexdigest()
"""Of the minutes without anything reserved."""
