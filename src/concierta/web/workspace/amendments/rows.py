"""Amendments and what they change, as rows of a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from concierta.amendments.enums import AmendmentState, ChangeField, SubjectKind
from concierta.amendments.queries import NO_TARGET
from concierta.indicators.enums import ACCUMULATIONS, MEASURES, FlowPolicy
from concierta.mesa.enums import Choice
from concierta.responsibilities.enums import Duty
from concierta.web.kit.formats import date_time, long_date, number, percent, short_date
from concierta.web.kit.formats import period as period_words
from concierta.web.kit.tabular import Column, Table
from concierta.web.workspace.mesa.decisions import session_words

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


_KINDS = {
    AmendmentState.PROPOSED: "soon",
    AmendmentState.ADOPTED: "strong",
    AmendmentState.REJECTED: "plain",
    AmendmentState.WITHDRAWN: "plain",
}


@dataclass(frozen=True, slots=True)
class AmendmentRow:
    title: str
    code: str
    href: str
    meta: str
    date: str
    date_note: str
    state: str
    kind: str
    what: str


def amendment_row(amendment: Any) -> AmendmentRow:
    state = AmendmentState(amendment.state)
    return AmendmentRow(
        title=amendment.title,
        code=gettext("N.º %(n)s") % {"n": amendment.number},
        href=reverse("amendment", args=[amendment.pk]),
        meta=summary_of_changes(list(amendment.changes.all())),
        date=short_date(amendment.effective_on),
        date_note=gettext("rige desde"),
        state=str(state.label),
        kind=_KINDS[state],
        what=_by(amendment),
    )


def _by(amendment: Any) -> str:
    if amendment.decision is not None:
        return gettext("Decisión %(number)s · %(session)s") % {
            "number": amendment.decision.number,
            "session": session_words(amendment.decision.session),
        }
    if amendment.state == AmendmentState.PROPOSED and amendment.item is not None:
        return gettext("En el orden del día: %(session)s") % {"session": session_words(amendment.item.session)}
    if amendment.state == AmendmentState.PROPOSED:
        return gettext("Todavía en ningún orden del día")
    return amendment.closed_reason


def amendment_groups(amendments: Sequence[Any]) -> list[dict[str, Any]]:
    titles = {
        AmendmentState.PROPOSED: gettext("Esperan la decisión de la mesa"),
        AmendmentState.ADOPTED: gettext("Adoptadas"),
        AmendmentState.REJECTED: gettext("Negadas o retiradas"),
    }
    groups = []
    for first, title in titles.items():
        states = {first, AmendmentState.WITHDRAWN} if first == AmendmentState.REJECTED else {first}
        rows = [amendment_row(one) for one in amendments if one.state in states]
        if rows:
            groups.append({"title": title, "rows": rows})
    return groups


def amendments_finding(amendments: Sequence[Any]) -> str:
    adopted = sum(one.state == AmendmentState.ADOPTED for one in amendments)
    waiting = sum(one.state == AmendmentState.PROPOSED for one in amendments)
    if not adopted and not waiting:
        return gettext("El plan está como se firmó")
    said = []
    if waiting:
        said.append(
            ngettext(
                "%(n)s modificación espera la decisión de la mesa",
                "%(n)s modificaciones esperan la decisión de la mesa",
                waiting,
            )
            % {"n": waiting}
        )
    if adopted:
        said.append(ngettext("el plan cambió %(n)s vez", "el plan cambió %(n)s veces", adopted) % {"n": adopted})
    sentence = "; ".join(said)
    return sentence[0].upper() + sentence[1:]


def amendment_facts(amendment: Any) -> list[tuple[str, str]]:
    facts = [
        (gettext("Rige desde"), long_date(amendment.effective_on)),
        (gettext("La propuso"), _proposer(amendment)),
    ]
    if amendment.revised_at:
        facts.append((gettext("Cambiada el"), date_time(amendment.revised_at)))
    if amendment.item is not None:
        facts.append(
            (
                gettext("Orden del día"),
                f"{session_words(amendment.item.session)} · {amendment.item.ordinal}. {amendment.item.title}",
            )
        )
    if amendment.touches_development_plan:
        facts.append(
            (gettext("Acuerdo del concejo"), amendment.council_act or gettext("Falta: toca el plan de desarrollo"))
        )
    if amendment.decision is not None:
        facts.append((gettext("Decisión"), f"{amendment.decision.number} · {amendment.decision.text}"))
        facts.append((gettext("Votación"), _votes(amendment.decision.motion)))
        facts.append((gettext("Adoptada"), date_time(amendment.adopted_at)))
    if amendment.closed_reason:
        facts.append((gettext("Por qué no siguió"), amendment.closed_reason))
    return facts


def _votes(motion: Any) -> str:
    """How many entities wanted it; who and why stands in the session."""
    cast = [vote.choice for vote in motion.votes.all()]
    counts = {choice.value: cast.count(choice) for choice in Choice}
    return (
        ngettext(
            "%(for)s a favor, %(against)s en contra, %(abstain)s abstención",
            "%(for)s a favor, %(against)s en contra, %(abstain)s abstenciones",
            counts[Choice.ABSTAIN.value],
        )
        % counts
    )


def _proposer(amendment: Any) -> str:
    entity = amendment.proposed_entity.name if amendment.proposed_entity else gettext("la instalación")
    return f"{entity}, {date_time(amendment.proposed_at)}"


def state_tag(amendment: Any) -> tuple[str, str]:
    state = AmendmentState(amendment.state)
    return str(state.label), _KINDS[state]
