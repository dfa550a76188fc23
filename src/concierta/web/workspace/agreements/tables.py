"""What stands on the pages of an agreement: its texts, who signs it, what each brings, what each promises."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from concierta.agreements.enums import PledgeKind, PledgeState, SignatoryState, SignatureKind, VersionState
from concierta.agreements.queries import CeremonyRow
from concierta.web.kit.formats import date_time, measure, number, pesos, short_date
from concierta.web.kit.registry import render_component
from concierta.web.kit.tabular import Column, Table
from concierta.web.workspace.shell import in_language

if TYPE_CHECKING:
    from datetime import datetime

    from concierta.agreements.models import Means, Norm, Pledge, PledgeDelay, Signatory, Signature, TextVersion
    from concierta.people.models import Entity

_NOTHING = "—"
#: Enough of a hash to compare by eye.
_HASH = 12
_STEPS = {
    "document": _("Registrada según el documento firmado"),
    "invite": _("Invitada"),
    "invite_again": _("Invitada de nuevo"),
    "mandate": _("Registró quién firma por ella"),
    "decline": _("Dijo que no"),
    "sign": _("Firmó"),
    "enter": _("Quedó obligada"),
    "notify": _("Se le avisó"),
    "fall_silent": _("Quedó en silencio"),
    "answer": _("Volvió a responder"),
    "suspend": _("Suspendida"),
    "readmit": _("Readmitida"),
    "assign_role": _("La mesa le dio un papel"),
    "withdraw": _("Se retiró"),
    "state_role": _("Dijo su papel"),
    "state_competence": _("Dijo una competencia"),
    "state_means": _("Dijo con qué cuenta"),
    "end_means": _("Dejó de contar con un medio"),
    "refuse_paper": _("Su documento no se aceptó"),
}
_PLEDGE_STEPS = {
    "register": _("Registrada"),
    "confirm": _("La entidad la confirmó"),
    "document": _("Registrada según lo firmado"),
    "decline": _("La entidad no la hizo"),
    "enter": _("Se puede verificar: cuenta"),
    "set_aside": _("No se puede verificar: se guarda y no se califica"),
    "release": _("Quedó sin quien responda"),
    "explain_delay": _("Explicó por qué va tarde"),
}


_TEXT_STATES = {
    VersionState.DRAFT: _("En redacción"),
    VersionState.OPEN: _("Abierto a la firma"),
    VersionState.IN_FORCE: _("Adoptado"),
    VersionState.REPLACED: _("Reemplazado"),
    VersionState.ABANDONED: _("Sin efecto"),
}


def text_state(version: "TextVersion") -> str:
    return str(_TEXT_STATES[VersionState(version.state)])


def entity_link(slug: str, entity: "Entity") -> str:
    return format_html('<a href="{}">{}</a>', reverse("agreement_entity", args=[slug, entity.code]), entity.name)


def span_words(since: date | None, until: date | None) -> str:
    """«desde el 1 de ene de 2025, hasta el 31 de dic de 2027»."""
    if since is None:
        return _NOTHING
    if until is None:
        return gettext("desde el %(since)s") % {"since": short_date(since)}
    return gettext("del %(since)s al %(until)s") % {"since": short_date(since), "until": short_date(until)}


def texts_table(slug: str, versions: "Iterable[TextVersion]") -> Table:
    def link(one: "TextVersion") -> str:
        words = gettext("Texto %(n)s") % {"n": one.number}
        return format_html('<a href="{}">{}</a>', reverse("agreement_text", args=[slug, one.number]), words)

    return Table.of(
        versions,
        Column(gettext("Texto"), cell=link),
        Column(gettext("Estado"), cell=text_state),
        Column(gettext("Rige"), cell=lambda one: span_words(one.since, one.until)),
        Column(gettext("Huella"), cell=lambda one: f"{one.sha256[:_HASH]}…" if one.sha256 else _NOTHING),
    )


def norms_table(norms: "Iterable[Norm]", on: date) -> Table:
    return Table.of(
        norms,
        Column(gettext("Norma"), cell=lambda one: f"{one.code} · {in_language(one, 'title')}"),
        Column(gettext("Rige"), cell=lambda one: span_words(one.since, one.until)),
        Column(gettext("Hoy"), cell=lambda one: _norm_words(one, on)),
    )


def _norm_words(norm: "Norm", on: date) -> str:
    words = gettext("vigente") if norm.is_in_force(on) else gettext("no rige")
    return gettext("%(words)s · marco del acuerdo") % {"words": words} if norm.is_framework else words


def signatories_table(slug: str, signatories: "Iterable[Signatory]", signatures: "Mapping[int, Signature]") -> Table:
    return Table.of(
        signatories,
        Column(gettext("Entidad"), cell=lambda one: entity_link(slug, one.entity)),
        Column(gettext("Estado"), cell=state_words),
        Column(gettext("Desde"), cell=lambda one: short_date(one.state_since) if one.state_since else _NOTHING),
        Column(gettext("Firma"), cell=lambda one: signature_words(signatures.get(one.pk))),
        Column(gettext("Su papel"), cell=lambda one: one.assigned_role or one.role or _NOTHING),
    )


def state_words(signatory: "Signatory") -> str:
    """Its state, with what explains it: from when a withdrawal holds, before what office it adheres."""
    words = [str(SignatoryState(signatory.state).label)]
    if signatory.takes_office_on:
        words.append(
            gettext("%(capacity)s, desde el %(date)s")
            % {"capacity": signatory.get_capacity_display(), "date": short_date(signatory.takes_office_on)}
        )
    if signatory.state == SignatoryState.WITHDRAWN and signatory.ends_on:
        words.append(gettext("desde el %(date)s") % {"date": short_date(signatory.ends_on)})
    return " · ".join(words)


def signature_words(signature: "Signature | None") -> str:
    if signature is None:
        return _NOTHING
    if signature.refused_because:
        return gettext("El documento no se aceptó: %(why)s") % {"why": signature.refused_because}
    if not signature.counts:
        return gettext("Documento por comprobar")
    return str(SignatureKind(signature.kind).label)


def ceremony_finding(rows: Sequence[CeremonyRow]) -> str:
    signed = sum(row.signature is not None and row.signature.counts for row in rows)
    return ngettext("%(n)s de %(total)s entidad ha firmado", "%(n)s de %(total)s entidades han firmado", len(rows)) % {
        "n": number(signed),
        "total": number(len(rows)),
    }


def ceremony_table(slug: str, rows: Sequence[CeremonyRow]) -> Table:
    return Table.of(
        rows,
        Column(gettext("Entidad"), cell=lambda row: entity_link(slug, row.signatory.entity)),
        Column(gettext("Lo leyó"), cell=_readers_words),
        Column(gettext("Mandato"), cell=lambda row: gettext("registrado") if row.mandated else _NOTHING),
        Column(gettext("Firma"), cell=_signed_words),
    )


def _readers_words(row: CeremonyRow) -> str:
    if row.first_read is None:
        return _NOTHING
    people = ngettext("%(n)s persona", "%(n)s personas", row.readers) % {"n": number(row.readers)}
    return gettext("%(people)s, desde el %(date)s") % {"people": people, "date": short_date(row.first_read)}


def _signed_words(row: CeremonyRow) -> str:
    words = signature_words(row.signature)
    if row.signature is None or not row.signature.counts or row.signature.kind == SignatureKind.DOCUMENTED:
        return words
    return f"{words} · {short_date(row.signature.signed_at)}"


def means_table(means: "Iterable[Means]") -> Table:
    return Table.of(
        means,
        Column(gettext("Con qué cuenta"), cell=lambda one: one.description),
        Column(gettext("Clase"), cell=lambda one: one.get_kind_display()),
        Column(
            gettext("Cuánto"),
            cell=lambda one: pesos(one.amount) if one.amount is not None else measure(one.quantity, one.unit),
        ),
        Column(gettext("Periodo"), cell=lambda one: span_words(one.since, one.ended_on or one.until)),
    )


def amount_of(pledge: "Pledge") -> str:
    """Pesos or a quantity with its unit; empty where nobody said how much."""
    if pledge.kind == PledgeKind.CASH:
        return pesos(pledge.amount)
    return measure(pledge.quantity, pledge.unit) if pledge.quantity is not None else ""


def promises_table(slug: str, pledges: "Iterable[Pledge]") -> Table:
    def link(one: "Pledge") -> str:
        href = reverse("agreement_pledge", args=[slug, one.pk])
        return format_html('<a href="{}">{} {}</a>', href, one.code, in_language(one, "text"))

    return Table.of(
        pledges,
        Column(gettext("Promesa"), cell=link),
        Column(gettext("Entidad"), cell=lambda one: one.entity.short_name),
        Column(gettext("Cuánto"), cell=lambda one: amount_of(one) or _NOTHING),
        Column(gettext("Para cuándo"), cell=lambda one: short_date(one.due_on) if one.due_on else gettext("sin fecha")),
        Column(gettext("Estado"), cell=lambda one: one.get_state_display()),
        Column(gettext("Origen"), cell=lambda one: render_component("origin-badge", origin=one.origin)),
    )


def standing_facts(pledge: "Pledge", on: date) -> list[tuple[str, str]]:
    """How a promise stands: whose it is, how far it goes, what shows it, what it waits for and who is late."""
    facts = [
        (gettext("Estado"), str(PledgeState(pledge.state).label)),
        (gettext("Qué tan lejos llega"), pledge.get_ambition_display() or gettext("Nadie lo ha valorado")),
    ]
    if pledge.milestone:
        facts.append((gettext("Qué se verá cuando se cumpla"), pledge.milestone))
    waits = waits_words(pledge, on)
    return [*facts, (gettext("Qué espera"), waits)] if waits else facts


def waits_words(pledge: "Pledge", on: date) -> str:
    words = []
    other = pledge.depends_on
    if other is not None:
        known = {"code": other.code, "entity": other.entity.short_name}
        late = pledge.due_on is not None and pledge.due_on < on and other.due_on is not None and other.due_on < on
        words.append(
            (
                gettext("Va tarde porque espera la promesa %(code)s de %(entity)s, cuya fecha también pasó")
                if late
                else gettext("La promesa %(code)s de %(entity)s")
            )
            % known
        )
    return "; ".join(filter(None, [*words, pledge.waits_for]))


class Step(Protocol):
    """One thing that happened to a signatory or to a promise."""

    act: str
    note: str
    at: "datetime"
    entity: "Entity | None"


def pledge_history(steps: "Iterable[Step]") -> list[dict[str, str]]:
    """For the timeline: what, when and which entity; who it was is not shown."""
    return [_event(step, str(_PLEDGE_STEPS.get(step.act, step.act))) for step in steps]


def signatory_history(steps: "Iterable[Step]") -> list[dict[str, str]]:
    return [_event(step, str(_STEPS.get(step.act, step.act))) for step in steps]


def _event(step: Step, title: str) -> dict[str, str]:
    by = step.entity.short_name if step.entity else ""
    return {"title": title, "when": date_time(step.at), "by": by, "note": step.note}


def delay_facts(delays: "Sequence[PledgeDelay]") -> list[tuple[str, str]]:
    """The last explanation of a promise that is late."""
    if not delays:
        return []
    last = delays[0]
    step = gettext("%(step)s, para el %(date)s") % {"step": last.next_step, "date": short_date(last.next_on)}
    return [
        (gettext("Por qué va tarde"), ". ".join(filter(None, [last.get_cause_display(), last.text]))),
        (gettext("Próximo paso"), step),
    ]
