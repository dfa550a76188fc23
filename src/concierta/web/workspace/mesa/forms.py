"""The forms of the Mesa: its seats and rules, its sessions and their agenda, its tasks."""

from collections.abc import Sequence
from datetime import date, time
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from concierta.kernel.clock import local_date, local_moment, local_time, today
from concierta.mesa.enums import Majority, Quorum, SessionKind, SessionMode
from concierta.web.workspace.forms import TypedForm

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.db.models import Model
    from django.utils.datastructures import MultiValueDict
    from django.utils.functional import _StrPromise

    from concierta.mesa.models import Rules, Session

    Files = MultiValueDict[str, UploadedFile]

#: Rows to choose from, each with its words.
Choices = Sequence[tuple["Model", str]]
_NOBODY = _("Nadie todavía")


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PickField(forms.TypedChoiceField):
    """One of the things that a query brought: the choice is its key, what comes out is the thing itself."""

    def __init__(self, *, things: Choices, blank: "_StrPromise | None" = None, **kwargs: Any) -> None:
        by_key = {str(thing.pk): thing for thing, _label in things}
        choices: list[tuple[str, str | _StrPromise]] = [(str(thing.pk), label) for thing, label in things]
        first = [("", blank)] if blank is not None else []
        super().__init__(choices=[*first, *choices], coerce=by_key.get, empty_value=None, **kwargs)


class SeatForm(TypedForm):
    entity = forms.Field()
    has_vote = forms.ChoiceField(
        label=_("Participa"), choices=[("1", _("Con voz y voto")), ("0", _("Con voz, sin voto"))]
    )
    principal = forms.Field()
    since = DayField(label=_("Desde"), initial=today)

    def __init__(self, data: QueryDict | None, *, entities: Choices, people: Choices) -> None:
        super().__init__(data)
        self.fields["entity"] = PickField(label=_("Entidad"), things=entities)
        self.fields["principal"] = PickField(
            label=_("Titular"),
            help_text=_("Quien asiste por derecho propio. Cualquier otra persona necesita delegación escrita."),
            things=people,
            blank=_NOBODY,
            required=False,
        )
        self.order_fields(["entity", "has_vote", "principal", "since"])

    def clean_has_vote(self) -> bool:
        return self.cleaned_data["has_vote"] == "1"


class PrincipalForm(TypedForm):
    principal = forms.Field()

    def __init__(self, data: QueryDict | None, *, people: Choices, current: int | None) -> None:
        super().__init__(data, initial={"principal": str(current or "")})
        self.fields["principal"] = PickField(label=_("Titular"), things=people, blank=_NOBODY, required=False)


class DelegationForm(TypedForm):
    """The paper comes with the words: without it nobody may speak for another."""

    person = forms.Field()
    document = forms.FileField(
        label=_("Delegación escrita"), help_text=_("El documento firmado, en PDF o foto. Queda con su huella.")
    )
    since = DayField(label=_("Desde"), initial=today)
    until = DayField(label=_("Hasta"), help_text=_("En blanco: hasta que se termine."), required=False)

    def __init__(self, data: QueryDict | None, files: "Files | None", *, people: Choices) -> None:
        super().__init__(data, files)
        self.fields["person"] = PickField(label=_("Delega en"), things=people, blank=_("Escoja una persona"))
        self.order_fields(["person", "document", "since", "until"])


def _as_it_was(form: forms.Form, name: str) -> int:
    """What was typed; left blank, what the form began with."""
    typed: int | None = form.cleaned_data[name]
    return int(form.get_initial_for_field(form.fields[name], name)) if typed is None else typed


