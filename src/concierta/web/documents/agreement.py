"""The agreement as a printed record: its words, who signed them and how, their hashes. The same for the workspace and
the portal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import translation
from django.utils.translation import gettext, ngettext

from concierta.agreements.enums import AdoptionRule, ArticleKind, SignatureKind, VersionState
from concierta.kernel.alphabet import alphabetical
from concierta.web.documents import record as parts
from concierta.web.documents.record import Record, record_pdf
from concierta.web.kit.agreement_words import force_warning, force_words, mandate_words, span_words
from concierta.web.kit.formats import long_date, number


@dataclass(frozen=True, slots=True)
class PrintedArticle:
    """A part of the text; `kind` is one of `ArticleKind`."""

    kind: str
    code: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class PrintedSignature:
    """An entity under a text. `mandate` is the organ, the name, the number and the day of its act; `document` the
    SHA-256 of the signed paper, "" where there is none; `checked_by` the entity that compared it."""

    entity: str
    kind: str
    signed_on: date
    mandate: tuple[str, str, str, date | None] = ("", "", "", None)
    document: str = ""
    checked_by: str = ""


@dataclass(frozen=True, slots=True)
class PrintedNorm:
    code: str
    title: str
    since: date
    until: date | None
    is_framework: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedAgreement:
    """One text of an agreement as it stood on `on`: the day on which a corte was published, or that of who asks for it.

    `sha256` is that of its words, "" of a draft; `document` that of its signed paper. Of a corte, `cut_off` is its day
    and `manifest` its hash.
    `state` is one of `VersionState`, `force` one of `Force`. The file carries the date `made_at`.
    """

    title: str
    number: int
    state: str
    language: str
    since: date | None
    until: date | None
    sha256: str
    document: str
    adoption: str
    continues: str
    force: str
    ends_on: date | None
    articles: Sequence[PrintedArticle]
    signatures: Sequence[PrintedSignature]
    norms: Sequence[PrintedNorm]
    on: date
    made_at: datetime
    address: str
    cut_off: date | None = None
    manifest: str = ""


def agreement_pdf(text: PrintedAgreement) -> bytes:
    """PDF/UA-1 and PDF/A-2a: the same text on the same day is the same bytes. Raises NotPrinted."""
    return record_pdf(agreement_record(text))


def agreement_record(text: PrintedAgreement) -> Record:
    """In the language that the text was signed in: what somebody reads the screen in must not change the file."""
    language = text.language if text.language in ("es", "en") else "es"
    with translation.override(language):
        return _record(text, language)


def _record(text: PrintedAgreement, language: str) -> Record:
    name = gettext("Texto %(n)s del acuerdo") % {"n": text.number}
    said = [part for article in text.articles for part in _article(article)]
    said += _signed(text.signatures) + _framed(text.norms) + _hashes(text)
    corte = gettext("corte al %(date)s") % {"date": long_date(text.cut_off)} if text.cut_off else ""
    digest = f"SHA-256 {text.sha256[:16]}…" if text.sha256 else ""
    return Record(
        title=text.title,
        kicker=name,
        notice=_notice(text),
        facts=_facts(text),
        parts=said,
        foot=" · ".join(part for part in (name, corte, text.address, digest) if part),
        made_at=text.made_at,
        author=text.title,
        language=language,
        keywords=(gettext("acuerdo"), name),
    )


def _notice(text: PrintedAgreement) -> str:
    if text.state == VersionState.DRAFT:
        return gettext("Borrador: sus palabras todavía pueden cambiar y nadie las ha firmado.")
    if text.state == VersionState.OPEN:
        return gettext("Abierto a la firma: todavía no rige.")
    if text.state == VersionState.REPLACED:
        return gettext("Este texto ya no rige: otro lo reemplazó.")
    if text.state == VersionState.ABANDONED:
        return gettext("Este texto quedó sin efecto y nunca rigió.")
    return force_warning(text.force, text.ends_on)


def _facts(text: PrintedAgreement) -> list[tuple[str, str]]:
    """Only of the text that was adopted can it be said that the agreement binds."""
    binds = force_words(text.force, text.ends_on) if text.state == VersionState.IN_FORCE else ""
    rows = [
        (gettext("Vigencia"), span_words(text.since, text.until) if text.since else ""),
        (gettext("¿Rige?"), binds),
        (gettext("Continúa"), text.continues),
        (gettext("Se adopta con"), AdoptionRule(text.adoption).label if text.adoption in AdoptionRule.values else ""),
        (gettext("Como estaba"), gettext("el %(date)s") % {"date": long_date(text.on)}),
        (gettext("Corte"), gettext("al %(date)s") % {"date": long_date(text.cut_off)} if text.cut_off else ""),
    ]
    return [(what, str(words)) for what, words in rows if words]


def _article(article: PrintedArticle) -> list[dict[str, object]]:
    heading = f"{article.code}. {article.title}" if article.kind == ArticleKind.CLAUSE else article.title
    return [parts.heading(heading), parts.text(article.words)]


def _signed(signatures: Sequence[PrintedSignature]) -> list[dict[str, object]]:
    """By name of the entity: no person signs in public."""
    said = [parts.heading(gettext("Firmas"))]
    if not signatures:
        return [*said, parts.text(gettext("Todavía sin firmas."))]
    known = sorted(signatures, key=lambda one: alphabetical(one.entity))
    count = ngettext("%(n)s entidad lo firmó", "%(n)s entidades lo firmaron", len(known)) % {"n": number(len(known))}
    columns = [gettext("Entidad"), gettext("Cómo"), gettext("Fecha"), gettext("Con qué mandato")]
    rows = [(one.entity, _how(one), long_date(one.signed_on), mandate_words(*one.mandate)) for one in known]
    said += [parts.text(f"{count}."), parts.table(columns, rows)]
    if any(one.kind == SignatureKind.DOCUMENTED for one in known):
        said.append(
            parts.text(
                gettext(
                    "«Documentada, no firmada aquí»: la entidad firmó en papel antes, y la fecha es la del día en que "
                    "se registró."
                )
            )
        )
    for one in known:
        if one.document:
            words = gettext("Huella SHA-256 del documento que firmó %(entity)s:") % {"entity": one.entity}
            said += [parts.text(words), parts.digest(one.document)]
    return said


def _how(signature: PrintedSignature) -> str:
    if signature.kind == SignatureKind.PAPER and signature.checked_by:
        return gettext("Firmada en papel, comprobada por %(entity)s") % {"entity": signature.checked_by}
    return str(SignatureKind(signature.kind).label)


def _framed(norms: Sequence[PrintedNorm]) -> list[dict[str, object]]:
    if not norms:
        return []
    rows = [
        (
            f"{norm.code}. {norm.title}",
            span_words(norm.since, norm.until),
            gettext("El marco del acuerdo") if norm.is_framework else "—",
        )
        for norm in sorted(norms, key=lambda norm: (norm.since, norm.code))
    ]
    return [
        parts.heading(gettext("Las normas en que se apoya")),
        parts.table([gettext("Norma"), gettext("Vigencia"), gettext("Es")], rows),
    ]


def _hashes(text: PrintedAgreement) -> list[dict[str, object]]:
    known = [
        (gettext("SHA-256 de las palabras de este texto, que cada firma lleva:"), text.sha256),
        (gettext("SHA-256 del documento firmado:"), text.document),
        (gettext("SHA-256 del corte del que se imprimió:"), text.manifest),
    ]
    said = [part for words, digest in known if digest for part in (parts.text(words), parts.digest(digest))]
    return [parts.heading(gettext("Huellas")), *said] if said else []
