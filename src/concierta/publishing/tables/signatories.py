"""Who stands by the agreement: the life of each signatory, what it signed and how, and what it has at hand."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from concierta.agreements.enums import Capacity, MandateOrgan, MeansKind, SignatoryState, SignatureKind
from concierta.agreements.models import Competence, Means, Signatory, SignatoryStep, Signature
from concierta.publishing.formats.column import Column, ColumnType
from concierta.publishing.formats.table import PublishedTable
from concierta.publishing.queries.mesa_record import mesa_record
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables.columns import code, day, entity, pesos, text, whole, words

STATES = tuple(SignatoryState.values)
SIGNATURES_KINDS = tuple(SignatureKind.values)


class _Signatory(NamedTuple):
    """A signatory as it stood when the corte was published; `signature` is how it signed, "" where it has not."""

    signatory: Signatory
    state: str
    signature: str

    @property
    def is_now(self) -> bool:
        """True if nothing has happened to it since: then its reasons are those of that state."""
        return self.state == self.signatory.state


def signatories(snapshot: Snapshot) -> list[_Signatory]:
    """Everybody who had been asked by then, by code of the entity."""
    record = mesa_record(snapshot)
    states: dict[int, str] = {}
    known: set[int] = set()
    for pk, state, at in (
        SignatoryStep.objects.filter(signatory__agreement=snapshot.plan.agreement_id)
        .order_by("at", "pk")
        .values_list("signatory_id", "to_state", "at")
    ):
        known.add(pk)
        if record.by_then(at):
            states[pk] = state
    kinds = {one.signatory_id: one.kind for one in _signatures(snapshot)}
    found = [
        _Signatory(one, states.get(one.pk, one.state), kinds.get(one.pk) or _on_paper(one))
        for one in Signatory.objects.filter(agreement=snapshot.plan.agreement_id).order_by()
        if one.pk in states or one.pk not in known
    ]
    return sorted(found, key=lambda row: snapshot.entities[row.signatory.entity_id])


def _on_paper(signatory: Signatory) -> str:
    """Of before there were texts: whoever stands by the agreement signed it elsewhere."""
    invited = (SignatoryState.INVITED, SignatoryState.MANDATED, SignatoryState.DECLINED)
    return "" if signatory.state in invited else SignatureKind.DOCUMENTED.value


def _agreement(_source: object, snapshot: Snapshot) -> str:
    return snapshot.plan.agreement.slug if snapshot.plan.agreement else ""


SIGNATORIES = PublishedTable(
    "signatories",
    "Firmantes",
    "Signatories",
    "Las entidades a las que se pidió firmar el acuerdo: en qué va cada una, desde cuándo y cómo firmó.",
    "The entities that were asked to sign the agreement: how each stands, since when, and how it signed.",
    ("agreement", "entity"),
    (
        code("agreement", "Acuerdo", "Agreement", references="agreements.agreement", required=True, read=_agreement),
        entity("entity", "Entidad", "Entity", read="signatory.entity_id"),
        text("state", "Estado", "State", values=STATES, required=True),
        day("state_since", "Desde", "Since", read=lambda row, _: row.signatory.state_since if row.is_now else None),
        text("capacity", "En calidad de", "As", values=tuple(Capacity.values), read="signatory.capacity"),
        day("takes_office_on", "Asumiría el cargo", "Would take office", read="signatory.takes_office_on"),
        text("signature", "Cómo firmó; vacío: no ha firmado", "How it signed; empty: it has not",
             values=SIGNATURES_KINDS),
        text("role", "Papel según su misión", "Role by its mission", read="signatory.role"),
        text("assigned_role", "Papel que le dio la mesa", "Role that the table gave it",
             read="signatory.assigned_role"),
        words("reason", "Motivo", "Reason", read=lambda row, _: row.signatory.reason if row.is_now else ""),
        day("ends_on", "Su retiro rige desde", "Its withdrawal holds from",
            read=lambda row, _: row.signatory.ends_on if row.is_now else None),
    ),
    objects=signatories,
)  # fmt: skip


class _Step(NamedTuple):
    number: int
    step: SignatoryStep


def _steps(snapshot: Snapshot) -> Iterable[_Step]:
    record = mesa_record(snapshot)
    found = SignatoryStep.objects.filter(signatory__agreement=snapshot.plan.agreement_id)
    steps = [step for step in found.select_related("signatory").order_by("at", "pk") if record.by_then(step.at)]
    return (_Step(number, step) for number, step in enumerate(steps, 1))


SIGNATORY_STEPS = PublishedTable(
    "signatory_steps",
    "La vida de cada firmante",
    "The life of each signatory",
    "Cada cosa que le pasó a una firmante: invitada, con mandato, firmó, avisada, en silencio, suspendida, readmitida, "
    "retirada.",
    "Each thing that happened to a signatory: invited, mandated, signed, notified, silent, suspended, readmitted, "
    "withdrawn.",
    ("step",),
    (
        whole("step", "Número", "Number", required=True, read="number"),
        entity("entity", "Entidad", "Entity", read="step.signatory.entity_id"),
        text("act", "Acto", "Act", required=True, read="step.act"),
        text("from_state", "Antes", "Before", read="step.from_state"),
        text("to_state", "Después", "After", values=STATES, required=True, read="step.to_state"),
        day("on", "Fecha", "Date", required=True, read="step.at"),
    ),
    objects=_steps,
)


def _signatures(snapshot: Snapshot) -> list[Signature]:
    record = mesa_record(snapshot)
    found = Signature.objects.filter(version__agreement=snapshot.plan.agreement_id).select_related(
        "version", "mandate", "document", "signatory"
    )
    signed = [one for one in found.order_by() if one.counts and record.by_then(one.checked_at or one.signed_at)]
    return sorted(signed, key=lambda one: (one.version.number, snapshot.entities[one.signatory.entity_id]))


def _of_mandate(name: str) -> Callable[[Signature, Snapshot], Any]:
    return lambda one, _snapshot: getattr(one.mandate, name) if one.mandate else None


SIGNATURES = PublishedTable(
    "signatures",
    "Firmas",
    "Signatures",
    "Cada firma bajo cada texto, con el acto que dio el mandato. Quién firmó no se publica: firmó la entidad.",
    "Each signature under each text, with the act that gave the mandate. Who signed is not published: the entity did.",
    ("text", "entity"),
    (
        whole("text", "Texto", "Text", references="text_versions.text", required=True, read="version.number"),
        entity("entity", "Entidad", "Entity", read="signatory.entity_id"),
        text("kind", "Cómo", "How", values=SIGNATURES_KINDS, required=True),
        text("sha256", "Huella de lo que firmó", "Hash of what it signed", required=True),
        day("signed_on", "Fecha", "Date", required=True, read="signed_at"),
        text("organ", "Órgano que dio el mandato", "Organ that gave the mandate", values=tuple(MandateOrgan.values),
             read=lambda one, _: one.mandate.organ if one.mandate else ""),
        text("act_name", "Acto", "Act", read=lambda one, _: one.mandate.act_name if one.mandate else ""),
        text("act_number", "Número del acto", "Number of the act",
             read=lambda one, _: one.mandate.act_number if one.mandate else ""),
        day("act_date", "Fecha del acto", "Date of the act", read=_of_mandate("act_date")),
        text("document", "Huella del documento firmado", "Hash of the signed document",
             read=lambda one, _: one.document.file_id if one.document else ""),
        entity("checked_by", "Entidad que comprobó el papel", "Entity that checked the paper", read="checked_for_id"),
    ),
    objects=_signatures,
)  # fmt: skip


def _competences(snapshot: Snapshot) -> list[Competence]:
    record = mesa_record(snapshot)
    found = Competence.objects.filter(signatory__agreement=snapshot.plan.agreement_id).select_related(
        "signatory", "norm"
    )
    stated = [one for one in found.order_by() if record.by_then(one.stated_at)]
    return sorted(stated, key=lambda one: (snapshot.entities[one.signatory.entity_id], one.text))


COMPETENCES = PublishedTable(
    "competences",
    "Competencias de las firmantes",
    "Competences of the signatories",
    "Qué puede hacer cada entidad por ley, y qué norma lo dice.",
    "What each entity may do by law, and which norm says so.",
    ("entity", "competence"),
    (
        entity("entity", "Entidad", "Entity", read="signatory.entity_id"),
        text("competence", "Competencia", "Competence", required=True, read="text"),
        text("norm_name", "Norma, como se cita", "Norm, as it is cited", required=True),
        code("norm", "La norma, si está entre las del acuerdo", "The norm, where it is one of the agreement's",
             references="norms.norm", read=lambda one, _: one.norm.code if one.norm else ""),
    ),
    objects=_competences,
)  # fmt: skip


class _Means(NamedTuple):
    number: int
    means: Means


def _means(snapshot: Snapshot) -> Iterable[_Means]:
    record = mesa_record(snapshot)
    found = Means.objects.filter(signatory__agreement=snapshot.plan.agreement_id).select_related("signatory")
    stated = [one for one in found.order_by("pk") if record.by_then(one.stated_at)]
    return (_Means(number, one) for number, one in enumerate(stated, 1))


SIGNATORY_MEANS = PublishedTable(
    "signatory_means",
    "Medios de las firmantes",
    "Means of the signatories",
    "Lo que cada entidad dice tener a mano para el plan, de las cuatro clases del acuerdo, y hasta cuándo.",
    "What each entity says that it has at hand for the plan, of the four classes of the agreement, and until when.",
    ("means",),
    (
        whole("means", "Número", "Number", required=True, read="number"),
        entity("entity", "Entidad", "Entity", read="means.signatory.entity_id"),
        text("kind", "Clase", "Kind", values=tuple(MeansKind.values), required=True, read="means.kind"),
        text("description", "Qué", "What", required=True, read="means.description"),
        pesos("amount", "Dinero", "Money", read="means.amount"),
        Column("quantity", ColumnType.DECIMAL, "Cantidad", "Quantity", unit="signatory_means.unit",
               read="means.quantity"),
        text("unit", "Unidad", "Unit", read="means.unit"),
        day("since", "Desde", "Since", required=True, read="means.since"),
        day("until", "Hasta", "Until", required=True,
            read=lambda row, _: row.means.ended_on or row.means.until),
    ),
    objects=_means,
)  # fmt: skip
