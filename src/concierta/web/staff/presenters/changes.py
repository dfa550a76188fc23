"""What an amendment changes, before and after, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from concierta.amendments.enums import ChangeField, SubjectKind
from concierta.amendments.queries import NO_TARGET
from concierta.indicators.enums import ACCUMULATIONS, MEASURES, FlowPolicy
from concierta.responsibilities.enums import Duty
from concierta.web.components.formats import long_date, number, percent
from concierta.web.components.formats import period as period_words
from concierta.web.components.tabular import Column, Table

NOT_PROGRAMMED = "NP"
_LABELS = {
    (ChangeField.NAME, "en"): _("Nombre en inglés"),
    (ChangeField.DEFINITION, "en"): _("Definición en inglés"),
    (ChangeField.BASELINE, "on"): _("Fecha de la línea base"),
    (ChangeField.BASELINE, "source"): _("Fuente de la línea base"),
    (ChangeField.ACCUMULATION, "flow_policy"): _("Cómo se reúnen los años"),
    (ChangeField.ACCUMULATION, "measure"): _("Qué clase de cifra es"),
    (ChangeField.ACCUMULATION, "year_weights"): _("Lo que pesa cada año"),
    (ChangeField.GOAL, "name"): _("Nombre de la meta del plan de desarrollo"),
    (ChangeField.CLOSED, ""): _("Se cierra desde el"),
}
_DAYS = {
    (ChangeField.STARTS_ON, ""),
    (ChangeField.ENDS_ON, ""),
    (ChangeField.CLOSED, ""),
    (ChangeField.BASELINE, "on"),
}
_CHOICES = {
    (ChangeField.ACCUMULATION, ""): dict(ACCUMULATIONS),
    (ChangeField.ACCUMULATION, "flow_policy"): dict(FlowPolicy.choices),
    (ChangeField.ACCUMULATION, "measure"): dict(MEASURES),
}


def label_of(field: str, key: str) -> str:
    """A changed value in words: «Meta 2026», «Verifica», «Fecha de la línea base»."""
    field = ChangeField(field)
    if field == ChangeField.TARGET:
        return f"{field.label} {period_words(key)}"
    if field == ChangeField.RESPONSIBLE:
        return str(Duty(key).label)
    return str(_LABELS.get((field, key), field.label))


def written_value(field: str, key: str, text: Any, entities: Mapping[str, str]) -> str:
    """A value as it is kept in a change, as people read it. `entities`: code → name."""
    field = ChangeField(field)
    if field == ChangeField.ADDED:
        return _project(text, entities)
    if field == ChangeField.TARGET:
        return _target(text)
    if text in (None, ""):
        return gettext("La del plan") if field == ChangeField.RESPONSIBLE else gettext("Sin dato")
    if (field, key) in _DAYS:
        return long_date(date.fromisoformat(text))
    if (field, key) in _CHOICES:
        return str(_CHOICES[field, key].get(text, text))
    match field:
        case ChangeField.WEIGHT:
            return percent(Decimal(text), 4)
        case ChangeField.BASELINE if not key:
            return number(Decimal(text), 6)
        case ChangeField.RESPONSIBLE:
            return entities.get(text, text)
        case _:
            return str(text)


def _target(text: str | None) -> str:
    if text is None:
        return NOT_PROGRAMMED
    return gettext("sin meta") if text == NO_TARGET else number(Decimal(text), 6)


def _project(value: Any, entities: Mapping[str, str]) -> str:
    if not value:
        return gettext("No está en el plan")
    products = ngettext("%(n)s producto", "%(n)s productos", len(value["products"])) % {"n": len(value["products"])}
    return f"{value['name']} · {entities.get(value['entity'], value['entity'])} · {products}"


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """`part` is the name of what changes where it is known, else its code."""

    part: str
    code: str
    what: str
    before: str
    after: str
    is_target: bool
    details: Sequence[str] = ()


def change_lines(
    changes: Sequence[Any], names: Mapping[tuple[str, str], str], entities: Mapping[str, str]
) -> list[Any]:
    """Every change of an amendment; `names` by (kind, subject)."""
    return [
        ChangeLine(
            part=names.get((change.kind, change.subject)) or _new_name(change) or change.subject,
            code=change.subject,
            what=label_of(change.field, change.key),
            before=_before(change, entities),
            after=written_value(change.field, change.key, change.after, entities),
            is_target=change.field == ChangeField.TARGET,
            details=_details(change) if change.field == ChangeField.ADDED else (),
        )
        for change in changes
    ]


def _before(change: Any, entities: Mapping[str, str]) -> str:
    if change.field == ChangeField.CLOSED:
        return gettext("En marcha")
    return written_value(change.field, change.key, change.before, entities)


def _new_name(change: Any) -> str:
    return change.after["name"] if change.field == ChangeField.ADDED else ""


def _details(change: Any) -> list[str]:
    """What a new project promises, a line each product."""
    lines = []
    for product in change.after["products"]:
        indicator = product["indicator"] or {"targets": {}, "unit": ""}
        targets = ", ".join(f"{key}: {_target(text)}" for key, text in sorted(indicator["targets"].items()))
        lines.append(f"{product['code']} {product['name']} ({indicator['unit'] or product['unit']}) · {targets}")
    return lines


def summary_of_changes(changes: Sequence[Any]) -> str:
    """One line for a list: «Meta 2026 de R-01: 1.000 → 800», or the first and how many more."""
    if not changes:
        return ""
    first = changes[0]
    if first.field == ChangeField.ADDED:
        said = gettext("Se añade el proyecto %(code)s") % {"code": first.subject}
    elif first.field == ChangeField.CLOSED:
        said = gettext("Se cierra el proyecto %(code)s") % {"code": first.subject}
    else:
        said = gettext("%(what)s de %(code)s: %(before)s → %(after)s") % {
            "what": label_of(first.field, first.key),
            "code": first.subject,
            "before": written_value(first.field, first.key, first.before, {}),
            "after": written_value(first.field, first.key, first.after, {}),
        }
    more = len(changes) - 1
    return said + (ngettext(" y %(n)s más", " y %(n)s más", more) % {"n": more} if more else "")


def changes_table(lines: Sequence[ChangeLine]) -> Table:
    columns = [Column(gettext("Parte")), Column(gettext("Qué")), Column(gettext("Antes")), Column(gettext("Después"))]
    return Table(columns=columns, rows=[[f"{one.code} {one.part}", one.what, one.before, one.after] for one in lines])


def kind_word(kind: str) -> str:
    return str(SubjectKind(kind).label)
