"""The forms that open an opportunity or change it: its words, its projects, and how much is for each of them."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concierta.budgets.enums import FunderKind
from concierta.budgets.operations import parts_of
from concierta.budgets.queries import are_alike, latest_figure, shares_of
from concierta.engines.finance import PESO
from concierta.kernel.errors import Invalid
from concierta.web.workspace.acts import add_refusal
from concierta.web.workspace.budgets.mobilisation_forms import FIGURE, OptionalFigureForm
from concierta.web.workspace.fields import EntityField, PersonField, QuantityField, parse_quantity
from concierta.web.workspace.forms import TypedForm

if TYPE_CHECKING:
    from concierta.budgets.models import Opportunity
    from concierta.people.models import Entity, User
    from concierta.plans.models import Project


class SharedForm(TypedForm):
    """A field for what is for each project that was chosen; one project alone has everything, and none."""

    title = forms.CharField(label=_("Qué se busca, en una línea"), max_length=200)
    person = PersonField(label=_("Persona responsable"), required=False)
    description = forms.CharField(
        label=_("De qué se trata"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000, required=False
    )
    conditions = forms.CharField(
        label=_("Condiciones"), widget=forms.Textarea(attrs={"rows": 2}), max_length=4000, required=False
    )

    def choose(self, projects: "Sequence[Project]") -> None:
        self.projects = projects
        for project in projects if len(projects) > 1 else ():
            self.fields[f"share-{project.pk}"] = QuantityField(
                label=gettext("Cuánto es para %(project)s") % {"project": project.code}, required=False, decimals=2
            )

    def words(self) -> list[forms.BoundField]:
        return [field for field in self if not field.name.startswith("share-")]

    def amount_for(self, project: "Project") -> forms.BoundField | None:
        """The field of what is for a project; None where it has everything."""
        name = f"share-{project.pk}"
        return self[name] if name in self.fields else None

    def amounts(self) -> list[Decimal]:
        """The amounts that can be read so far, whether or not the rest of the form is right."""
        fields = [field for project in self.projects if (field := self.amount_for(project)) is not None]
        return [amount for field in fields if (amount := _read(field.value())) is not None]

    def asked(self) -> tuple[Decimal | None, str]:
        """The figure that is shared out, None while there is none, and its currency."""
        return None, PESO

    def clean(self) -> dict[str, object]:
        given: dict[str, Any] = super().clean() or {}
        if not self.projects:
            self.add_error(None, _("Diga para qué proyectos se busca el apoyo."))
        elif not any(name == "amount" or name.startswith("share-") for name in self.errors):
            amounts = {project: given.get(f"share-{project.pk}") for project in self.projects}
            try:
                given["projects"] = self.parts(amounts)
            except Invalid as refusal:
                # Said while the form is read, so that it stands at its project with whatever else is wrong.
                add_refusal(self, refusal)
        return given

    def parts(self, amounts: "dict[Project, Decimal | None]") -> "dict[Project, int]":
        return parts_of(amounts, *self.asked())

    def stated(self) -> dict[str, Any]:
        """The arguments of the operation that have no figure."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in FIGURE and not name.startswith("share-")
        }


class OpenForm(SharedForm, OptionalFigureForm):
    code = forms.SlugField(label=_("Código"), max_length=20, help_text=_("Por ejemplo, G-01."))
    funder = forms.CharField(
        label=_("A qué entidad se le pide"), max_length=200, help_text=_("La organización, nunca una persona.")
    )
    funder_kind = forms.ChoiceField(label=_("Qué clase de entidad es"), choices=FunderKind.choices)
    entity = EntityField(label=_("Entidad que lo gestiona"))

    field_order = ("code", "title", "funder", "funder_kind", "entity", "person", "description", "conditions", *FIGURE)

    def __init__(
        self,
        data: object = None,
        *,
        projects: "Sequence[Project]",
        entities: "Sequence[Entity]",
        people: "Iterable[User]",
    ) -> None:
        super().__init__(data, initial={"entity": entities[0].code, "currency": PESO} if len(entities) == 1 else None)
        self.fields["amount"].label = _("Cuánto se va a pedir")
        self.fields["entity"].offer(entities)  # type: ignore[attr-defined]
        self.fields["person"].offer(people)  # type: ignore[attr-defined]
        self.choose(projects)

    def clean_funder_kind(self) -> FunderKind:
        return FunderKind(self.cleaned_data["funder_kind"])

    def asked(self) -> tuple[Decimal | None, str]:
        return _read(self["amount"].value()), (str(self["currency"].value() or "").strip().upper() or PESO)

    def opened(self) -> dict[str, Any]:
        """The arguments of `open_opportunity`."""
        return {**self.stated(), "expected": self.figure()}


class DescribeForm(SharedForm):
    """What the shares come to of the last figure that was said is where one starts from."""

    field_order = ("title", "person", "description", "conditions")

    def __init__(
        self,
        data: Any = None,
        *,
        opportunity: "Opportunity",
        projects: "Sequence[Project]",
        people: "Iterable[User]",
    ) -> None:
        self.figure = latest_figure(opportunity)
        alike = are_alike(opportunity.shares.all())
        self.stood = {share.project: None if alike else share.amount for share in shares_of(opportunity)}
        self.kept = {share.project: share.parts for share in opportunity.shares.all()}
        initial = {name: getattr(opportunity, name) for name in ("title", "description", "conditions")}
        initial |= {f"share-{project.pk}": amount for project, amount in self.stood.items()}
        super().__init__(data, initial=initial | {"person": str(opportunity.person_id or "")})
        self.fields["person"].offer(people)  # type: ignore[attr-defined]
        self.choose(projects)

    def asked(self) -> tuple[Decimal | None, str]:
        return (self.figure.amount, self.figure.currency) if self.figure else super().asked()

    def parts(self, amounts: "dict[Project, Decimal | None]") -> "dict[Project, int]":
        """Amounts that nobody changed were rounded to be shown: their parts stay as they are."""
        return self.kept if amounts == self.stood else super().parts(amounts)


def _read(text: object) -> Decimal | None:
    try:
        return text if isinstance(text, Decimal) else parse_quantity(text)
    except ValidationError:
        return None