class RulesForm(TypedForm):
    decision = forms.Field()
    effective_on = DayField(label=_("Rigen desde"), initial=today)
    notice_days = forms.IntegerField(label=_("Días hábiles de convocatoria, ordinaria"), min_value=1, max_value=60)
    extraordinary_notice_days = forms.IntegerField(
        label=_("Días hábiles de convocatoria, extraordinaria"), min_value=1, max_value=60
    )
    quorum = forms.ChoiceField(label=_("Quórum"), choices=Quorum.choices)
    majority = forms.ChoiceField(label=_("Mayoría"), choices=Majority.choices)
    period_months = forms.IntegerField(label=_("Una sesión ordinaria cada tantos meses"), min_value=1, max_value=24)
    delegations_per_person = forms.IntegerField(
        label=_("Delegaciones que puede llevar una persona"), min_value=0, max_value=50, required=False
    )

    def clean_delegations_per_person(self) -> int:
        return _as_it_was(self, "delegations_per_person")

    def __init__(self, data: QueryDict | None, *, rules: "Rules", decisions: Choices) -> None:
        days = ("notice_days", "extraordinary_notice_days")
        kept = (*days, "quorum", "majority", "period_months", "delegations_per_person")
        super().__init__(data, initial={name: getattr(rules, name) for name in kept})
        self.fields["decision"] = PickField(
            label=_("Decisión de la mesa"),
            help_text=_("Las reglas solo cambian por decisión de la propia mesa."),
            things=decisions,
            blank=_("Escoja la decisión"),
        )
        self.order_fields(["decision", "effective_on"])


