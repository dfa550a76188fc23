"""The agreement held against the acts that put it on record: text, norms, commitments, signatories, promises."""

from typing import Any

from django.db.models import Q

from concierta.agreements.enums import SignatoryState, SignatureKind
from concierta.agreements.models import (
    Agreement,
    Clause,
    Competence,
    Mandate,
    Means,
    Norm,
    Pledge,
    Signatory,
    Signature,
    TextVersion,
)
from concierta.agreements.workflow import PLEDGE_WORKFLOW, SIGNATORY_WORKFLOW, VERSION_WORKFLOW
from concierta.engines.sitelog import Act
from concierta.kernel.canonical import sha256_of
from concierta.ledger.queries import Comparison
from concierta.ledger.queries.compare import RecordedValues, Words
from concierta.ledger.recorded import Recorded, compared, pesos

_AGREEMENTS = Recorded[Agreement](
    kinds={"agreement.registered": None},
    rows=Agreement.objects.order_by("pk").select_related("succeeds"),
    key=lambda agreement: ("", f"agreement:{agreement.slug}"),
    row_name=lambda agreement: f"El acuerdo «{agreement.slug}»",
    columns={
        "adoption": lambda agreement: agreement.adoption,
        "signed_on": lambda agreement: agreement.signed_on,
        "succeeds": lambda agreement: agreement.succeeds.slug if agreement.succeeds else None,
        "title": lambda agreement: agreement.title,
    },
)

_NORMS = Recorded[Norm](
    kinds={"agreement.norm_recorded": None},
    rows=Norm.objects.order_by("pk").select_related("agreement"),
    key=lambda norm: ("", f"norm:{norm.agreement.slug}:{norm.code}"),
    row_name=lambda norm: f"La norma {norm.code} del acuerdo",
    columns={
        "is_framework": lambda norm: norm.is_framework,
        "since": lambda norm: norm.since,
        "title": lambda norm: norm.title,
        "until": lambda norm: norm.until,
    },
)


def _first_text(recorded: RecordedValues, act: Act, state: str | None) -> None:
    """A text is fixed when it is opened; what follows says the same again, or that it is left without effect."""
    recorded.apply(act, state=state)


_TEXTS = Recorded[TextVersion](
    kinds={**VERSION_WORKFLOW.states_after, "agreement.text_documented": "in_force"},
    rows=TextVersion.objects.exclude(content="").order_by("pk").select_related("agreement", "document"),
    key=lambda version: ("", f"text:{version.agreement.slug}:{version.number}"),
    row_name=lambda version: f"El texto {version.number} del acuerdo «{version.agreement.slug}»",
    columns={
        "document": lambda version: version.document.file_id if version.document else None,
        # Of the words themselves, and not of what the column says of them.
        "sha256": lambda version: sha256_of(version.content) if version.content else "",
        "since": lambda version: version.since,
        "state": lambda version: version.state,
        "until": lambda version: version.until,
    },
    apply=_first_text,
    # One left without effect while it was a draft has no words to hold.
    must_be=lambda recorded: bool(recorded["sha256"][0]),
)

_CLAUSES = Recorded[Clause](
    kinds={"clause.added": None},
    rows=Clause.objects.order_by("pk").select_related("agreement"),
    key=lambda clause: ("", f"clause:{clause.agreement.slug}:{clause.code}"),
    row_name=lambda clause: f"El compromiso {clause.code} del acuerdo «{clause.agreement.slug}»",
    columns={"text": lambda clause: clause.text, "title": lambda clause: clause.title},
)

_SIGNATORIES = Recorded[Signatory](
    kinds={
        "agreement.signed": SignatoryState.ACTIVE.value,
        "signatory.invited": SignatoryState.INVITED.value,
        **SIGNATORY_WORKFLOW.states_after,
        **dict.fromkeys(("signatory.role_stated", "signatory.role_assigned")),
    },
    named_by=("subject", "entity"),
    rows=Signatory.objects.order_by("pk").select_related("agreement", "entity"),
    key=lambda one: ("", f"agreement:{one.agreement.slug}", one.entity.code),
    name=lambda _plan, subject, entity: f"{entity}, en {subject}",
    row_name=lambda one: f"{one.entity.code}, firmante del acuerdo «{one.agreement.slug}»",
    columns={
        "assigned_role": lambda one: one.assigned_role,
        "capacity": lambda one: one.capacity,
        "ends_on": lambda one: one.ends_on,
        "reason": lambda one: one.reason,
        "role": lambda one: one.role,
        "state": lambda one: one.state,
        "takes_office_on": lambda one: one.takes_office_on,
    },
)


def _of(signatory: Signatory) -> tuple[str, str, str]:
    return ("", f"agreement:{signatory.agreement.slug}", signatory.entity.code)


_READ_WITH = ("signatory__agreement", "signatory__entity")

