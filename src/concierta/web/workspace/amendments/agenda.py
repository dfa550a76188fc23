"""Taking an amendment, or a measure, to a session of the Mesa."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concierta.web.workspace.acts import Act, form_of
from concierta.web.workspace.forms import TypedForm
from concierta.web.workspace.mesa.decisions import places_on_agenda
from concierta.web.workspace.shell import SignedInRequest

if TYPE_CHECKING:
    from concierta.amendments.models import AdjustmentMeasure, Amendment
    from concierta.mesa.models import AgendaItem, Session


class AgendaForm(TypedForm):
    """`places` by their keys: what each is called, and the item or session that it is."""

    place = forms.ChoiceField(label=_("En qué sesión y punto"))

    def __init__(
        self, data: QueryDict | None = None, *, places: "Mapping[str, tuple[str, AgendaItem | Session]]", auto_id: str
    ) -> None:
        super().__init__(data, auto_id=auto_id)
        self.places = places
        options = [(key, words) for key, (words, _place) in places.items()]
        self.fields["place"].choices = options  # type: ignore[attr-defined]

    def clean_place(self) -> "AgendaItem | Session":
        return self.places[self.cleaned_data["place"]][1]


def agenda_act(
    request: SignedInRequest,
    proposal: "Amendment | AdjustmentMeasure",
    bring: "Callable[[AgendaItem | Session], AgendaItem]",
    *,
    kind: str = "secondary",
) -> Act:
    """Put `proposal` on the agenda of a coming session, by `bring`, which is given the item or session chosen."""
    places = places_on_agenda(request.user, proposal.plan)
    return Act(
        "agenda",
        gettext("Cambiarla de sesión") if proposal.item else gettext("Llevarla a una sesión"),
        gettext("Poner en el orden del día"),
        form_of(request, "agenda", AgendaForm, places=places),
        lambda given: bring(given["place"]),
        gettext("Está en el orden del día."),
        kind=kind,
        blocked="" if places else gettext("No hay una sesión por venir: convoque una y vuelva."),
        folded=proposal.item is not None,
    )