class SessionForm(TypedForm):
    """Day and hour apart, as people say them; the hour is that of Bogotá."""

    day = DayField(label=_("Día"))
    hour = forms.TimeField(
        label=_("Hora"), initial=time(8), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    kind = forms.ChoiceField(label=_("Clase"), choices=SessionKind.choices)
    mode = forms.ChoiceField(label=_("Modo"), choices=SessionMode.choices)
    place = forms.CharField(
        label=_("Lugar o enlace"), max_length=300, required=False, help_text=_("La sala, o la dirección de la reunión.")
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict | None, *, session: "Session | None" = None, day: date | None = None) -> None:
        initial: dict[str, object] = {"day": day} if day else {}
        if session is not None:
            starts = local_time(session.starts_at)
            initial = {"day": local_date(starts), "hour": starts.time(), "kind": session.kind, "mode": session.mode}
            initial |= {"place": session.place, "revision": session.revision}
        super().__init__(data, initial=initial)

    def planned(self) -> dict[str, Any]:
        """The day and the hour as one moment, with what else a session is planned by."""
        values = self.cleaned_data
        starts_at = local_moment(values["day"], values["hour"])
        return {"starts_at": starts_at, **{name: values[name] for name in ("kind", "mode", "place")}}


class CancelForm(TypedForm):
    reason = forms.CharField(
        label=_("Por qué se cancela"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("Lo leerán los miembros y, si ya se convocó, cualquiera."),
    )


class ItemForm(TypedForm):
    title = forms.CharField(label=_("Asunto"), max_length=300)
    minutes_planned = forms.IntegerField(label=_("Minutos previstos"), min_value=1, max_value=600, required=False)
    why = forms.CharField(
        label=_("Por qué se trae"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000, required=False
    )


class ItemEditForm(TypedForm):
    title = forms.CharField(label=_("Asunto"), max_length=300)
    minutes_planned = forms.IntegerField(label=_("Minutos previstos"), min_value=1, max_value=600, required=False)
    reserved_basis = forms.CharField(
        label=_("Reserva legal"),
        max_length=300,
        required=False,
        help_text=_("Solo si una norma obliga a reservarlo: cítela. Sin base legal el punto es público."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class DropForm(TypedForm):
    reason = forms.CharField(
        label=_("Por qué se retira"),
        help_text=_("El punto no desaparece: queda con esta razón, y no vuelve solo."),
        error_messages={"required": _("Diga por qué se retira el punto: quedará en el acta.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PaperForm(TypedForm):
    document = forms.FileField(label=_("Documento"), help_text=_("PDF, hoja de cálculo, texto o foto."))
    title = forms.CharField(label=_("Cómo se llama"), max_length=200, required=False)

    def __init__(self, data: QueryDict | None, files: "Files | None") -> None:
        # Beside a form whose field is a title too.
        super().__init__(data, files, auto_id="paper_%s")


class ActionForm(TypedForm):
    text = forms.CharField(label=_("Qué debe hacerse"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)
    entity = forms.Field()
    person = forms.Field()
    due_on = DayField(label=_("Fecha límite"))
    decision = forms.Field()

    def __init__(self, data: QueryDict | None, *, entities: Choices, people: Choices, decisions: Choices) -> None:
        super().__init__(data, prefix="task", use_required_attribute=False)
        self.fields["entity"] = PickField(label=_("Entidad responsable"), things=entities, blank=_("Escoja una"))
        self.fields["person"] = PickField(
            label=_("Persona"), things=people, blank=_("Quien designe la entidad"), required=False
        )
        self.fields["decision"] = PickField(
            label=_("Por la decisión"), things=decisions, blank=_("Ninguna"), required=False
        )
        self.order_fields(["text", "entity", "person", "due_on", "decision"])


class FinishForm(TypedForm):
    note = forms.CharField(label=_("Qué se hizo"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000)
    document = forms.FileField(
        label=_("Evidencia"), help_text=_("El documento que lo muestra, en PDF o foto."), required=False
    )


class LetGoForm(TypedForm):
    reason = forms.CharField(
        label=_("Por qué"),
        error_messages={"required": _("Diga por qué la tarea queda sin efecto.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CheckForm(TypedForm):
    """The one note for both answers. Whether there must be one depends on which: the operations say so."""

    note = forms.CharField(
        label=_("Lo que encontró"),
        help_text=_("Obligatorio si la devuelve: la entidad lo lee tal cual."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )


class CirculateForm(TypedForm):
    remarks_until = DayField(
        label=_("Observaciones hasta"), help_text=_("Último día en que los miembros pueden pedir cambios.")
    )


class SignForm(TypedForm):
    """A signature is one's own: the password is asked for again."""

    password = forms.CharField(
        label=_("Su contraseña"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("La de su cuenta. Firmar es un acto personal: nadie firma por usted."),
    )


class MesaForm(TypedForm):
    """A Mesa for an agreement that has none, with the first version of its rules."""

    agreement = forms.Field()
    name = forms.CharField(label=_("Nombre de la mesa"), max_length=200, initial=_("Mesa Técnica de Concertación"))
    name_en = forms.CharField(label=_("Nombre en inglés"), max_length=200, required=False)
    secretariat = forms.Field()
    chair = forms.Field()
    effective_on = DayField(label=_("Sus reglas rigen desde"), initial=today)
    notice_days = forms.IntegerField(
        label=_("Días hábiles de convocatoria, ordinaria"), min_value=1, max_value=60, initial=5
    )
    extraordinary_notice_days = forms.IntegerField(
        label=_("Días hábiles de convocatoria, extraordinaria"), min_value=1, max_value=60, initial=2
    )
    quorum = forms.ChoiceField(label=_("Quórum"), choices=Quorum.choices)
    majority = forms.ChoiceField(label=_("Mayoría"), choices=Majority.choices)
    period_months = forms.IntegerField(
        label=_("Una sesión ordinaria cada tantos meses"), min_value=1, max_value=24, initial=3
    )
    delegations_per_person = forms.IntegerField(
        label=_("Delegaciones que puede llevar una persona"), min_value=0, max_value=50, initial=1, required=False
    )

    def clean_delegations_per_person(self) -> int:
        return _as_it_was(self, "delegations_per_person")

    def __init__(self, data: QueryDict | None, *, agreements: Choices, own: Choices, entities: Choices) -> None:
        super().__init__(data)
        self.fields["agreement"] = PickField(label=_("Acuerdo"), things=agreements)
        self.fields["secretariat"] = PickField(label=_("Secretaría técnica"), things=own)
        self.fields["chair"] = PickField(label=_("Preside"), things=entities, blank=_("Escoja la entidad"))
        self.order_fields(["agreement", "name", "name_en", "secretariat", "chair", "effective_on"])
