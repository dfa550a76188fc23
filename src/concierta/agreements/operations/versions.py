"""The text of an agreement: written, opened to signature, adopted by its own rule; or documented from paper."""

from datetime import date, datetime

from django.db import transaction

from concierta.agreements.enums import (
    GAVE_THEIR_WORD,
    MEASURED_BY_CODE,
    ArticleKind,
    SignatureKind,
    VersionState,
)
from concierta.agreements.models import Agreement, Article, Clause, Signatory, Signature, TextVersion
from concierta.agreements.operations.signatories import move_signatory
from concierta.agreements.permissions import check_can_keep_agreements
from concierta.agreements.queries.said import asked_to_adopt, signed_under
from concierta.agreements.text import content_of, needed_to_adopt
from concierta.agreements.workflow import VERSION_WORKFLOW
from concierta.evidence.models import Evidence
from concierta.kernel.canonical import sha256_of
from concierta.kernel.checked import checked_choice, checked_span, checked_text
from concierta.kernel.errors import Invalid, Refusal, gettext_noop
from concierta.ledger.locking import locked
from concierta.ledger.operations import record_event
from concierta.people.models import User


@transaction.atomic
def draft_version(*, agreement: Agreement, language: str = "es", by: User | None, at: datetime) -> TextVersion:
    """Begin the next text: as the one in force, as the commitments on record, or as the agreement that it goes on from.
    Refuses while another is under way."""
    check_can_keep_agreements(by, agreement)
    agreement = locked(agreement)
    if agreement.versions.filter(state__in=(VersionState.DRAFT, VersionState.OPEN)).exists():
        raise Refusal(gettext_noop("Ya hay un texto en redacción o abierto a la firma: termine primero ese."))
    before = agreement.versions.filter(state=VersionState.IN_FORCE).first()
    if before is None and agreement.succeeds is not None and not agreement.clauses.exists():
        before = agreement.succeeds.versions.filter(state=VersionState.IN_FORCE).first()
    version = TextVersion.objects.create(agreement=agreement, number=agreement.versions.count() + 1, language=language)
    parts: list[Article | Clause] = list(before.articles.all()) if before else list(agreement.clauses.all())
    Article.objects.bulk_create(
        Article(
            version=version,
            ordinal=ordinal,
            kind=part.kind if isinstance(part, Article) else ArticleKind.CLAUSE,
            code=part.code,
            title=part.title,
            title_en=part.title_en,
            text=part.text,
            text_en=part.text_en,
        )
        for ordinal, part in enumerate(parts, 1)
    )
    return version


@transaction.atomic
def write_article(
    *,
    version: TextVersion,
    kind: ArticleKind,
    code: str,
    title: str,
    title_en: str = "",
    text: str,
    text_en: str = "",
    by: User | None,
    at: datetime,
) -> Article:
    """Write a part of a text that is still a draft: a new one at the end, or the one that has its code."""
    version = _draft(version, by)
    article, _created = Article.objects.update_or_create(
        version=version,
        code=checked_text(code, "code", 12),
        defaults={
            "kind": checked_choice(kind, ArticleKind, "kind"),
            "title": checked_text(title, "title", 200),
            "title_en": checked_text(title_en, "title_en", 200, blank=True),
            "text": checked_text(text, "text"),
            "text_en": text_en.strip(),
        },
        create_defaults={
            "ordinal": version.articles.count() + 1,
            "kind": checked_choice(kind, ArticleKind, "kind"),
            "title": checked_text(title, "title", 200),
            "title_en": checked_text(title_en, "title_en", 200, blank=True),
            "text": checked_text(text, "text"),
            "text_en": text_en.strip(),
        },
    )
    return article


@transaction.atomic
def drop_article(*, version: TextVersion, code: str, by: User | None, at: datetime) -> None:
    """Leave a part out of a text that is still a draft."""
    version = _draft(version, by)
    version.articles.filter(code=code).delete()
    for ordinal, article in enumerate(version.articles.order_by("ordinal", "pk"), 1):
        Article.objects.filter(pk=article.pk).update(ordinal=ordinal)


@transaction.atomic
def open_version(
    *, version: TextVersion, since: date, until: date | None = None, by: User | None, at: datetime
) -> TextVersion:
    """Fix the words and open them to signature: `sha256` is what everybody signs. In force from `since`, if adopted by
    then; until its own last day."""
    version = _draft(version, by, "open")
    checked_span(since, until, "until")
    articles = list(version.articles.all())
    if not any(article.kind == ArticleKind.CLAUSE for article in articles):
        raise Invalid(gettext_noop("Un acuerdo tiene al menos un compromiso: escríbalo antes de abrirlo a la firma."))
    version.content = content_of(version.agreement, version.language, articles, since=since, until=until)
    version.sha256 = sha256_of(version.content)
    version.since, version.until, version.opened_at = since, until, at
    return _move(version, "open", by=by, at=at)


