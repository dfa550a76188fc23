"""Amendments and what they change, in words and as rows of a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from concierta.amendments.enums import AmendmentState, ChangeField
from concierta.amendments.queries import NO_TARGET
from concierta.indicators.enums import ACCUMULATIONS, MEASURES, FlowPolicy
from concierta.mesa.enums import Choice
from concierta.responsibilities.enums import Duty
from concierta.web.kit.formats import date_time, long_date, number, percent
from concierta.web.kit.formats import period as period_words
from concierta.web.workspace.mesa.decisions import session_words

if TYPE_CHECKING:
    from concierta.amendments.models import Amendment, Change
    from concierta.mesa.models import Decision, Motion

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
    details: Sequence[str] = ()


def change_lines(
    changes: "Sequence[Change]", names: Mapping[tuple[str, str], str], entities: Mapping[str, str]
) -> list[ChangeLine]:
    """Every change of an amendment; `names` by (kind, subject)."""
    lines = []
    for change in changes:
        adds, closes = change.field == ChangeField.ADDED, change.field == ChangeField.CLOSED
        project: dict[str, Any] = (change.after or {}) if adds else {}
        line = ChangeLine(
            part=names.get((change.kind, change.subject)) or project.get("name") or change.subject,
            code=change.subject,
            what=label_of(change.field, change.key),
            before=gettext("En marcha") if closes else written_value(change.field, change.key, change.before, entities),
            after=written_value(change.field, change.key, change.after, entities),
            details=_details(project) if adds else (),
        )
        lines.append(line)
    return lines


def _details(project: Mapping[str, Any]) -> list[str]:
    """What a new project promises, a line each product."""
    lines = []
    for product in project["products"]:
        indicator = product["indicator"] or {"targets": {}, "unit": ""}
        targets = ", ".join(f"{key}: {_target(text)}" for key, text in sorted(indicator["targets"].items()))
        lines.append(f"{product['code']} {product['name']} ({indicator['unit'] or product['unit']}) · {targets}")
    return lines


def summary_of_changes(changes: "Sequence[Change]") -> str:
    """One line for a list: «Meta 2026 de R-01: 1.000 → 800», or the first and how many more."""
    if not changes:
        return ""
    first = changes[0]
    if first.field == ChangeField.ADDED:
        words = gettext("Se añade el proyecto %(code)s") % {"code": first.subject}
    elif first.field == ChangeField.CLOSED:
        words = gettext("Se cierra el proyecto %(code)s") % {"code": first.subject}
    else:
        words = gettext("%(what)s de %(code)s: %(before)s → %(after)s") % {
            "what": label_of(first.field, first.key),
            "code": first.subject,
            "before": written_value(first.field, first.key, first.before, {}),
            "after": written_value(first.field, first.key, first.after, {}),
        }
    more = len(changes) - 1
    return words + (ngettext(" y %(n)s más", " y %(n)s más", more) % {"n": more} if more else "")


_KINDS = {
    AmendmentState.PROPOSED: "soon",
    AmendmentState.ADOPTED: "strong",
    AmendmentState.REJECTED: "plain",
    AmendmentState.WITHDRAWN: "plain",
}


def state_tag(amendment: "Amendment") -> tuple[str, str]:
    """The words and the kind of the tag that says where an amendment is."""
    state = AmendmentState(amendment.state)
    return str(state.label), _KINDS[state]


def _decided_where(amendment: "Amendment") -> str:
    """Its decision or its place on an agenda; why it went no further, where it was rejected or withdrawn."""
    if amendment.decision is not None:
        return decided_words(amendment.decision)
    if amendment.state != AmendmentState.PROPOSED:
        return amendment.closed_reason
    if amendment.item is None:
        return gettext("Todavía en ningún orden del día")
    return gettext("En el orden del día: %(session)s") % {"session": session_words(amendment.item.session)}


def decided_words(decision: "Decision") -> str:
    return gettext("Decisión %(number)s · %(session)s") % {
        "number": decision.number,
        "session": session_words(decision.session),
    }


def amendment_groups(amendments: "Sequence[Amendment]") -> list[Mapping[str, object]]:
    """The amendments under what became of them; each with its tag, the changes in a line, and who decided them."""
    groups = (
        (gettext("Esperan la decisión de la mesa"), (AmendmentState.PROPOSED,)),
        (gettext("Adoptadas"), (AmendmentState.ADOPTED,)),
        (gettext("Negadas o retiradas"), (AmendmentState.REJECTED, AmendmentState.WITHDRAWN)),
    )
    listed = [
        {
            "title": title,
            "rows": [
                (one, state_tag(one), summary_of_changes(list(one.changes.all())), _decided_where(one))
                for one in amendments
                if one.state in states
            ],
        }
        for title, states in groups
    ]
    return [group for group in listed if group["rows"]]


def amendments_finding(amendments: "Sequence[Amendment]") -> str:
    """The title: how many wait for the Mesa, and how often it has changed the plan."""
    adopted = sum(one.state == AmendmentState.ADOPTED for one in amendments)
    waiting = sum(one.state == AmendmentState.PROPOSED for one in amendments)
    if not adopted and not waiting:
        return gettext("El plan está como se firmó")
    parts = []
    if waiting:
        parts.append(
            ngettext(
                "%(n)s modificación espera la decisión de la mesa",
                "%(n)s modificaciones esperan la decisión de la mesa",
                waiting,
            )
            % {"n": waiting}
        )
    if adopted:
        parts.append(ngettext("el plan cambió %(n)s vez", "el plan cambió %(n)s veces", adopted) % {"n": adopted})
    sentence = "; ".join(parts)
    return sentence[0].upper() + sentence[1:]


def amendment_facts(amendment: "Amendment") -> list[tuple[str, str]]:
    proposer = amendment.proposed_entity.name if amendment.proposed_entity else gettext("la instalación")
    facts = [
        (gettext("Rige desde"), long_date(amendment.effective_on)),
        (gettext("La propuso"), f"{proposer}, {date_time(amendment.proposed_at)}"),
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


def _votes(motion: "Motion") -> str:
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
