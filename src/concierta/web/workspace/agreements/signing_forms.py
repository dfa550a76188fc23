"""The forms of an agreement's text and of who signs it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concierta.agreements.enums import ArticleKind, Capacity, MandateOrgan, MeansKind, PledgeFate
from concierta.kernel.clock import today
from concierta.web.kit.formats import long_date
from concierta.web.workspace.fields import DayField, EntityField, PesosField, QuantityField
from concierta.web.workspace.forms import TypedForm
from concierta.web.workspace.mesa.forms import PickField

if TYPE_CHECKING:
    from concierta.agreements.models import Article, Means, Norm, Signatory
    from concierta.people.models import Entity, User

_LONG = 8000


def words(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class NormForm(TypedForm):
    code = forms.CharField(label=_("Código"), max_length=60, help_text=_("Con el mismo código se corrigen sus fechas."))
    title = forms.CharField(label=_("Norma, como se cita"), max_length=300)
    is_framework = forms.BooleanField(
        label=_("El acuerdo se firmó en su marco"), required=False, help_text=_("Si termina, el acuerdo lo dice.")
    )
    since = DayField(label=_("Rige desde"))
    until = DayField(label=_("Rige hasta"), required=False, help_text=_("En blanco: no dice hasta cuándo."))
    source = forms.CharField(label=_("Dónde se lee"), max_length=300, required=False)


class ArticleForm(TypedForm):
    kind = forms.ChoiceField(label=_("Qué parte es"), choices=ArticleKind.choices)
    code = forms.CharField(
        label=_("Código"), max_length=12, help_text=_("Con un código que ya existe se cambia esa parte.")
    )
    title = forms.CharField(label=_("Título"), max_length=200)
    text = forms.CharField(label=_("Texto"), widget=words(8), max_length=_LONG)
    title_en = forms.CharField(label=_("Título en inglés"), max_length=200, required=False)
    text_en = forms.CharField(label=_("Texto en inglés"), widget=words(4), max_length=_LONG, required=False)


class DropForm(TypedForm):
    def __init__(self, *args: Any, articles: "Iterable[Article]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.code, f"{one.code} {one.title}") for one in articles]
        self.fields["code"] = forms.ChoiceField(label=_("Parte"), choices=choices)


class OpenForm(TypedForm):
    since = DayField(label=_("Rige desde"), initial=today, help_text=_("Si para entonces está adoptado."))
    until = DayField(label=_("Rige hasta"), required=False, help_text=_("En blanco: no dice hasta cuándo."))


class InviteForm(TypedForm):
    entity = EntityField(label=_("Entidad"))
    capacity = forms.ChoiceField(label=_("En calidad de"), choices=Capacity.choices)
    takes_office_on = DayField(
        label=_("Desde cuándo asumiría"),
        required=False,
        help_text=_("Solo una candidatura o un gobierno entrante."),
    )

    def __init__(self, *args: Any, entities: "Iterable[Entity]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entity"].offer(entities)  # type: ignore[attr-defined]


class InviteAgainForm(TypedForm):
    def __init__(self, *args: Any, signatories: "Iterable[Signatory]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        things = [(one, one.entity.name) for one in signatories]
        self.fields["signatory"] = PickField(label=_("Entidad"), things=things)


class MandateForm(TypedForm):
    organ = forms.ChoiceField(label=_("Quién lo decidió"), choices=MandateOrgan.choices)
    act_name = forms.CharField(label=_("Por qué acto"), max_length=120, help_text=_("Acta, resolución, acuerdo…"))
    act_number = forms.CharField(label=_("Número"), max_length=60, required=False)
    act_date = DayField(label=_("Fecha del acto"))

    def __init__(self, data: QueryDict | None, *, people: "Iterable[User]") -> None:
        super().__init__(data)
        things = [(one, one.name) for one in people]
        self.fields["signer"] = PickField(
            label=_("Quién firma"),
            things=things,
            blank=_("Escoja una persona"),
            help_text=_("Su nombre no se publica; el acto, sí."),
        )


class SignForm(TypedForm):
    """The hash is that of the text that was read: if another is open by now, nothing is signed."""

    sha256 = forms.CharField(widget=forms.HiddenInput)
    read = forms.BooleanField()

    def __init__(self, data: QueryDict | None, *, entity: "Entity", sha256: str) -> None:
        super().__init__(data, initial={"sha256": sha256})
        self.fields["read"].label = gettext("Leí el texto y firmo por %(entity)s.") % {"entity": entity.name}


class ReasonForm(TypedForm):
    reason = forms.CharField(
        label=_("Por qué"), widget=words(), max_length=_LONG, help_text=_("Se publica con sus palabras.")
    )


class DeclineForm(ReasonForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False


class WithdrawForm(ReasonForm):
    ends_on = DayField(label=_("Desde qué día"), initial=today)
    fate = forms.ChoiceField(label=_("Qué pasa con lo que prometió"), choices=PledgeFate.choices)


class RoleForm(TypedForm):
    role = forms.CharField(
        label=_("Su papel en el acuerdo"), max_length=300, help_text=_("Lo que por su misión le corresponde hacer.")
    )


class CompetenceForm(TypedForm):
    text = forms.CharField(label=_("Qué puede hacer por ley"), max_length=300)
    norm_name = forms.CharField(
        label=_("Norma que lo dice"),
        max_length=200,
        required=False,
        help_text=_("Como se cita, si no está en la lista."),
    )

    def __init__(self, *args: Any, norms: "Iterable[Norm]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        things = [(one, f"{one.code} {one.title}") for one in norms]
        self.fields["norm"] = PickField(
            label=_("Norma del acuerdo"), things=things, blank=_("Ninguna de estas"), required=False
        )


class MeansForm(TypedForm):
    kind = forms.ChoiceField(label=_("Clase"), choices=MeansKind.choices)
    description = forms.CharField(label=_("Con qué cuenta"), max_length=300)
    amount = PesosField(label=_("Pesos"), required=False, help_text=_("Solo si son económicos."))
    quantity = QuantityField(label=_("Cantidad"), required=False)
    unit = forms.CharField(label=_("Unidad"), max_length=60, required=False, help_text=_("Personas, aulas, horas…"))
    since = DayField(label=_("Desde"))
    until = DayField(label=_("Hasta"))


class EndMeansForm(TypedForm):
    ended_on = DayField(label=_("Último día"), initial=today)

    def __init__(self, *args: Any, means: "Iterable[Means]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        things = [(one, f"{one.description} ({long_date(one.since)} – {long_date(one.until)})") for one in means]
        self.fields["means"] = PickField(label=_("Qué deja de tener"), things=things)
        self.order_fields(["means", "ended_on"])


class PaperForm(TypedForm):
    document = forms.FileField(label=_("Documento firmado"), help_text=_("En PDF o foto. Queda con su huella."))
    signed_on = DayField(label=_("Cuándo se firmó"))


class PaperCheckForm(TypedForm):
    found = forms.ChoiceField(
        label=_("¿Es la firma de la entidad bajo este texto?"),
        choices=[("yes", _("Sí, lo es")), ("no", _("No lo es"))],
        widget=forms.RadioSelect,
    )
    refused_because = forms.CharField(label=_("Si no, por qué"), widget=words(), max_length=_LONG, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("found") == "yes":
            given["refused_because"] = ""
        elif given.get("found") == "no" and not given.get("refused_because"):
            self.add_error("refused_because", _("Diga por qué no lo es: la entidad tiene que poder arreglarlo."))
        given.pop("found", None)
        return given
