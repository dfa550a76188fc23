"""What of the agreements waits for somebody's word, for their work: each leads to where it is given."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from concierta.agreements.queries import papers_to_check, pledges_to_answer, pledges_to_assess, texts_to_sign
from concierta.evaluation.queries import milestones_to_verify
from concierta.people.queries import entities_of
from concierta.web.workspace.shell import in_language

if TYPE_CHECKING:
    from concierta.agreements.models import Pledge
    from concierta.people.models import User


@dataclass(frozen=True, slots=True)
class WaitingRow:
    title: str
    href: str
    meta: str


def waiting_rows(user: "User") -> list[WaitingRow]:
    """A constant number of queries. A text is of whom the mandate names; without one, of everybody of the entity."""
    rows = []
    for one in texts_to_sign(entities_of(user)):
        if one.mandate is not None and one.mandate.signer_id != user.pk:
            continue
        agreement = one.signatory.agreement
        words = gettext("Leer y firmar por %(entity)s")
        if one.mandate is None:
            words = gettext("Leer el texto y decir quién firma por %(entity)s")
        href = reverse("agreement_text", args=[agreement.slug, one.version.number])
        rows.append(WaitingRow(words % {"entity": one.signatory.entity.short_name}, href, agreement.title))
    rows += [_of(pledge, gettext("Confirmar o no una promesa de %(entity)s")) for pledge in pledges_to_answer(user)]
    rows += [_of(pledge, gettext("Valorar una promesa de %(entity)s")) for pledge in pledges_to_assess(user)]
    for paper in papers_to_check(user):
        title = gettext("Comprobar el documento que firmó %(entity)s") % {"entity": paper.signatory.entity.short_name}
        agreement = paper.signatory.agreement
        rows.append(WaitingRow(title, reverse("check_paper", args=[agreement.slug, paper.pk]), agreement.title))
    for milestone in milestones_to_verify(user):
        title = gettext("Verificar un hito de %(entity)s") % {"entity": milestone.entity.short_name}
        href = reverse("milestone", args=[milestone.clause.agreement.slug, milestone.pk])
        rows.append(WaitingRow(title, href, milestone.title))
    return rows


def _of(pledge: "Pledge", words: str) -> WaitingRow:
    href = reverse("agreement_pledge", args=[pledge.clause.agreement.slug, pledge.pk])
    meta = f"{pledge.code} · {in_language(pledge, 'text')}"
    return WaitingRow(words % {"entity": pledge.entity.short_name}, href, meta)
