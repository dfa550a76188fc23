"""Rows held against what their acts said of them: what the comparison of every module is written with.

A comparison reads all the acts of its kinds once and all its rows once, however many there are. Only fields that an
act carries are compared: acts recorded before a field was added to their body say nothing about it.

What an act sealed under `name` is heard as `name_sha256`, as older acts told the bare hash of the same words: a row
gives `Words`, which are held against either.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from concierta.engines.sitelog import Act, parse_act
from concierta.kernel.canonical import sha256_of
from concierta.kernel.clock import local_date
from concierta.kernel.seals import seal
from concierta.ledger.models import Event, Salt

#: The plan of a thing, by its slug ("" where it has none), and what tells it from others of that plan.
Key = tuple[Any, ...]

#: How the sealed cells of a breakdown are named: each under its own salt, so that one can be destroyed.
CELL = "breakdown/"

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


@dataclass(frozen=True, slots=True)
class Sealed:
    """What an act keeps of a value: SHA-256(salt ‖ value). `salt` in hex, empty once it was destroyed."""

    digest: str
    salt: str


@dataclass(frozen=True, slots=True)
class Words:
    """A text or JSON value of a row, to be held against what an act sealed, or against its bare hash in older acts."""

    value: Any

    def are(self, recorded: Any) -> bool | None:
        """True if they are what was said; None where nobody can tell any more, because the salt was destroyed."""
        if isinstance(recorded, Sealed):
            return seal(bytes.fromhex(recorded.salt), self.value) == recorded.digest if recorded.salt else None
        if not recorded:
            return not self.value
        return bool(sha256_of(self.value) == recorded)


@dataclass(slots=True)
class Comparison:
    """How many rows were held against their acts; in sentences, which are not as their acts say, and what nothing
    in the log lets anybody compare; and which fields of the bodies of which kinds of act it reads."""

    rows: int = 0
    differences: list[str] = field(default_factory=list)
    not_compared: list[str] = field(default_factory=list)
    reads: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def covers(self, kinds: Iterable[str], fields: Iterable[str]) -> None:
        """Say that acts of these kinds are compared, in these fields; what is sealed as `name` is `name_sha256`."""
        names = set(fields)
        for kind in kinds:
            self.reads[kind] |= names

    def hold(self, what: str, found: Mapping[str, Any], recorded: "RecordedValues | None") -> None:
        """One sentence for each field of a row that differs from what was said, or one that nobody said anything."""
        if not recorded:
            self.differences.append(unrecorded(what))
            return
        for name in found:
            if name not in recorded:
                continue
            value, act = recorded[name]
            same = found[name].are(value) if isinstance(found[name], Words) else found[name] == value
            if same is None:
                self.not_compared.append(
                    f"{what}: {_named(name)} no se compara: se destruyó lo que abría su sello en el {cited(act)}."
                )
            elif not same:
                self.differences.append(_sentence(what, name, found[name], value, act))


class RecordedValues(dict[str, tuple[Any, Act]]):
    """What was said of one thing: each field with its last value and the act that gave it. Truthy once anything was."""

    def apply(self, act: Act, **more: Any) -> None:
        """The act's body, and what follows from its kind."""
        for name, value in {**act.body, **more}.items():
            self[name] = (value, act)

    @property
    def last(self) -> Act:
        return max((act for _, act in self.values()), key=lambda act: act.index)


def acts_of_kinds(kinds: Iterable[str]) -> Iterator[Act]:
    """Every act of some kinds, in the order of the log; what it sealed stands in its body as `Sealed`."""
    names = list(kinds)
    salts = {
        (event, name): salt
        for event, name, salt in Salt.objects.filter(event__kind__in=names)
        .order_by()
        .values_list("event_id", "name", "salt")
    }
    found = Event.objects.filter(kind__in=names).order_by("index").values_list("index", "payload")
    for index, payload in found.iterator(chunk_size=5000):
        act = parse_act(index, payload.encode())
        if seals := act.body.get("sealed"):
            opened = {f"{name}_sha256": Sealed(digest, salts.get((index, name), "")) for name, digest in seals.items()}
            act = replace(act, body={name: act.body[name] for name in act.body if name != "sealed"} | opened)
        yield act


def apply_with_state(recorded: RecordedValues, act: Act, state: str | None) -> None:
    recorded.apply(act, **({} if state is None else {"state": state}))


def last_recorded(
    kinds: Mapping[str, str | None],
    *,
    named_by: Iterable[str] = ("subject",),
    ended_by: Collection[str] = (),
    apply: Callable[[RecordedValues, Act, str | None], None] = apply_with_state,
) -> dict[Key, RecordedValues]:
    """What was last said of each thing, by its plan and what names it: the subject of its acts, or fields of their
    bodies. `kinds`: kind → the state that it leaves, if any. After an act of `ended_by` there is no such thing."""
    recorded_acts: dict[Key, RecordedValues] = defaultdict(RecordedValues)
    for act in acts_of_kinds((*kinds, *ended_by)):
        key = (act.plan, *(act.subject if name == "subject" else act.body[name] for name in named_by))
        if act.kind in ended_by:
            recorded_acts.pop(key, None)
        else:
            apply(recorded_acts[key], act, kinds[act.kind])
    return dict(recorded_acts)


def unrecorded(what: str) -> str:
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


def _sentence(what: str, name: str, found: Any, recorded: Any, act: Act) -> str:
    if name.endswith("sha256"):
        return f"{what}: {_named(name)} no es lo que registró el {cited(act)}."
    word = _WORDS.get(name, f"«{name}»")
    return f"{what}: en la base de datos {word} es {shown(found)} y el {cited(act)}, dice {shown(recorded)}."


def _named(name: str) -> str:
    """'el texto o la lista «note»', 'la parte «sexo/mujeres»'."""
    text = name.removesuffix("sha256").rstrip("_") or "contenido"
    part = text.removeprefix(CELL)
    return f"la parte «{part}»" if part != text else f"el texto o la lista «{text}»"
