"""The form that plans a verification campaign. Shares are written as people say them, in percent."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from concierta.kernel.calendar import add_working_days
from concierta.kernel.clock import today
from concierta.verification.enums import FigureType, Method
from concierta.verification.queries import CampaignChoices
from concierta.web.kit.formats import period as period_words
from concierta.web.workspace.fields import DayField, PercentField, QuantityField
from concierta.web.workspace.forms import TypedForm
from concierta.web.workspace.shell import in_language

if TYPE_CHECKING:
    from concierta.indicators.models import Indicator
    from concierta.people.models import Entity, User
    from concierta.plans.models import Node, ReportingPeriod
    from concierta.verification.models import Campaign

_HUNDRED = Decimal(100)
_CONFIDENCES = [("0.9", _("90 %")), ("0.95", _("95 %")), ("0.99", _("99 %"))]
_USUAL_METHOD = {
    FigureType.PEOPLE: Method.RECORDS_COUNT,
    FigureType.RATE: Method.DESK_REVIEW,
    FigureType.MONEY: Method.DESK_REVIEW,
    FigureType.DELIVERY: Method.SITE_VISIT,
}
#: Working days, from today, that a new form proposes for closing the list and for finishing [D].
_TO_CLOSE, _TO_FINISH = 3, 13


class CampaignForm(TypedForm):
    """Built for the choices of one plan; `campaign` is the planned one that it changes, if there is one."""

    period = forms.ChoiceField(label=_("Periodo"))
    margin = PercentField(
        label=_("Margen de error, en puntos"),
        help_text=_("Diez quiere decir: la parte que se sostiene se conoce con más o menos diez puntos de cada cien."),
    )
    confidence = forms.ChoiceField(label=_("Confianza"), choices=_CONFIDENCES)
    risk_threshold = QuantityField(
        largest=_HUNDRED,
        label=_("Entran sin sorteo desde estos puntos de riesgo"),
        help_text=_("De 0 a 100. En blanco, nada entra por riesgo: solo por sorteo."),
        required=False,
    )
    double_share = PercentField(
        label=_("Parte que se verifica dos veces, en %"),
        help_text=_("Una segunda persona la verifica sin saber qué encontró la primera: así se mide si coinciden."),
    )
    population_closes_on = DayField(
        label=_("Día en que se cierra la lista"),
        help_text=_("Se anuncia al abrir y no se adelanta. Lo revisado hasta ese día entra en el sorteo."),
    )
    due_on = DayField(label=_("Fecha límite para verificar"))
    entities = forms.MultipleChoiceField(
        label=_("Solo estas entidades"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Sin marcar ninguna, todas."),
    )
    nodes = forms.MultipleChoiceField(
        label=_("Solo estas partes del plan"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Con todo lo que contienen. Sin marcar ninguna, todo el plan."),
    )
    indicators = forms.CharField(
        label=_("Solo estos indicadores"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=_("Sus códigos, uno por renglón o separados por comas. En blanco, todos."),
    )
    verifiers = forms.MultipleChoiceField(
        label=_("Quiénes verifican"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Sin marcar a nadie, todas las personas con el papel «Verifica» en las entidades que verifican."),
    )

    def __init__(
        self,
        choices: CampaignChoices,
        data: QueryDict | None = None,
        *,
        period: "ReportingPeriod | None" = None,
        campaign: "Campaign | None" = None,
    ) -> None:
        self.choices = choices
        super().__init__(data, initial=_initial(choices, period, campaign))
        for kind in FigureType:
            self.fields[f"method_{kind.value}"] = forms.ChoiceField(
                label=kind.label, choices=Method.choices, initial=_method(campaign, kind)
            )
        self._offer("period", [(period.label, period_words(period.label)) for period in choices.periods])
        self._offer("entities", [(entity.code, entity.name) for entity in choices.reporters])
        self._offer(
            "nodes",
            [
                (str(node.pk), f"{in_language(node.tier, 'singular')} {node.code}: {in_language(node, 'name')}")
                for node in choices.nodes
            ],
        )
        self._offer(
            "verifiers",
            [(_pair(entity, person), f"{person.name} · {entity.short_name}") for entity, person in choices.verifiers],
        )

    def _offer(self, field: str, options: list[tuple[str, str]]) -> None:
        self.fields[field].choices = options  # type: ignore[attr-defined]

    def methods(self) -> list[forms.BoundField]:
        return [self[f"method_{kind.value}"] for kind in FigureType]

    def clean_period(self) -> "ReportingPeriod":
        return next(period for period in self.choices.periods if period.label == self.cleaned_data["period"])

    def clean_confidence(self) -> Decimal:
        return Decimal(self.cleaned_data["confidence"])

    def clean_entities(self) -> list["Entity"]:
        return [entity for entity in self.choices.reporters if entity.code in self.cleaned_data["entities"]]

    def clean_nodes(self) -> list["Node"]:
        return [node for node in self.choices.nodes if str(node.pk) in self.cleaned_data["nodes"]]

    def clean_indicators(self) -> list["Indicator"]:
        written = {code.strip() for code in re.split(r"[,;\n]", self.cleaned_data["indicators"])} - {""}
        known = {indicator.code: indicator for indicator in self.choices.indicators}
        if unknown := sorted(written - set(known)):
            raise forms.ValidationError(
                _("En este plan no hay un indicador %(codes)s: revise el código."), params={"codes": ", ".join(unknown)}
            )
        return [known[code] for code in sorted(written)]

    def clean_verifiers(self) -> dict["Entity", list["User"]]:
        chosen: dict[Entity, list[User]] = {}
        for entity, person in self.choices.verifiers:
            if _pair(entity, person) in self.cleaned_data["verifiers"]:
                chosen.setdefault(entity, []).append(person)
        return chosen

    def planned(self) -> dict[str, Any]:
        """The arguments of `plan_campaign`."""
        fields = {name: value for name, value in self.cleaned_data.items() if not name.startswith("method_")}
        kinds = {kind: Method(self.cleaned_data[f"method_{kind.value}"]) for kind in FigureType}
        return {**fields, "methods": kinds}


class AssignmentForm(TypedForm):
    """Which of its two looks is given, where there are two, and to whom of `people`."""

    second = forms.ChoiceField(
        label=_("Qué asigna"),
        choices=[("0", _("La primera verificación")), ("1", _("La segunda, a ciegas"))],
        initial="0",
        widget=forms.RadioSelect,
    )
    verifier = forms.ChoiceField(label=_("A quién"), error_messages={"required": _("Escoja una persona.")})

    def __init__(self, *args: Any, people: Iterable["User"], double_checked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(person.pk): person for person in people}
        choices = [("", _("Escoja uno")), *((key, person.name) for key, person in self._people.items())]
        self.fields["verifier"].choices = choices  # type: ignore[attr-defined]
        if not double_checked:
            del self.fields["second"]

    def clean_second(self) -> bool:
        return self.cleaned_data["second"] == "1"

    def clean_verifier(self) -> "User":
        return self._people[self.cleaned_data["verifier"]]


def _initial(
    choices: CampaignChoices, period: "ReportingPeriod | None", campaign: "Campaign | None"
) -> dict[str, object]:
    label = period.label if period else ""
    if campaign is None:
        day = max(today(), period.cut_off) if period else today()
        return {
            "period": label,
            "margin": Decimal(10),
            "confidence": "0.95",
            "risk_threshold": Decimal(40),
            "double_share": Decimal(10),
            "population_closes_on": add_working_days(day, _TO_CLOSE),
            "due_on": add_working_days(day, _TO_FINISH),
        }
    return {
        "period": label,
        "margin": campaign.margin * _HUNDRED,
        "confidence": f"{campaign.confidence.normalize():f}",
        "risk_threshold": campaign.risk_threshold,
        "double_share": campaign.double_share * _HUNDRED,
        "population_closes_on": campaign.population_closes_on,
        "due_on": campaign.due_on,
        "entities": campaign.scope.get("entities", []),
        "nodes": [str(one.pk) for one in choices.nodes if [one.tier.slug, one.code] in campaign.scope.get("nodes", [])],
        "indicators": "\n".join(campaign.scope.get("indicators", [])),
        "verifiers": [f"{row.entity_id}-{row.user_id}" for row in campaign.verifiers.all()],
    }


def _method(campaign: "Campaign | None", kind: FigureType) -> str:
    return campaign.methods.get(kind.value, "") if campaign else _USUAL_METHOD[kind].value


def _pair(entity: "Entity", person: "User") -> str:
    return f"{entity.pk}-{person.pk}"
