"""Physical beside financial. What was achieved is measured above this module and given to it."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

from concierta.engines.finance import Compared, Physical, Stages, compare

Key = TypeVar("Key", bound=Hashable)
_NO_PHYSICAL = Physical(achieved=None)
#: What a source that has been loaded does not name had nothing obligated in it.
_NO_MONEY = Stages(obligation=0)


def compare_each(money: Mapping[Key, Stages], physical: Mapping[Key, Physical]) -> dict[Key, Compared]:
    """Every key of either: what has money and no figure, and what has a figure and no money, are both told."""
    return {
        key: compare(money.get(key, _NO_MONEY), physical.get(key, _NO_PHYSICAL))
        for key in dict.fromkeys((*money, *physical))
    }
