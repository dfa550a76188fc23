"""Choosing parts of the plan inside a form: look for one, add it, take it away. Nothing typed elsewhere is lost,
because every step sends the whole form and gets the whole form back."""

from collections.abc import Mapping, Sequence
from typing import Generic, Protocol, TypeVar

from concierta.kernel.folding import folded
from concierta.web.workspace.shell import SignedInRequest

#: As many as one reads before writing another word.
_SHOWN = 8


class Part(Protocol):
    """A part of the plan that can be chosen; `words` are searched in."""

    @property
    def title(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def words(self) -> str: ...


PartT = TypeVar("PartT", bound=Part)


class Picker(Generic[PartT]):
    """The parts chosen so far among `parts`, each by its key."""

    def __init__(self, request: SignedInRequest, parts: Mapping[str, PartT], initial: Sequence[str] = ()) -> None:
        posted = request.method == "POST"
        act = request.POST.get("act", "") if posted else ""
        keys = request.POST.getlist("part") if posted else list(initial)
        if act.startswith("add:"):
            keys = [*keys, act.removeprefix("add:")]
        if act.startswith("remove:"):
            keys = [key for key in keys if key != act.removeprefix("remove:")]
        self.parts = parts
        self.keys = [key for key in dict.fromkeys(keys) if key in parts]
        self.text = "" if act.startswith("add:") else request.POST.get("q", "").strip()
        self.added = act.removeprefix("add:") if act.startswith("add:") else ""
        #: True if this request only chooses, so that nobody is told yet of what is missing.
        self.only_picks = act == "search" or act.startswith(("add:", "remove:"))

    @property
    def chosen(self) -> list[PartT]:
        return [self.parts[key] for key in self.keys]

    @property
    def found(self) -> list[PartT]:
        """The parts that have every word that was written and are not chosen yet, those whose code begins so first."""
        words = folded(self.text).split()
        if not words:
            return []
        fitting = (
            part
            for key, part in self.parts.items()
            if key not in self.keys and all(word in part.words for word in words)
        )
        return sorted(fitting, key=lambda part: not folded(part.code).startswith(words[0]))[:_SHOWN]
