"""What is kept of people, said by each module beside its models: why, on which ground, how long, how it is forgotten.

Law 1581 of 2012 asks whoever keeps personal data to say so, and to erase what nothing obliges them to keep. The page
that says it is made from here, and forgetting somebody walks it; a test derives from the models what must be in it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from concierta.people.models import User

Words = str | Promise


class Ground(models.TextChoices):
    """What allows it to be kept."""

    FUNCTION = "function", _("Función legal de una entidad pública (Ley 1581 de 2012, artículo 10, literal a)")
    CONSENT = "consent", _("Autorización de la persona (Ley 1581 de 2012, artículo 9)")


@dataclass(frozen=True, slots=True)
class Forgetting:
    """Somebody who is to be forgotten: an account, and the address it had; or an address alone."""

    person: User | None
    address: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Some fields of a model, or a folder of the installation where `model` is None.

    `forget` erases what is one person's, and gives the number of acts of the log that no longer name anybody. `expire`
    erases what was to be kept until before a day, and gives how many rows that were.
    """

    what: Words
    purpose: Words
    ground: Ground
    kept: Words
    forgetting: Words
    model: type[models.Model] | None = None
    fields: tuple[str, ...] = ()
    folder: Words = ""
    forget: Callable[[Forgetting], int] | None = None
    expire: Callable[[date], int] | None = None

    @property
    def places(self) -> tuple[str, ...]:
        """Where it is: "people.User.email", or the folder."""
        if self.model is None:
            return (str(self.folder),)
        return tuple(f"{self.model._meta.label}.{field}" for field in self.fields)


_registered: list[PersonalData] = []


def keeps(*data: PersonalData) -> None:
    """Put what a module keeps of people on record."""
    _registered.extend(one for one in data if one not in _registered)


def all_kept() -> tuple[PersonalData, ...]:
    return tuple(_registered)


def signs(model: type[models.Model], *fields: str) -> PersonalData:
    """Who did an act, or was named to do it: a key of the account, which says nobody's name once it is forgotten."""
    return PersonalData(
        model=model,
        fields=fields,
        what=_("Quién hizo cada acto, o fue nombrado para hacerlo"),
        purpose=_("Saber quién reportó, revisó, verificó, representó o decidió, y que no fue la misma persona"),
        ground=Ground.FUNCTION,
        kept=_("Mientras haya que responder por el acto"),
        forgetting=_("El acto queda; señala una cuenta que ya no tiene nombre ni correo"),
    )


def forget_everywhere(forgetting: Forgetting) -> int:
    """The number of acts that no longer name anybody."""
    return sum(one.forget(forgetting) for one in _registered if one.forget is not None)


def address_is_kept(address: str) -> bool:
    """True if any e-mail field on record holds this address."""
    return any(
        one.model._default_manager.filter(**{f"{field}__iexact": address}).exists()
        for one in _registered
        if one.model is not None
        for field in one.fields
        if isinstance(one.model._meta.get_field(field), models.EmailField)
    )


def expire_everywhere(on: date) -> int:
    """Erase what was kept until before `on`; how many rows that were."""
    return sum(one.expire(on) for one in _registered if one.expire is not None)


@dataclass(frozen=True, slots=True)
class Notice:
    """One line of the page: what is kept for one purpose, with everywhere it is."""

    what: Words
    purpose: Words
    ground: Words
    kept: Words
    forgetting: Words
    places: tuple[str, ...]


def notice(kept: Iterable[PersonalData] | None = None) -> list[Notice]:
    """Everything that is kept, what is said in the same words once."""
    lines: dict[tuple[str, ...], Notice] = {}
    for one in _registered if kept is None else kept:
        said = (one.what, one.purpose, Ground(one.ground).label, one.kept, one.forgetting)
        key = tuple(str(word) for word in said)
        before = lines[key].places if key in lines else ()
        lines[key] = Notice(*said, places=tuple(sorted({*before, *one.places})))
    return list(lines.values())
