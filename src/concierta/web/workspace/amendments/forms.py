"""The forms of an amendment: what it changes, and the acts that follow."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concierta.amendments.enums import ChangeField, SubjectKind
from concierta.amendments.proposals import ProposedChange
from concierta.amendments.queries import NO_TARGET, ChangeKey
from concierta.amendments.queries.amendments import ValueInForce
from concierta.amendments.queries.search import PartLine
from concierta.plans.schema import Kind
from concierta.web.workspace.amendments.new_project import NewProjectFields
from concierta.web.workspace.amendments.parts import PlanPart
from concierta.web.workspace.amendments.rows import NOT_PROGRAMMED, label_of, written_value
from concierta.web.workspace.described import field_of
from concierta.web.workspace.fields import DayField, DecisionField, QuantityField
from concierta.web.workspace.forms import TypedForm

if TYPE_CHECKING:
    from concierta.mesa.models import Decision

#: Values that an amendment changes most, shown at once; the others wait folded.
_FIRST = {ChangeField.TARGET, ChangeField.RESPONSIBLE, ChangeField.STARTS_ON, ChangeField.ENDS_ON, ChangeField.CLOSED}
_LONG = {ChangeField.DEFINITION, ChangeField.NAME, ChangeField.MEANS_OF_VERIFICATION}


class TargetField(QuantityField):
    """A quantity, NP for not programmed, or blank where there is no target. Clean: text, None for NP, "" for none."""

    def __init__(self, *, exists: bool, **kwargs: Any) -> None:
        super().__init__(required=False, negative=True, **kwargs)
        self.exists = exists

    def to_python(self, value: object) -> str | None:
        text, self.doubt = str(value or "").strip(), None
        if text.upper() == NOT_PROGRAMMED:
            return None
        if not text:
            if self.exists:
                raise ValidationError(_("Escriba la meta, o NP si ese año no se programa."))
            return NO_TARGET
        figure = self.read(text)
        return None if figure is None else f"{figure:f}"

    def validate(self, value: object) -> None:
        """None is an answer here: not programmed."""

    def clean(self, value: object) -> str | None:
        return self.to_python(value)


@dataclass(frozen=True, slots=True)
class Offer:
    """One value in force and the name of its field in the form."""

    name: str
    value: ValueInForce


@dataclass(frozen=True, slots=True)
class PartFields:
    """The bound fields of a chosen part: those that change most, and the others, which wait folded."""

    part: PlanPart
    first: list[forms.BoundField]
    rest: list[forms.BoundField]

    @property
    def open(self) -> bool:
        """True if something is wrong in a field that waits folded."""
        return any(field.errors for field in self.rest)


class AmendmentForm(TypedForm):
    """`chosen` are the parts on the page, `values` what is in force of them, `proposed` what a revision starts from,
    `project` the fields of one to add."""

    title = forms.CharField(label=_("Qué se modifica, en una línea"), max_length=200)
    cause = forms.CharField(
        label=_("Por qué"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("La mesa la lee antes de votar y el público después. No escriba datos personales."),
        max_length=8000,
    )
    effective_on = DayField(
        label=_("Rige desde"),
        help_text=_(
            "No antes de la sesión que la decida ni dentro de un corte ya publicado: lo pasado no se reescribe."
        ),
    )
    touches_development_plan = forms.BooleanField(
        label=_("Toca el plan de desarrollo"),
        required=False,
        help_text=_(
            "Si cambia una meta o un programa del plan de desarrollo municipal, hace falta el acuerdo del concejo."
        ),
    )
    council_act = forms.CharField(
        label=_("Acuerdo del concejo"),
        required=False,
        max_length=120,
        help_text=_("Su número y fecha. Puede llegar después de proponerla, no después de adoptarla."),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        chosen: Sequence[PlanPart],
        values: Mapping[tuple[str, str], Sequence[ValueInForce]],
        entities: Sequence[tuple[str, str]],
        first_year: int,
        proposed: Mapping[tuple[str, str, str, str], str | None],
        project: NewProjectFields | None,
        initial: Mapping[str, object],
    ) -> None:
        super().__init__(data, initial=dict(initial))
        self.entities = entities
        self.names = dict(entities)
        self.proposed = proposed
        self.chosen = chosen
        self.offers: dict[str, list[Offer]] = {}
        for part in chosen:
            self.offers[part.key] = [
                self._offer(line, value, part)
                for line in part.members
                for value in values.get((line.kind.value, line.subject), ())
                if _is_offered(part, value, first_year)
            ]
            if part.kind == SubjectKind.PROJECT and not part.is_family:
                closing = ValueInForce(part.kind, part.members[0].subject, ChangeField.CLOSED, "", None)
                self.offers[part.key].append(self._offer(part.members[0], closing, part))
        self.project = project
        if project is not None:
            self.fields |= project.fields
        if data is not None:
            self.data = self._filled_in(data)

    def _offer(self, line: PartLine, value: ValueInForce, part: PlanPart) -> Offer:
        name = f"{line.kind.value}-{line.pk}.{value.field.value}.{value.key}"
        start = self.proposed.get((value.kind, value.subject, value.field, value.key), value.text)
        field = _field_of(value, start, self.entities)
        field.label = f"{line.code} {line.name}" if part.is_family else label_of(value.field, value.key)
        if value.field != ChangeField.CLOSED:
            field.help_text = gettext("Hoy: %(value)s") % {
                "value": written_value(value.field, value.key, value.text, self.names)
            }
        self.fields[name] = field
        return Offer(name, value)

    def _filled_in(self, data: QueryDict) -> QueryDict:
        """What was sent; a part that was just added starts from what is in force: nothing was typed for it yet."""
        filled = data.copy()
        for name, field in self.fields.items():
            if name not in self.base_fields and name not in data:
                filled[name] = "" if field.initial is None else field.prepare_value(field.initial)
        return filled

    def parts(self) -> list[PartFields]:
        """Each chosen part with its fields, for the template to loop over."""
        listed = []
        for part in self.chosen:
            # What is changed most comes first: the targets.
            offers = sorted(self.offers[part.key], key=lambda offer: offer.value.field != ChangeField.TARGET)
            first = [offer for offer in offers if part.is_family or offer.value.field in _FIRST]
            rest = [offer for offer in offers if offer not in first]
            listed.append(PartFields(part, [self[one.name] for one in first], [self[one.name] for one in rest]))
        return listed

    def project_heads(self) -> list[forms.BoundField]:
        return self.project.heads(self) if self.project else []

    def project_blocks(self) -> list[list[forms.BoundField]]:
        return self.project.blocks(self) if self.project else []

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.errors and not self.changes():
            self.add_error(None, gettext("Todavía no cambia nada: escriba al menos un valor distinto."))

    def changes(self) -> list[ProposedChange]:
        """What is written otherwise than it is in force, and the project to add."""
        changes = {}
        for offer in itertools.chain.from_iterable(self.offers.values()):
            value, after = offer.value, self.cleaned_data[offer.name]
            if _text_of(value, after) != value.text:
                key = ChangeKey(value.kind, value.subject, value.field, value.key)
                changes[key] = ProposedChange(value.kind, value.subject, value.field, after, value.key)
        added = [self.project.change(self.cleaned_data)] if self.project else []
        return [*changes.values(), *added]

    def words(self) -> dict[str, Any]:
        """The arguments of `propose_amendment` that are not changes."""
        return {name: self.cleaned_data[name] for name in self.base_fields}


def _is_offered(part: PlanPart, value: ValueInForce, first_year: int) -> bool:
    """Alone, everything but the weight, which only makes sense beside its siblings; years that are not over."""
    if part.is_family:
        return value.field == ChangeField.WEIGHT
    if value.field == ChangeField.TARGET:
        return int(value.key[:4]) >= first_year
    return value.field != ChangeField.WEIGHT


def _field_of(value: ValueInForce, start: str | None, entities: Sequence[tuple[str, str]]) -> forms.Field:
    if value.field == ChangeField.TARGET:
        initial = NOT_PROGRAMMED if start is None else _decimal(start)
        return TargetField(initial=initial, exists=value.text != NO_TARGET)
    if value.field == ChangeField.CLOSED:
        return DayField(required=False, initial=_day(start))
    assert value.attribute is not None
    return field_of(value.attribute, start, long=value.field in _LONG, entities=entities)


def _text_of(value: ValueInForce, after: Any) -> str | None:
    """What was written, as it would be kept. A text area gives back its line ends in its own way."""
    if value.attribute is None:
        return after.isoformat() if isinstance(after, date) else _same(value.text, after)
    if value.attribute.kind is Kind.TEXT:
        return str(after).replace("\r\n", "\n")
    return value.attribute.written(after)


def _same(current: str | None, after: str | None) -> str | None:
    """A target written with other zeros is the same target."""
    if current and after and _decimal(current) == _decimal(after):
        return current
    return after


def _decimal(text: str | None) -> Decimal | None:
    return None if text in (None, "") else Decimal(str(text))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


class AdoptForm(TypedForm):
    """`asks_act`: the amendment touches the development plan, and `written_act` is the council's act as known."""

    decision = DecisionField(label=_("Decisión de la mesa"))
    council_act = forms.CharField(
        label=_("Acuerdo del concejo"),
        help_text=_("Su número y fecha: cambia el plan de desarrollo."),
        max_length=120,
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        decisions: "Sequence[Decision]",
        auto_id: str,
        asks_act: bool = False,
        written_act: str = "",
    ) -> None:
        only = decisions[0].pk if len(decisions) == 1 else ""
        super().__init__(data, auto_id=auto_id, initial={"council_act": written_act, "decision": only})
        self.fields["decision"].offer(decisions)  # type: ignore[attr-defined]
        if not asks_act:
            del self.fields["council_act"]


class WhyForm(TypedForm):
    reason = forms.CharField(
        label=_("Por qué"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Queda en el registro. No escriba datos personales."),
        max_length=4000,
    )
