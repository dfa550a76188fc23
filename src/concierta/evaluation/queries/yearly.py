"""The yearly reviews of an agreement, cell by cell, and how far those who saw the same cells agree."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from concierta.agreements.models import Agreement
from concierta.agreements.queries import agreement_by_slug
from concierta.engines import sampling
from concierta.evaluation.models import CellCoding, ReviewCell, ReviewDissent, YearlyReview
from concierta.kernel.canonical import sha256_of
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.mesa.models import Decision
from concierta.mesa.queries import decisions_of, mesa_of
from concierta.people.enums import Role
from concierta.people.models import User
from concierta.people.queries import entities_of, entities_where


@dataclass(frozen=True, slots=True)
class Progress:
    """Cells that their signatory assessed, that another entity saw, that two were to see and saw; `between` the two."""

    cells: int
    assessed: int
    coded: int
    doubled: int
    coded_twice: int
    between: sampling.Agreement


def review_subject(review: YearlyReview) -> str:
    """By which the log names it: "yearly_review:cali:2025"."""
    return f"yearly_review:{review.agreement.slug}:{review.year}"


def cell_subject(cell: ReviewCell) -> str:
    return f"{review_subject(cell.review)}:{cell.clause.code}:{cell.signatory.entity.code}"


def cells_sha256(cells: Iterable[ReviewCell]) -> str:
    """Of one line a cell: key, computed state and 1 if two entities see it, between tabs; sorted as text."""
    return sha256_of("\n".join(sorted(f"{cell.key}\t{cell.state}\t{int(cell.doubled)}" for cell in cells)))


def yearly_reviews(user: User | None, agreement: Agreement) -> QuerySet[YearlyReview]:
    """The newest first, of an agreement that `user` was let read."""
    return agreement.yearly_reviews.select_related("agreement", "decision").order_by("-year")


def review_for(user: User | None, slug: str, year: int) -> YearlyReview:
    """The review of that year, of an agreement that `user` may read; otherwise NotFound."""
    found = yearly_reviews(user, agreement_by_slug(user, slug)).filter(year=year).first()
    if found is None:
        raise NotFound(gettext_noop("Este acuerdo no tiene una revisión de ese año."))
    return found


def read_whole(cells: QuerySet[ReviewCell]) -> QuerySet[ReviewCell]:
    """The cells with all that was said of them, by commitment and then by name: two queries."""
    codings = CellCoding.objects.select_related("entity").order_by("turn")
    return (
        cells.select_related("review__agreement", "clause", "signatory__entity", "assessment")
        .prefetch_related(Prefetch("codings", codings))
        .order_by("clause__ordinal", "signatory__entity__name")
    )


def cells_of(review: YearlyReview) -> list[ReviewCell]:
    return list(read_whole(review.cells.all()))


def cell_for(user: User | None, slug: str, year: int, clause: str, entity: str) -> ReviewCell:
    """One cell of a review that `user` may read; otherwise NotFound."""
    review = review_for(user, slug, year)
    found = read_whole(review.cells.filter(clause__code=clause, signatory__entity__code=entity)).first()
    if found is None:
        raise NotFound(gettext_noop("Esa entidad no está en la revisión de ese compromiso."))
    return found


def shown_codings(user: User | None, cell: ReviewCell) -> list[CellCoding]:
    """What others found, for `user`: all of it once nobody else is to look at the cell; until then their own alone,
    so that whoever comes second, whoever they are, does not know what the first found."""
    found = list(cell.codings.all())
    if not cell.review.is_open or len(found) >= cell.looks:
        return found
    return [one for one in found if user is not None and one.made_by_id == user.pk]


def dissents_of(review: YearlyReview) -> QuerySet[ReviewDissent]:
    """In the words of each, by name."""
    return review.dissents.select_related("signatory__entity").order_by("signatory__entity__name")


def decisions_since(review: YearlyReview) -> list[Decision]:
    """What the agreement's table decided since the review was opened: what may close it."""
    mesa = mesa_of(review.agreement)
    return list(decisions_of(mesa).filter(decided_at__gte=review.opened_at)) if mesa else []


def progress(cells: Sequence[ReviewCell]) -> Progress:
    """`cells` as `cells_of` reads them."""
    codings = [list(cell.codings.all()) for cell in cells]
    return Progress(
        cells=len(cells),
        assessed=sum(hasattr(cell, "assessment") for cell in cells),
        coded=sum(bool(found) for found in codings),
        doubled=sum(cell.doubled for cell in cells),
        coded_twice=sum(len(found) == 2 for found in codings),
        between=agreement_between(codings),
    )


def agreement_between(codings: Iterable[Sequence[CellCoding]]) -> sampling.Agreement:
    """Of the cells that two entities saw: Cohen's κ, or that it cannot be said."""
    return sampling.agreement((found[0].rating, found[1].rating) for found in codings if len(found) == 2)


def cells_to_assess(user: User, cells: Iterable[ReviewCell], on: date) -> list[ReviewCell]:
    """Those of the entities that `user` speaks for, which still may say how they see themselves."""
    own = set(entities_of(user))
    return [
        cell
        for cell in cells
        if cell.signatory.entity_id in own
        and cell.review.is_open
        and on <= cell.review.assess_by
        and not hasattr(cell, "assessment")
    ]


def cells_to_code(user: User, cells: Iterable[ReviewCell], on: date) -> list[ReviewCell]:
    """Those that wait for a look that `user`, who verifies for an entity without a stake, may give."""
    if not entities_where(user, Role.VERIFIER).exists():
        return []
    own = set(entities_of(user))

    def may(cell: ReviewCell) -> bool:
        before = list(cell.codings.all())
        return (
            cell.review.is_open
            and len(before) < cell.looks
            and (hasattr(cell, "assessment") or on > cell.review.assess_by)
            and not own & {cell.signatory.entity_id, *(one.entity_id for one in before)}
            and user.pk not in {one.made_by_id for one in before}
        )

    return [cell for cell in cells if may(cell)]
