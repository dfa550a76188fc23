"""An amendment being written: its words, the parts chosen with what is in force of them, and a project to add."""

from datetime import date
from typing import Any

from django.utils.translation import gettext

from concierta.amendments.enums import ChangeField, SubjectKind
from concierta.amendments.queries.amendments import values_in_force
from concierta.kernel.clock import today
from concierta.people.queries import all_entities
from concierta.web.workspace.acts import summary_of
from concierta.web.workspace.amendments.forms import AmendmentForm
from concierta.web.workspace.amendments.new_project import NewProjectForm, initial_of
from concierta.web.workspace.amendments.parts import PlanPart, offered_parts
from concierta.web.workspace.paging import whole
from concierta.web.workspace.picking import Picker
from concierta.web.workspace.shell import SignedInRequest

#: More products than this in one new project are written in the plan's matrix, not in a form.
MOST_PRODUCTS = 8


class AmendmentDraft:
    """What is on the page of one amendment being written: its words, the parts chosen, and a project to add."""

    def __init__(self, request: SignedInRequest, plan: Any, amendment: Any) -> None:
        posted = request.method == "POST"
        self.request = request
        self.act = request.POST.get("act", "") if posted else ""
        self.wants_to_save = posted and self.act in ("", "save")
        changes = list(amendment.changes.all()) if amendment else []
        parts = offered_parts(request.user, plan)
        self.picker = Picker(request, parts, initial=_keys_of(changes, parts) or request.GET.getlist("parte"))
        entities = [(entity.code, entity.name) for entity in all_entities()]
        chosen = self.picker.chosen
        self.form = AmendmentForm(
            request.POST if posted else None,
            chosen=chosen,
            values=values_in_force(plan, [(line.kind.value, line.subject) for part in chosen for line in part.members],
                                   _day(request, amendment)),
            entities=entities,
            first_year=today().year,
            proposed={(one.kind, one.subject, one.field, one.key): one.after for one in changes},
            initial=_words(amendment),
        )  # fmt: skip
        if posted and self.picker.added:
            self._show_values_of(self.picker.added)
        added = next((one for one in changes if one.field == ChangeField.ADDED), None)
        self.products = self._products(request, added)
        self.project = None
        if self.products:
            years = range(max(today().year, plan.starts_on.year), plan.ends_on.year + 1)
            self.project = NewProjectForm(
                request.POST if posted and "new-code" in request.POST else None,
                places=_places(parts),
                entities=entities,
                years=years,
                products=self.products,
                initial=initial_of(added) if added else None,
            )

    def _products(self, request: SignedInRequest, added: Any) -> int:
        """How many products the project to add has room for; 0 when there is no project to add."""
        if request.method != "POST":
            return len(added.after["products"]) if added else 0
        count = min(whole(request.POST.get("products")), MOST_PRODUCTS)
        if self.act == "drop-project":
            return 0
        return min(count + 1, MOST_PRODUCTS) if self.act == "add-product" else count

    def _show_values_of(self, key: str) -> None:
        """A part that was just added starts from what is in force: nothing was typed for it yet."""
        data: Any = self.request.POST.copy()
        for offer in self.form.offers[key]:
            if offer.name not in data:
                field = self.form.fields[offer.name]
                data[offer.name] = field.prepare_value(field.initial) if field.initial is not None else ""
        self.form.data = data

    def is_valid(self) -> bool:
        whole = self.form.is_valid()
        if self.project is not None and not self.project.is_valid():
            whole = False
        if whole and not self.changes():
            self.form.add_error(None, gettext("Todavía no cambia nada: escriba al menos un valor distinto."))
            return False
        return whole

    def changes(self) -> list[Any]:
        return [*self.form.changes(), *([self.project.change()] if self.project else [])]

    def errors(self) -> list[dict[str, str]]:
        """Nobody is told what is missing while they are still choosing what to change."""
        if not self.wants_to_save:
            for form in (self.form, self.project):
                if form is not None and form.is_bound:
                    form.errors.clear()
            return []
        return [*summary_of(self.form), *(summary_of(self.project) if self.project else [])]


def _keys_of(changes: list[Any], parts: dict[str, PlanPart]) -> list[str]:
    """The cards that a revision shows: the family where a weight changes, else the part itself."""
    by_subject = {(line.kind.value, line.subject): part.key for part in parts.values() if not part.is_family
                  for line in part.members}  # fmt: skip
    families = {(line.kind.value, line.subject): part.key for part in parts.values() if part.is_family
                for line in part.members}  # fmt: skip
    keys = [
        (families if change.field == ChangeField.WEIGHT else by_subject).get((change.kind, change.subject), "")
        for change in changes
    ]
    return [key for key in dict.fromkeys(keys) if key]


def _places(parts: dict[str, PlanPart]) -> list[tuple[str, str]]:
    """The nodes that hang projects: those without parts of their own."""
    nodes = [part.members[0] for part in parts.values() if part.kind == SubjectKind.NODE and not part.is_family]
    above = {node.parent for node in nodes}
    return [(node.subject, f"{node.code}: {node.name}") for node in nodes if node.pk not in above]


def _day(request: SignedInRequest, amendment: Any) -> date:
    """The day whose values are shown: the one on which the amendment would take effect, else today."""
    try:
        return date.fromisoformat(request.POST.get("effective_on", ""))
    except ValueError:
        return amendment.effective_on if amendment else today()


def _words(amendment: Any) -> dict[str, Any]:
    if amendment is None:
        return {"effective_on": today()}
    return {name: getattr(amendment, name) for name in AmendmentForm.base_fields}
