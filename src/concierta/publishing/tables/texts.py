"""The texts of the agreement, as they were opened to signature, and the norms that frame it."""

from collections.abc import Iterable
from typing import NamedTuple

from concierta.agreements.enums import ArticleKind, VersionState
from concierta.agreements.models import Article, Norm, TextVersion
from concierta.publishing.formats.table import PublishedTable
from concierta.publishing.queries.mesa_record import mesa_record
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables.columns import code, day, flag, text, whole, words


class _Version(NamedTuple):
    """A text that was open by then, and how it stood."""

    version: TextVersion
    state: str
    signatures: int


def versions(snapshot: Snapshot) -> list[TextVersion]:
    """Those whose words were fixed when the corte was published: a draft is nobody's text."""
    record = mesa_record(snapshot)
    found = TextVersion.objects.filter(agreement=snapshot.plan.agreement_id).exclude(content="")
    opened = [one for one in found.select_related("document") if record.by_then(one.opened_at or one.adopted_at)]
    return sorted(opened, key=lambda version: version.number)


def _versions(snapshot: Snapshot) -> Iterable[_Version]:
    record, known = mesa_record(snapshot), versions(snapshot)
    adopted = [one.number for one in known if record.by_then(one.adopted_at)]
    for version in known:
        state = VersionState(version.state)
        if version.number not in adopted and state != VersionState.ABANDONED:
            state = VersionState.OPEN
        elif version.number in adopted:
            state = VersionState.IN_FORCE if version.number == max(adopted) else VersionState.REPLACED
        signed = sum(one.counts and bool(record.by_then(one.signed_at)) for one in version.signatures.all())
        yield _Version(version, state.value, signed)


TEXT_VERSIONS = PublishedTable(
    "text_versions",
    "Textos del acuerdo",
    "Texts of the agreement",
    "Cada texto que se abrió a la firma o se documentó, con su huella: es lo que se firma.",
    "Each text that was opened to signature or documented, with its hash: it is what is signed.",
    ("text",),
    (
        whole("text", "Número del texto", "Number of the text", required=True, read="version.number"),
        text("state", "Estado", "State", values=tuple(VersionState.values), required=True),
        text("language", "Idioma", "Language", read="version.language"),
        day("since", "Rige desde", "In force from", read="version.since"),
        day("until", "Rige hasta; vacío: no lo dice", "In force until; empty: it does not say", read="version.until"),
        text("sha256", "Huella SHA-256 de sus palabras", "SHA-256 of its words", required=True, read="version.sha256"),
        text("document", "Huella SHA-256 del documento firmado", "SHA-256 of the signed document",
             read=lambda row, _: row.version.document.file_id if row.version.document else ""),
        day("opened_on", "Abierto a la firma", "Opened to signature", read="version.opened_at"),
        day("adopted_on", "Adoptado", "Adopted",
            read=lambda row, snapshot: mesa_record(snapshot).day_by_then(row.version.adopted_at)),
        whole("signatures", "Firmas", "Signatures", required=True),
        words("content", "Sus palabras, como se firmaron (JSON)", "Its words, as they were signed (JSON)",
              read="version.content"),
    ),
    objects=_versions,
)  # fmt: skip


def _articles(snapshot: Snapshot) -> list[Article]:
    found = Article.objects.filter(version__in=versions(snapshot)).select_related("version").order_by()
    return sorted(found, key=lambda article: (article.version.number, article.ordinal))


ARTICLES = PublishedTable(
    "articles",
    "Artículos del acuerdo",
    "Articles of the agreement",
    "Las partes de cada texto: preámbulo, artículos y compromisos.",
    "The parts of each text: preamble, articles and commitments.",
    ("text", "code"),
    (
        whole("text", "Texto", "Text", references="text_versions.text", required=True, read="version.number"),
        whole("ordinal", "Orden", "Order", required=True),
        code("code", "Código", "Code", required=True),
        text("kind", "Clase", "Kind", values=tuple(ArticleKind.values), required=True),
        text("title", "Título", "Title", required=True),
        text("title_en", "Título en inglés", "Title in English"),
        words("words", "Texto", "Text", read="text"),
        words("words_en", "Texto en inglés", "Text in English", read="text_en"),
    ),
    objects=_articles,
)


def _norms(snapshot: Snapshot) -> list[Norm]:
    found = Norm.objects.filter(agreement=snapshot.plan.agreement_id).order_by()
    return sorted(found, key=lambda norm: (norm.since, norm.code))


NORMS = PublishedTable(
    "norms",
    "Normas que enmarcan el acuerdo",
    "Norms that frame the agreement",
    "Las normas en que se apoya el acuerdo, con sus fechas. Cuando termina su marco, el acuerdo lo dice.",
    "The norms that the agreement stands on, with their dates. When its frame has ended, the agreement says so.",
    ("norm",),
    (
        code("norm", "Norma", "Norm", required=True, read="code"),
        text("title", "Título", "Title", required=True),
        text("title_en", "Título en inglés", "Title in English"),
        flag("is_framework", "Es el marco del acuerdo", "It is the agreement's frame"),
        day("since", "Desde", "Since", required=True),
        day("until", "Hasta; vacío: sigue", "Until; empty: it goes on"),
        text("source", "Fuente", "Source"),
    ),
    objects=_norms,
)