_SIGNATURES = Recorded[Signature](
    kinds=dict.fromkeys(("signatory.signed", "signatory.renewed")),
    named_by=("subject", "entity", "text"),
    # What is documented is told by its text; a paper that nobody has found good yet is no signature.
    rows=Signature.objects.filter(
        Q(kind=SignatureKind.HERE) | Q(kind=SignatureKind.PAPER, checked_at__isnull=False, refused_because="")
    )
    .order_by("pk")
    .select_related(*_READ_WITH, "version", "document", "checked_for"),
    key=lambda one: (*_of(one.signatory), one.version.number),
    name=lambda _plan, subject, entity, text: f"La firma de {entity} en el texto {text} de {subject}",
    columns={
        "checked_by": lambda one: one.checked_for.code if one.checked_for else None,
        "document": lambda one: one.document.file_id if one.document else None,
        "sha256": lambda one: one.sha256,
        "signature": lambda one: one.kind,
    },
)

_MANDATES = Recorded[Mandate](
    kinds=dict.fromkeys(("signatory.mandated", "signatory.mandate_renewed")),
    named_by=("subject", "entity"),
    rows=Mandate.objects.filter(ended_at=None).order_by("pk").select_related(*_READ_WITH),
    key=lambda one: _of(one.signatory),
    name=lambda _plan, subject, entity: f"El mandato de {entity} en {subject}",
    columns={
        "account_sha256": lambda one: Words(str(one.signer_id)),
        "act_date": lambda one: one.act_date,
        "act_name": lambda one: one.act_name,
        "act_number": lambda one: one.act_number,
        "organ": lambda one: one.organ,
    },
)

_COMPETENCES = Recorded[Competence](
    kinds={"signatory.competence_stated": None},
    named_by=("subject", "entity", "competence"),
    rows=Competence.objects.order_by("pk").select_related(*_READ_WITH),
    key=lambda one: (*_of(one.signatory), one.text),
    name=lambda _plan, _subject, entity, competence: f"La competencia «{competence}» de {entity}",
    columns={"norm": lambda one: one.norm_name},
)

_MEANS = Recorded[Means](
    kinds=dict.fromkeys(("signatory.means_stated", "signatory.means_ended")),
    named_by=("subject", "entity", "means"),
    rows=Means.objects.order_by("pk").select_related(*_READ_WITH),
    key=lambda one: (*_of(one.signatory), one.pk),
    row_name=lambda one: f"Los medios «{one.description}» de {one.signatory.entity.code}",
    name=lambda _plan, _subject, entity, means: f"Los medios {means} de {entity}",
    columns={
        "amount": lambda one: pesos(one.amount),
        "description": lambda one: one.description,
        "ended_on": lambda one: one.ended_on,
        "kind": lambda one: one.kind,
        "quantity": lambda one: one.quantity,
        "since": lambda one: one.since,
        "unit": lambda one: one.unit,
        "until": lambda one: one.until,
    },
)

_PLEDGES = Recorded[Pledge](
    kinds={"pledge.registered": None, **PLEDGE_WORKFLOW.states_after},
    named_by=("subject", "clause"),
    rows=Pledge.objects.order_by("pk").select_related("clause__agreement", "entity", "depends_on", "assessed_for"),
    key=lambda pledge: ("", f"pledge:{pledge.clause.agreement.slug}:{pledge.code}", pledge.clause.code),
    name=lambda _plan, subject, _clause: str(subject),
    row_name=lambda pledge: f"La promesa {pledge.clause.code}/{pledge.code}",
    columns={
        "ambition": lambda pledge: pledge.ambition,
        "amount": lambda pledge: pesos(pledge.amount),
        "assessed_for": lambda pledge: pledge.assessed_for.code if pledge.assessed_for else None,
        "depends_on": lambda pledge: pledge.depends_on.code if pledge.depends_on else None,
        "due_on": lambda pledge: pledge.due_on,
        "entity": lambda pledge: pledge.entity.code,
        "kind": lambda pledge: pledge.kind,
        "milestone": lambda pledge: pledge.milestone,
        "quantity": lambda pledge: pledge.quantity,
        "state": lambda pledge: pledge.state,
        "text": lambda pledge: pledge.text,
        "unit": lambda pledge: pledge.unit,
        "waits_for": lambda pledge: pledge.waits_for,
    },
)


def _hold_clauses(comparison: Comparison) -> None:
    """A clause says what the text in force says; where that came after the act that added it, the text is held."""
    adopted: set[Any] = set(
        TextVersion.objects.exclude(adopted_at=None).exclude(opened_at=None).values_list("agreement__slug", flat=True)
    )
    for pair in _CLAUSES.pairs(comparison):
        if pair.row.agreement.slug not in adopted:
            comparison.hold(pair.name, pair.found, pair.recorded)
    for version in TextVersion.objects.filter(state="in_force").exclude(opened_at=None).select_related("agreement"):
        words = {one.code: (one.title, one.text) for one in version.articles.filter(kind="clause")}
        for clause in version.agreement.clauses.filter(code__in=words):
            if (clause.title, clause.text) != words[clause.code]:
                comparison.differences.append(
                    f"El compromiso {clause.code} del acuerdo «{version.agreement.slug}» no es el del texto vigente."
                )


def agreements_against_acts() -> Comparison:
    """Every row of the agreements, held against the act that put it on record."""
    return compared(
        _AGREEMENTS.compare,
        _NORMS.compare,
        _TEXTS.compare,
        _hold_clauses,
        _SIGNATORIES.compare,
        _SIGNATURES.compare,
        _MANDATES.compare,
        _COMPETENCES.compare,
        _MEANS.compare,
        _PLEDGES.compare,
    )
