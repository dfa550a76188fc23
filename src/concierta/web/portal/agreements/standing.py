"""Whether the agreement binds on the day of the corte, in words; its text with who signed it; and what is missing."""

from django.utils.translation import gettext, ngettext

from concierta.agreements.enums import AdoptionRule, Capacity, SignatoryState, SignatureKind
from concierta.web.kit import formats
from concierta.web.kit.agreement_words import force_warning, force_words, mandate_words, span_words
from concierta.web.kit.tabular import Column, Table
from concierta.web.portal import names
from concierta.web.portal.agreements import states
from concierta.web.portal.corte import Corte, Row
from concierta.web.portal.page import Link, Page, Task, joined
from concierta.web.portal.portal import Portal
from concierta.web.portal.printed import agreement_file, print_of
from concierta.web.portal.words import label_of

FOLDER = "compromisos/"
TEXT = f"{FOLDER}texto/"
TO_DO = f"{FOLDER}que-falta/"
#: Promises that somebody made, and that can be kept or not.
COUNTED_PLEDGES = ("standing", "documented")


def tasks(corte: Corte) -> list[Task]:
    pages = []
    if corte.text is not None:
        pages.append(Task(TEXT, _text_page))
    if corte.clause_states:
        pages.append(Task(TO_DO, _to_do_page))
    return pages


def warning(corte: Corte) -> str:
    """What every page says of an agreement that no longer binds, or soon will not; "" of one that does."""
    agreement = corte.agreement
    return force_warning(agreement.force, agreement.ends_on) if agreement is not None and agreement.force else ""


def is_paraphrase(corte: Corte) -> bool:
    """True if its words here are not the letter of what was signed: nobody signed them in the program."""
    return not any(row.kind == "here" for row in corte.table("signatures"))


def told(corte: Corte) -> str:
    """Whether it binds, in one sentence."""
    agreement = corte.agreement
    return force_words(agreement.force, agreement.ends_on) if agreement is not None and agreement.force else ""


def signatory_table(portal: Portal) -> Table:
    """Who was asked to sign, how each stands and how it signed."""

    def state(row: Row) -> str:
        word = label_of(SignatoryState, row.state) if row.state else ""
        since = formats.long_date(row.state_since) if row.state_since else ""
        return joined([word, gettext("desde el %(date)s") % {"date": since} if since else ""])

    def how(row: Row) -> str:
        return label_of(SignatureKind, row.signature) if row.signature else gettext("No ha firmado")

    def role(row: Row) -> str:
        as_what = "" if row.capacity in ("", None, "signatory") else label_of(Capacity, row.capacity)
        return joined([as_what, row.assigned_role or row.role or ""]) or "—"

    def promised(row: Row) -> list[Row]:
        pledges = portal.corte.pledges_of_entity.get(row.entity, [])
        return [pledge for pledge in pledges if pledge.state in COUNTED_PLEDGES]

    def cash(row: Row) -> str:
        amounts = [pledge.amount for pledge in promised(row) if pledge.kind == "cash"]
        return formats.number(sum(amounts)) if amounts else "—"

    def others(row: Row) -> str:
        of_units = (formats.measure(one.quantity, one.unit) for one in promised(row) if one.quantity is not None)
        actions = sum(one.kind == "action" for one in promised(row))
        told = ngettext("%(n)s acción", "%(n)s acciones", actions) % {"n": formats.number(actions)} if actions else ""
        return joined([*of_units, told]) or "—"

    return Table.of(
        portal.corte.table("signatories"),
        Column(gettext("Entidad"), cell=lambda row: portal.entity_link(row.entity)),
        Column(gettext("En qué va"), cell=state),
        Column(gettext("Cómo firmó"), cell=how),
        Column(gettext("Su papel"), cell=role),
        Column(gettext("Prometió en dinero"), numeric=True, unit=gettext("pesos"), cell=cash),
        Column(gettext("En especie y acciones"), cell=others),
    )


def _text_page(portal: Portal) -> Page:
    corte = portal.corte
    version, agreement = corte.text, corte.agreement
    assert version is not None
    file = agreement_file(version.text)
    articles = [row for row in corte.table("articles") if row.text == version.text]
    signatures = [row for row in corte.table("signatures") if row.text == version.text]
    title = names.localized_name(agreement, "title") if agreement else ""
    return Page(
        template="portal/agreement_text.html",
        section="compromisos",
        title=gettext("El texto del acuerdo"),
        heading=title,
        description=gettext("Las palabras que se firmaron, quién las firmó y su huella."),
        trail=[Link(gettext("El acuerdo"), portal.to(FOLDER))],
        content={
            "version": version,
            "pdf": portal.at.corte + file if print_of(corte, file) is not None else "",
            "told": told(corte),
            "since": formats.long_date(version.since) if version.since else "",
            "until": formats.long_date(version.until) if version.until else "",
            "open": version.state == "open",
            "rule": label_of(AdoptionRule, agreement.adoption) if agreement and agreement.adoption else "",
            "articles": [
                (row.kind, row.code, names.localized_name(row, "title"), names.localized_name(row, "words"))
                for row in articles
            ],
            "count": ngettext("%(n)s entidad lo firmó", "%(n)s entidades lo firmaron", len(signatures))
            % {"n": formats.number(len(signatures))},
            "signatures": _signature_table(portal, signatures) if signatures else None,
            "norms": _norm_table(corte.table("norms")) if corte.table("norms") else None,
        },
    )


def mandate_told(row: Row) -> str:
    """ "Junta o consejo directivo: Resolución 12 del 1 de diciembre de 2024"."""
    return mandate_words(row.organ, row.act_name, row.act_number, row.act_date)


def _signature_table(portal: Portal, signatures: list[Row]) -> Table:
    return Table.of(
        signatures,
        Column(gettext("Entidad"), cell=lambda row: portal.entity_link(row.entity)),
        Column(gettext("Cómo"), cell=lambda row: label_of(SignatureKind, row.kind)),
        Column(gettext("Fecha"), cell=lambda row: formats.long_date(row.signed_on)),
        Column(gettext("Con qué mandato"), cell=mandate_told),
    )


def _norm_table(norms: list[Row]) -> Table:
    return Table.of(
        norms,
        Column(gettext("Norma"), cell=lambda row: f"{row.norm}. {names.localized_name(row, 'title')}"),
        Column(gettext("Vigencia"), cell=lambda row: span_words(row.since, row.until)),
        Column(gettext("Es"), cell=lambda row: gettext("El marco del acuerdo") if row.is_framework else "—"),
    )


def _to_do_page(portal: Portal) -> Page:
    missing = states.to_do(portal)
    return Page(
        template="portal/agreement_to_do.html",
        shows_clauses=True,
        section="compromisos",
        title=gettext("Qué falta para cumplir el acuerdo"),
        heading=ngettext("Falta algo en %(n)s compromiso", "Falta algo en %(n)s compromisos", len(missing))
        % {"n": formats.number(len(missing))}
        if missing
        else gettext("No falta nada de lo que ya tocaba"),
        description=gettext("Compromiso por compromiso, a quién le falta qué."),
        trail=[Link(gettext("El acuerdo"), portal.to(FOLDER))],
        content={"missing": missing},
    )
