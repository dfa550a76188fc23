"""The comuna, corregimiento or rural zone that a matrix names by its code."""

import re
from collections.abc import Mapping

from concierta.kernel.errors import gettext_noop
from concierta.people.enums import TerritoryKind
from concierta.people.models import Territory
from concierta.plans.matrix.draft import ActivityDraft
from concierta.plans.matrix.profile import known_profiles, load_profile
from concierta.plans.operations.load.progress import Load

# Cali numbers its comunas from 1 and its corregimientos from 51, on one list (IDESC). A code outside it is kept in a
# finding and left without territory, never guessed.
_COMUNA = re.compile(r"0?[1-9]|[1-4]\d")
_CORREGIMIENTO = re.compile(r"[5-8]\d|9[0-8]")
# The countryside as a whole. Not a place of either list, and not the whole city: its money is shown apart.
_RURAL = "RURAL"


class TerritoryKeys:
    """Territories by code, made on first use when the code is a comuna's or a corregimiento's.

    `names`: how a file's profile writes them, name → code.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._keys: dict[str, int | None] = dict(Territory.objects.values_list("code", "pk"))

    def key_of(self, code: str) -> int | None:
        """None: no comuna or corregimiento has this code."""
        if code not in self._keys:
            self._keys[code] = self._made(code)
        return self._keys[code]

    def _made(self, code: str) -> int | None:
        for same in (code.zfill(2), code.lstrip("0")):
            if found := self._keys.get(same):
                return found
        if _COMUNA.fullmatch(code):
            kind, name = TerritoryKind.COMUNA, f"Comuna {int(code)}"
        elif _CORREGIMIENTO.fullmatch(code):
            kind, name = TerritoryKind.CORREGIMIENTO, self._name(code) or f"Corregimiento {code}"
        elif code == _RURAL:
            kind, name = TerritoryKind.RURAL, self._name(code) or str(TerritoryKind.RURAL.label)
        else:
            return None
        return Territory.objects.create(code=code.zfill(2), name=name, kind=kind).pk

    def _name(self, code: str) -> str | None:
        return next((name for name, known in self._names.items() if known == code), None)


class Territories:
    """The territories of one load: an unknown code is told and left without territory."""

    def __init__(self, load: Load) -> None:
        self._load = load
        profile = load.draft.profile
        self._keys = TerritoryKeys(load_profile(profile).territories.names if profile in known_profiles() else {})

    def key_of(self, draft: ActivityDraft) -> int | None:
        code = draft.territory or ""
        key = self._keys.key_of(code)
        if key is None:
            self._load.find(
                row=draft.row,
                column="territory",
                value=code,
                code="unknown_territory",
                message=gettext_noop("El código no es de ninguna comuna ni corregimiento registrado."),
                action=gettext_noop("la actividad quedó sin territorio"),
            )
        return key
