"""The public record of one signatory: how it signed, what it has at hand, what it keeps and what it owes."""

from django.utils.translation import gettext, ngettext

from concierta.agreements.enums import MeansKind, SignatoryState, SignatureKind
from concierta.web.kit import formats
from concierta.web.portal import names
from concierta.web.portal.agreements import states
from concierta.web.portal.agreements.standing import mandate_told
from concierta.web.portal.corte import Row
from concierta.web.portal.page import Fact
from concierta.web.portal.portal import Portal
from concierta.web.portal.words import label_of

MISSED_SHOWN = 10
_KINDS = {
    "report": lambda: gettext("reporte"),
    "self_assessment": lambda: gettext("autoevaluación"),
    "action_item": lambda: gettext("tarea de la mesa"),
}


def record(portal: Portal, entity: str) -> dict[str, object] | None:
    """What the page of an entity says of it as a signatory; None of one that was never asked to sign."""
    corte = portal.corte
    row = corte.signatory_of.get(entity)
    if row is None or not row.state:
        return None
    missed = corte.missed_of.get(entity, [])
    return {
        "facts": _facts(portal, row),
        "states": states.lines_of_entity(portal, entity),
        "missed": [_missed(one) for one in missed[:MISSED_SHOWN]],
        "missed_title": ngettext(
            "Le falta entregar %(n)s cosa que ya venció", "Le falta entregar %(n)s cosas que ya vencieron", len(missed)
        )
        % {"n": formats.number(len(missed))},
        "competences": [(one.competence, one.norm_name) for one in corte.competences_of.get(entity, [])],
        "means": [_means(one) for one in corte.means_of.get(entity, [])],
        "life": [
            (formats.long_date(step.on), label_of(SignatoryState, step.to_state))
            for step in corte.signatory_steps_of.get(entity, [])
            if step.to_state != step.from_state
        ],
    }


def _facts(portal: Portal, row: Row) -> list[Fact]:
    state = label_of(SignatoryState, row.state)
    facts: list[Fact] = [
        (
            gettext("En qué va"),
            gettext("%(state)s, desde el %(date)s") % {"state": state, "date": formats.long_date(row.state_since)}
            if row.state_since
            else state,
        ),
        (
            gettext("Cómo firmó"),
            label_of(SignatureKind, row.signature) if row.signature else gettext("No ha firmado"),
        ),
    ]
    signed = portal.corte.signatures_of.get(row.entity, [])
    if signed and signed[-1].act_name:
        facts.append((gettext("Con qué mandato"), mandate_told(signed[-1])))
    if row.role:
        facts.append((gettext("Papel según su misión"), names.shortened(row.role, 300)))
    if row.assigned_role:
        facts.append((gettext("Papel que le dio la mesa"), row.assigned_role))
    if row.reason:
        facts.append((gettext("Motivo"), row.reason))
    if row.ends_on:
        facts.append((gettext("Su retiro rige desde"), formats.long_date(row.ends_on)))
    return facts


def _missed(row: Row) -> str:
    return gettext("%(kind)s %(subject)s, para el %(date)s") % {
        "kind": _KINDS[row.kind]().capitalize(),
        "subject": row.subject,
        "date": formats.long_date(row.due_on),
    }


def _means(row: Row) -> tuple[str, str]:
    amount = formats.pesos(row.amount) if row.amount else formats.measure(row.quantity, row.unit)
    until = gettext("del %(since)s al %(until)s") % {
        "since": formats.long_date(row.since),
        "until": formats.long_date(row.until),
    }
    return f"{label_of(MeansKind, row.kind)}: {row.description}", f"{amount}, {until}"