@transaction.atomic
def abandon_version(*, version: TextVersion, by: User | None, at: datetime) -> TextVersion:
    """Leave a text without effect before it was adopted; what was signed of it stays on record."""
    check_can_keep_agreements(by, version.agreement)
    version = locked(version, "agreement")
    return _move(version, "abandon", by=by, at=at)


@transaction.atomic
def adopt_version(*, version: TextVersion, by: User | None, at: datetime) -> TextVersion:
    """Put the text in force once as many signed it as the agreement's own rule asks. Whoever signed is bound by it."""
    check_can_keep_agreements(by, version.agreement)
    version = locked(version, "agreement")
    VERSION_WORKFLOW.check("adopt", version.state)
    signed, needed = signed_under(version), needed_to_adopt(version.agreement, asked_to_adopt(version))
    if len(signed) < needed:
        raise Refusal(
            gettext_noop("Faltan firmas: el acuerdo pide %(needed)d y hay %(signed)d."),
            needed=needed,
            signed=len(signed),
        )
    for before in version.agreement.versions.filter(state=VersionState.IN_FORCE):
        _move(locked(before, "agreement"), "replace", by=by, at=at)
    version.adopted_at = at
    version = _move(version, "adopt", by=by, at=at)
    _follow_text(version)
    for signatory in Signatory.objects.filter(pk__in=signed, state="signed").select_related("agreement", "entity"):
        move_signatory(signatory=signatory, act="enter", by=None, at=at)
    return version


@transaction.atomic
def document_version(
    *,
    agreement: Agreement,
    since: date,
    until: date | None = None,
    language: str = "es",
    document: Evidence | None = None,
    by: User | None,
    at: datetime,
) -> TextVersion:
    """Put on record the text of an agreement signed on paper before: its commitments as they are recorded, and who
    signed, on the word of its source. Nobody signed it here, and that is what is said of it."""
    check_can_keep_agreements(by, agreement)
    agreement = locked(agreement)
    if agreement.versions.exists():
        raise Refusal(gettext_noop("Este acuerdo ya tiene un texto registrado."))
    checked_span(since, until, "until")
    version = draft_version(agreement=agreement, language=language, by=by, at=at)
    articles = list(version.articles.all())
    version.content = content_of(agreement, language, articles, since=since, until=until)
    version.sha256 = sha256_of(version.content)
    version.since, version.until, version.document, version.adopted_at = since, until, document, at
    version.state = VersionState.IN_FORCE
    version.save()
    signed = Signatory.objects.filter(agreement=agreement, state__in=GAVE_THEIR_WORD)
    Signature.objects.bulk_create(
        Signature(signatory=one, version=version, kind=SignatureKind.DOCUMENTED, sha256=version.sha256, signed_at=at)
        for one in signed
    )
    _record(version, "agreement.text_documented", by=by, at=at)
    return version


def _draft(version: TextVersion, by: User | None, act: str = "open") -> TextVersion:
    check_can_keep_agreements(by, version.agreement)
    version = locked(version, "agreement")
    VERSION_WORKFLOW.check(act, version.state)
    return version


def _follow_text(version: TextVersion) -> None:
    """The commitments on record say what the text in force says; one that it leaves out keeps its promises."""
    clauses = version.articles.filter(kind=ArticleKind.CLAUSE)
    for ordinal, article in enumerate(clauses, 1):
        words = {name: getattr(article, name) for name in ("title", "title_en", "text", "text_en")}
        Clause.objects.update_or_create(
            agreement=version.agreement,
            code=article.code,
            defaults={**words, "ordinal": ordinal},
            create_defaults={**words, "ordinal": ordinal, "measured": MEASURED_BY_CODE.get(article.code, "")},
        )


def _move(version: TextVersion, act: str, *, by: User | None, at: datetime) -> TextVersion:
    transition = VERSION_WORKFLOW.check(act, version.state)
    version.state = transition.target
    version.save()
    _record(version, transition.event, by=by, at=at)
    return version


def _record(version: TextVersion, kind: str, *, by: User | None, at: datetime) -> None:
    record_event(
        kind=kind,
        subject=f"text:{version.agreement.slug}:{version.number}",
        body={
            "sha256": version.sha256,
            "since": version.since.isoformat() if version.since else None,
            "until": version.until.isoformat() if version.until else None,
            "document": version.document.file_id if version.document else None,
        },
        by=by,
        entity=None,
        at=at,
    )
