"""An amendment being written: its words, the parts chosen with what is in force of them, and a project to add."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from concierta.amendments.enums import ChangeField, SubjectKind
from concierta.amendments.queries.amendments import values_in_force
from concierta.kernel.clock import today
from concierta.people.queries import all_entities
from concierta.web.workspace.amendments.forms import AmendmentForm
from concierta.web.workspace.amendments.new_project import NewProjectFields
from concierta.web.workspace.amendments.parts import PlanPart, offered_parts
from concierta.web.workspace.paging import whole
from concierta.web.workspace.picking import Picker
from concierta.web.workspace.shell import SignedInRequest

if TYPE_CHECKING:
    from concierta.amendments.models import Amendment, Change
    from concierta.plans.models import Plan

#: More products than this in one new project are written in the plan's matrix, not in a form.
MOST_PRODUCTS = 8


def amendment_being_written(
    request: SignedInRequest, plan: "Plan", amendment: "Amendment | None"
) -> tuple[AmendmentForm, Picker]:
    """The form with what was sent in it, or with what `amendment` says until now, and the picker of its parts."""
    changes: Sequence[Change] = list(amendment.changes.all()) if amendment else []
    parts = offered_parts(request.user, plan)
    picker = Picker(request, parts, initial=_keys_of(changes, parts) or request.GET.getlist("parte"))
    entities = [(entity.code, entity.name) for entity in all_entities()]
    added = next((change for change in changes if change.field == ChangeField.ADDED), None)
    products = _products(request, added)
    project = None
    if products:
        project = NewProjectFields(
            places=_places(parts),
            entities=entities,
            years=range(max(today().year, plan.starts_on.year), plan.ends_on.year + 1),
            products=products,
            proposed=added,
        )
    chosen = [(line.kind.value, line.subject) for part in picker.chosen for line in part.members]
    form = AmendmentForm(
        request.POST if request.method == "POST" else None,
        chosen=picker.chosen,
        values=values_in_force(plan, chosen, _day(request, amendment)),
        entities=entities,
        first_year=today().year,
        proposed={(change.kind, change.subject, change.field, change.key): change.after for change in changes},
        project=project,
        initial=_words(amendment),
    )
    return form, picker


def _products(request: SignedInRequest, added: "Change | None") -> int:
    """How many products the project to add has room for; 0 when there is no project to add."""
    if request.method != "POST":
        return len(added.after["products"]) if added and added.after else 0
    act, count = request.POST.get("act"), min(whole(request.POST.get("products")), MOST_PRODUCTS)
    if act == "drop-project":
        return 0
    return min(count + 1, MOST_PRODUCTS) if act == "add-product" else count


def _keys_of(changes: "Sequence[Change]", parts: Mapping[str, PlanPart]) -> list[str]:
    """The cards that a revision shows: the family where a weight changes, else the part itself."""
    cards = {
        (line.kind.value, line.subject, part.is_family): part.key for part in parts.values() for line in part.members
    }
    keys = [cards.get((change.kind, change.subject, change.field == ChangeField.WEIGHT)) for change in changes]
    return [key for key in dict.fromkeys(keys) if key]


def _places(parts: Mapping[str, PlanPart]) -> list[tuple[str, str]]:
    """The nodes that hang projects: those without parts of their own."""
    nodes = [part.members[0] for part in parts.values() if part.kind == SubjectKind.NODE and not part.is_family]
    above = {node.parent for node in nodes}
    return [(node.subject, f"{node.code}: {node.name}") for node in nodes if node.pk not in above]


def _day(request: SignedInRequest, amendment: "Amendment | None") -> date:
    """The day whose values are shown: the one on which the amendment would take effect, else today."""
    try:
        return date.fromisoformat(request.POST.get("effective_on", ""))
    except ValueError:
        return amendment.effective_on if amendment else today()


def _words(amendment: "Amendment | None") -> dict[str, object]:
    if amendment is None:
        return {"effective_on": today()}
    return {name: getattr(amendment, name) for name in AmendmentForm.base_fields}
