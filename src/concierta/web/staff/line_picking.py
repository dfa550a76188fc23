"""Choosing lines of the budget inside a form. A year has thousands, so only what is looked for is read."""

from dataclasses import dataclass
from typing import Any

from concierta.budgets.queries import find_lines, lines_among
from concierta.web.components.formats import pesos
from concierta.web.staff.requests import SignedInRequest
from concierta.web.staff.whole_numbers import whole


@dataclass(frozen=True, slots=True)
class PickedLine:
    """A line as the picker's template wants it."""

    line: Any

    @property
    def key(self) -> str:
        return str(self.line.pk)

    @property
    def pk(self) -> int:
        return int(self.line.pk)

    @property
    def code(self) -> str:
        return str(self.line.project_code)

    @property
    def title(self) -> str:
        return str(self.line.activity_name or self.line.object_name or self.line.project_name)

    @property
    def where(self) -> str:
        return f"{self.line.funding_source.name} · {self.line.object_code} · {pesos(self.line.initial)}"


class LinePicker:
    """Two queries: the lines chosen so far, and the first that have every word. Like `picking.Picker`."""

    def __init__(self, request: SignedInRequest, plan: Any, fiscal_year: int) -> None:
        posted = request.method == "POST"
        act = request.POST.get("act", "") if posted else ""
        keys = request.POST.getlist("part") if posted else request.GET.getlist("linea")
        if act.startswith("add:"):
            keys = [*keys, act.removeprefix("add:")]
        if act.startswith("remove:"):
            keys = [key for key in keys if key != act.removeprefix("remove:")]
        numbers = [number for key in dict.fromkeys(keys) if (number := whole(key))]
        known = {line.pk: line for line in lines_among(request.user, plan, fiscal_year, numbers)}
        self.chosen = [PickedLine(known[number]) for number in numbers if number in known]
        self.added = act.removeprefix("add:") if act.startswith("add:") else ""
        self.text = "" if self.added else (request.POST if posted else request.GET).get("q", "").strip()
        self.only_picks = act == "search" or act.startswith(("add:", "remove:"))
        found = find_lines(request.user, plan, fiscal_year, self.text)
        self.found = [PickedLine(line) for line in found if line.pk not in known]
