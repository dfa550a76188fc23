"""Rows held against what their acts said of them: what the comparison of every module is written with.

A comparison reads all the acts of its kinds once and all its rows once, however many there are. Only fields that an
act carries are compared: acts recorded before a field was added to their body say nothing about it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from concierta.engines.sitelog import Act, parse_act
from concierta.kernel.clock import local_date
from concierta.ledger.models import Event

#: How a field of a body is called in a sentence; others go by their own name.
_WORDS = {
    "accumulation": "la acumulación",
    "act_date": "la fecha del acto",
    "amount": "el valor",
    "baseline": "la línea base",
    "choice": "el voto",
    "cut_off": "la fecha de corte",
    "decision": "la decisión",
    "decrease": "lo que quita",
    "delivered_on": "la fecha de entrega",
    "due_on": "el plazo",
    "effective_on": "la fecha desde la que rige",
    "evaluate_on": "la fecha de evaluación",
    "fund": "la fuente",
    "held": "lo aplazado",
    "increase": "lo que añade",
    "initial": "la apropiación inicial",
    "kind": "la clase",
    "needed": "los votos necesarios",
    "opinion": "la opinión de la mesa",
    "outcome": "el resultado",
    "parts": "lo que le toca a cada proyecto",
    "pesos": "el valor en pesos",
    "points": "los valores por año",
    "present": "los presentes",
    "project": "el proyecto",
    "projects": "los proyectos",
    "quantity": "la cantidad",
    "rate": "la tasa de cambio",
    "rating": "la autoevaluación",
    "state": "el estado",
    "unit": "la unidad",
    "unit_value": "el valor de cada unidad",
    "value": "el valor",
    "verified_amount": "el valor verificado",
    "verified_quantity": "la cantidad verificada",
    "verified_value": "el valor verificado",
    "votes": "los votos",
    "weight": "el peso",
}


@dataclass(slots=True)
class Comparison:
    """How many rows were held against their acts; in sentences, which are not as their acts say, and what nothing
    in the log lets anybody compare."""

    rows: int = 0
    differences: list[str] = field(default_factory=list)
    not_compared: list[str] = field(default_factory=list)


class Said(dict[str, tuple[Any, Act]]):
    """What was said of one thing: each field with its last value and the act that gave it. Truthy once anything was."""

    def hear(self, act: Act, **more: Any) -> None:
        """The act's body, and what follows from its kind."""
        for name, value in {**act.body, **more}.items():
            self[name] = (value, act)

    @property
    def last(self) -> Act:
        return max((act for _, act in self.values()), key=lambda act: act.index)


def acts_of_kinds(kinds: Iterable[str]) -> Iterator[Act]:
    """Every act of some kinds, in the order of the log."""
    found = Event.objects.filter(kind__in=list(kinds)).order_by("index").values_list("index", "payload")
    for index, payload in found.iterator(chunk_size=5000):
        yield parse_act(index, payload.encode())


def last_said(kinds: Mapping[str, str | None]) -> dict[tuple[str, str], Said]:
    """What was last said of each thing, by plan and subject. `kinds`: kind → the state that it leaves, if any."""
    said: dict[tuple[str, str], Said] = defaultdict(Said)
    for act in acts_of_kinds(kinds):
        state = kinds[act.kind]
        said[act.plan, act.subject].hear(act, **({} if state is None else {"state": state}))
    return dict(said)


def unlike(what: str, found: Mapping[str, Any], said: Said | None) -> list[str]:
    """One sentence for each field of a row that differs from what was said, or one that nobody said anything."""
    if not said:
        return [unheard(what)]
    return [
        _sentence(what, name, found[name], *said[name])
        for name in found
        if name in said and found[name] != said[name][0]
    ]


def unheard(what: str) -> str:
    return f"{what}: está en la base de datos y ningún acto lo registró."


def missing(what: str, act: Act) -> str:
    return f"{what}: lo registró el {cited(act)}, y no está en la base de datos."


def cited(act: Act) -> str:
    """'acto 41, del 03/02/2026': its number in the log and its day in Colombia."""
    return f"acto {act.index}, del {local_date(datetime.fromisoformat(act.at)).strftime('%d/%m/%Y')}"


def shown(value: Any) -> str:
    if value is None or value == "":
        return "nada"
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {shown(one)}" for name, one in sorted(value.items()))
    return ", ".join(map(shown, value)) or "nada" if isinstance(value, list | tuple) else str(value)


def _sentence(what: str, name: str, found: Any, said: Any, act: Act) -> str:
    if name.endswith("sha256"):
        text = name.removesuffix("sha256").rstrip("_") or "contenido"
        return f"{what}: el texto o la lista «{text}» no es lo que registró el {cited(act)}."
    word = _WORDS.get(name, f"«{name}»")
    return f"{what}: en la base de datos {word} es {shown(found)} y el {cited(act)}, dice {shown(said)}."
