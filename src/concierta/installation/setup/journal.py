"""What a setup did, entry by entry, and the only place where the links of invitations are for a moment."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from concierta.accounts.models import Invitation
from concierta.installation.replay.loader import call
from concierta.installation.replay.plain import Stated
from concierta.installation.replay.references import Scene
from concierta.installation.replay.values import kinds_of, values_of
from concierta.installation.setup.reading import Entry, SetupRefused
from concierta.kernel.errors import Refusal

T = TypeVar("T")

#: Of what was made or changed: singular and plural for a person, in the order in which it is told.
WORDS = {
    "entity": ("entidad", "entidades"),
    "account": ("cuenta", "cuentas"),
    "role": ("papel", "papeles"),
    "territory": ("territorio", "territorios"),
    "agreement": ("acuerdo", "acuerdos"),
    "norm": ("norma del acuerdo", "normas del acuerdo"),
    "text": ("texto firmado", "textos firmados"),
    "clause": ("compromiso del acuerdo", "compromisos del acuerdo"),
    "signatory": ("firma", "firmas"),
    "pledge": ("promesa", "promesas"),
    "plan": ("plan", "planes"),
    "plan_roles": ("reparto de papeles del plan", "repartos de papeles del plan"),
    "period": ("periodo", "periodos"),
    "tier": ("nivel", "niveles"),
    "node": ("elemento de un nivel", "elementos de los niveles"),
    "category_set": ("desagregación", "desagregaciones"),
    "indicator": ("indicador", "indicadores"),
    "responsibles": ("indicador, por sus responsables", "indicadores, por sus responsables"),
    "target": ("meta", "metas"),
    "duty": ("responsabilidad", "responsabilidades"),
    "by_role": ("reparto de responsabilidades", "repartos de responsabilidades"),
}


@dataclass(slots=True)
class Journal:
    """`made` and `updated` are (what, which); `left` counts what already was as the file says."""

    at: datetime
    made: list[tuple[str, str]] = field(default_factory=list)
    updated: list[tuple[str, str]] = field(default_factory=list)
    left: int = 0
    invitations: list[tuple[Invitation, str]] = field(default_factory=list)
    """The invitations just made, each with the secret of its link, which is kept nowhere else."""

    def make(self, what: str, which: str, operation: Callable[..., T], stated: Mapping[str, object]) -> T:
        """What the operation makes of those of the stated values that it asks for."""
        known = {name: value for name, value in stated.items() if name in kinds_of(operation)}
        done = call(operation, known, Scene(), by=None, at=self.at)
        self.made.append((what, which))
        return done

    def settle(
        self,
        what: str,
        entry: Entry,
        found: T | None,
        operation: Callable[..., T],
        *,
        which: str = "",
        changeable: tuple[str, ...] = (),
        change: Callable[[T], bool] = lambda found: False,
        given: Mapping[str, object] | None = None,
    ) -> T:
        """What the entry names: made where there is none, else kept as it is; refused where it differs.

        `given` is what the entry says by another name, or leaves out. What is `changeable` may differ: `change` sees to
        it, and says whether it changed anything.
        """
        stated = entry.values | dict(given or {})
        if found is None:
            return self.make(what, which or entry["code"], operation, stated)
        kinds = {name: kind for name, kind in kinds_of(operation).items() if name not in changeable}
        fixed = {name: value for name, value in stated.items() if name in kinds and value is not None}
        check_same(entry, found, values_of(kinds, fixed, Scene()))
        if not change(found):
            self.keep()
        return found

    def update(self, what: str, which: str) -> None:
        self.updated.append((what, which))

    def keep(self) -> None:
        self.left += 1

    def as_dict(self) -> Stated:
        return {
            "made": [{"what": what, "which": which} for what, which in self.made],
            "updated": [{"what": what, "which": which} for what, which in self.updated],
            "unchanged": self.left,
        }


@contextmanager
def naming(entry: Entry) -> Iterator[None]:
    """Whatever is refused inside is refused with the place of its entry."""
    try:
        yield
    except SetupRefused:
        raise
    except Refusal as refusal:
        raise SetupRefused(f"{entry.place}: {refusal}") from refusal


def check_same(entry: Entry, thing: object, stated: Mapping[str, object]) -> None:
    """Refuse where what exists is not what the file says of it: no operation changes it, so a person must decide."""
    for key, said in stated.items():
        found = getattr(thing, key)
        if found != said:
            raise SetupRefused(
                f"{entry.place}: ya existe, con {key} = «{'' if found is None else found}»; el archivo dice «{said}». "
                "Eso no se cambia desde aquí: ponga en el archivo lo que ya está, o quite la clave."
            )
