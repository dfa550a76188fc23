"""The comuna, corregimiento or rural zone that a matrix names by its code."""

import re

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


class Territories:
    """Territories by code, made on first use when the code is a comuna's or a corregimiento's."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._keys: dict[str, int | None] = dict(Territory.objects.values_list("code", "pk"))

    def key_of(self, draft: ActivityDraft) -> int | None:
        code = draft.territory or ""
        if code not in self._keys:
            self._keys[code] = self._made(code)
        key = self._keys[code]
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

    def _made(self, code: str) -> int | None:
        for same in (code.zfill(2), code.lstrip("0")):
            if found := self._keys.get(same):
                return found
        if _COMUNA.fullmatch(code):
            kind, name = TerritoryKind.COMUNA, f"Comuna {int(code)}"
        elif _CORREGIMIENTO.fullmatch(code):
            kind, name = TerritoryKind.CORREGIMIENTO, self._name_in_profile(code) or f"Corregimiento {code}"
        elif code == _RURAL:
            kind, name = TerritoryKind.RURAL, self._name_in_profile(code) or str(TerritoryKind.RURAL.label)
        else:
            return None
        return Territory.objects.create(code=code.zfill(2), name=name, kind=kind).pk

    def _name_in_profile(self, code: str) -> str | None:
        profile = self._load.draft.profile
        if profile not in known_profiles():
            return None
        names = load_profile(profile).territories.names
        return next((name for name, known in names.items() if known == code), None)
