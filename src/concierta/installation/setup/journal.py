"""What a setup did, entry by entry, and the only place where the links of invitations are for a moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from concierta.accounts.models import Invitation
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

    def make(self, what: str, which: str, make: Callable[[], T]) -> T:
        done = make()
        self.made.append((what, which))
        return done

    def update(self, what: str, which: str) -> None:
        self.updated.append((what, which))

    def keep(self) -> None:
        self.left += 1

    def as_dict(self) -> dict[str, Any]:
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


def check_same(entry: Entry, thing: object, stated: dict[str, Any]) -> None:
    """Refuse where what exists is not what the file says of it: no operation changes it, so a person must decide."""
    for key, said in stated.items():
        found = getattr(thing, key)
        if found != said:
            raise SetupRefused(
                f"{entry.place}: ya existe, con {key} = «{'' if found is None else found}»; el archivo dice «{said}». "
                "Eso no se cambia desde aquí: ponga en el archivo lo que ya está, o quite la clave."
            )
