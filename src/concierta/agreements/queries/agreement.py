"""Reading agreements and their texts."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from concierta.agreements.enums import VersionState
from concierta.agreements.models import Agreement, Article, Clause, Norm, Pledge, TextVersion
from concierta.agreements.participation import READERS
from concierta.agreements.permissions import check_can_read_agreement
from concierta.agreements.text import Force, Standing, standing
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.people.models import User


def agreement_by_slug(user: User | None, slug: str) -> Agreement:
    """The agreement, or NotFound when there is none or `user` has no part in it. None reads all."""
    agreement = Agreement.objects.filter(slug=slug).first()
    if agreement is None:
        raise NotFound(gettext_noop("No hay un acuerdo registrado como «%(slug)s»."), slug=slug)
    check_can_read_agreement(user, agreement)
    return agreement


def clauses_of(agreement: Agreement) -> QuerySet[Clause]:
    """The clauses in their order, each with its pledges and who made them."""
    return agreement.clauses.order_by("ordinal").prefetch_related("pledges__entity")


def pledges_of(agreement: Agreement) -> QuerySet[Pledge]:
    return (
        Pledge.objects.filter(clause__agreement=agreement)
        .select_related("clause", "entity")
        .order_by("clause__ordinal", "code")
    )


def agreements_of(user: User | None) -> QuerySet[Agreement]:
    """The agreements that `user` may read, oldest first, with who signed each. None reads all."""
    found = Agreement.objects.all() if user is None else Agreement.objects.filter(pk__in=READERS.keys(user))
    return found.order_by("signed_on", "pk").prefetch_related("signatories")


def texts_of(agreement: Agreement) -> QuerySet[TextVersion]:
    """Every text of the agreement, newest first."""
    return agreement.versions.select_related("document").order_by("-number")


def text_in_force(agreement: Agreement) -> TextVersion | None:
    return agreement.versions.filter(state=VersionState.IN_FORCE).first()


def version_for(user: User | None, slug: str, number: int) -> TextVersion:
    """One text of an agreement that `user` may read; otherwise NotFound."""
    agreement = agreement_by_slug(user, slug)
    version = agreement.versions.filter(number=number).select_related("agreement", "document").first()
    if version is None:
        raise NotFound(gettext_noop("Este acuerdo no tiene ese texto."))
    return version


def articles_of(version: TextVersion) -> QuerySet[Article]:
    return version.articles.order_by("ordinal", "pk")


def article_to_write(version: TextVersion, code: str) -> Article | None:
    """The part of that code, or None where a new one is written."""
    return version.articles.filter(code=code).first() if code else None


def norms_of(agreement: Agreement) -> QuerySet[Norm]:
    return agreement.norms.order_by("since", "code")


def standing_of(agreement: Agreement, on: date) -> Standing:
    """The `Standing` of an agreement on a day: if it binds, its last day, and the framework norms that have ended."""
    return standings_of([agreement], on)[agreement.pk]


def standings_of(agreements: Iterable[Agreement], on: date) -> dict[int, Standing]:
    """`standing_of` of each, by key. Three queries, however many there are."""
    chosen = list(agreements)
    keys = [one.pk for one in chosen]
    texts = {
        text.agreement_id: text for text in TextVersion.objects.filter(agreement__in=keys, state=VersionState.IN_FORCE)
    }
    norms: dict[int, list[Norm]] = {key: [] for key in keys}
    for norm in Norm.objects.filter(agreement__in=keys):
        norms[norm.agreement_id].append(norm)
    successors = TextVersion.objects.filter(agreement__succeeds__in=keys, state=VersionState.IN_FORCE)
    since = dict(successors.values_list("agreement__succeeds", "since"))
    return {key: standing(texts.get(key), norms[key], since.get(key), on) for key in keys}


def agreements_over(user: User, on: date) -> list[tuple[Agreement, Standing]]:
    """Those that `user` reads and that ended, or whose framework did, without another that goes on. One query while
    there are none: every page asks."""
    ended = Q(versions__state=VersionState.IN_FORCE, versions__until__lt=on)
    frame = Q(norms__is_framework=True, norms__until__lt=on)
    candidates = list(Agreement.objects.filter(ended | frame).order_by("signed_on", "pk").distinct())
    if not candidates:
        return []
    found = standings_of(candidates, on)
    readable = READERS.keys(user)
    over = (Force.ENDED, Force.FRAME_ENDED)
    return [(one, found[one.pk]) for one in candidates if one.pk in readable and found[one.pk].force in over]
