"""Whether each commitment of an agreement is kept today: the matrix, and each commitment and signatory in words."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from concierta.agreements.permissions import speaks_for
from concierta.agreements.queries import agreement_by_slug, signatory_for
from concierta.engines.clauses import ClauseState
from concierta.evaluation.queries.clauses import clause_matrix, left_to_keep
from concierta.kernel.clock import today
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.people.queries import entities_of
from concierta.web.kit.clause_states import (
    MATRIX_COLUMNS,
    WORST,
    StateLine,
    counts_told,
    kept_by_all,
    legend_of,
    matrix_row,
    state_line,
)
from concierta.web.kit.formats import number
from concierta.web.workspace.agreements.waiting import WaitingRow
from concierta.web.workspace.evaluation.milestone_rows import clause_words
from concierta.web.workspace.shell import SignedInRequest, in_language, page

if TYPE_CHECKING:
    from concierta.agreements.models import Agreement
    from concierta.evaluation.queries.clauses import ClauseStanding
    from concierta.people.models import User


@require_safe
def states(request: SignedInRequest, slug: str) -> HttpResponse:
    """What is missing of the reader's own entities first; then the matrix of all."""
    agreement = agreement_by_slug(request.user, slug)
    cells, own = _cells(request, agreement), set(entities_of(request.user))
    signatories = list({cell.signatory.pk: cell.signatory for cell in cells}.values())
    rows = _by_clause(cells)
    context = {
        "agreement": agreement,
        "finding": kept_by_all(_counts(row) for row in rows),
        "mine": [(one, _missing(slug, cells, one.entity_id)) for one in signatories if one.entity_id in own],
        "columns": [one.entity.short_name for one in signatories] if len(signatories) <= MATRIX_COLUMNS else [],
        "rows": [
            matrix_row(
                row[0].clause.code,
                in_language(row[0].clause, "title"),
                reverse("clause_state", args=[slug, row[0].clause.code]),
                _counts(row),
                [cell.state for cell in row] if len(signatories) <= MATRIX_COLUMNS else [],
            )
            for row in rows
        ],
        "legend": legend_of(cell.state for cell in cells),
        "signatories": signatories,
    }
    return page(request, "evaluation/states.html", context)


@require_safe
def clause(request: SignedInRequest, slug: str, code: str) -> HttpResponse:
    """Every signatory before one commitment, what is not kept first."""
    agreement = agreement_by_slug(request.user, slug)
    cells = [cell for cell in _cells(request, agreement) if cell.clause.code == code]
    if not cells:
        raise NotFound(gettext_noop("Este acuerdo no tiene ese compromiso, o todavía no obliga a nadie."))
    lines = [_line(cell, _entity_link(slug, cell)) for cell in cells]
    context = {
        "agreement": agreement,
        "title": clause_words(cells[0].clause),
        "told": counts_told(_counts(cells)),
        "lines": sorted(lines, key=lambda line: WORST.index(line.state)),
        "missing": [],
    }
    return page(request, "evaluation/state.html", context)


@require_safe
def entity(request: SignedInRequest, slug: str, code: str) -> HttpResponse:
    """Every commitment before one signatory; for its own people, what is missing first."""
    signatory = signatory_for(request.user, slug, code)
    cells = [cell for cell in _cells(request, signatory.agreement) if cell.signatory.pk == signatory.pk]
    if not cells:
        raise NotFound(gettext_noop("Esa entidad no está obligada hoy por el acuerdo."))
    own = speaks_for(request.user, signatory.entity)
    context = {
        "agreement": signatory.agreement,
        "title": signatory.entity.name,
        "told": counts_told(_counts(cells)),
        "missing": _missing(slug, cells, signatory.entity_id) if own else [],
        "lines": [_line(cell, _clause_link(slug, cell)) for cell in cells],
    }
    return page(request, "evaluation/state.html", context)


def missing_rows(user: "User") -> list[WaitingRow]:
    """For their work: each entity of theirs that does not keep the whole of what it promised, and where to see it."""
    rows = []
    for signatory, left in left_to_keep(user, today()):
        words = ngettext(
            "A %(entity)s le falta %(n)s compromiso por cumplir",
            "A %(entity)s le faltan %(n)s compromisos por cumplir",
            left,
        ) % {"entity": signatory.entity.short_name, "n": number(left)}
        href = reverse("entity_state", args=[signatory.agreement.slug, signatory.entity.code])
        rows.append(WaitingRow(words, href, in_language(signatory.agreement, "title")))
    return rows


def _cells(request: SignedInRequest, agreement: "Agreement") -> "list[ClauseStanding]":
    """Of those that are bound."""
    found = clause_matrix(request.user, agreement, today())
    return [cell for cell in found if cell.state != ClauseState.NOT_BOUND]


def _by_clause(cells: "Iterable[ClauseStanding]") -> "list[list[ClauseStanding]]":
    rows: dict[int, list[ClauseStanding]] = {}
    for cell in cells:
        rows.setdefault(cell.clause.pk, []).append(cell)
    return list(rows.values())


def _counts(cells: "Iterable[ClauseStanding]") -> Counter[str]:
    return Counter(str(cell.state) for cell in cells)


def _line(cell: "ClauseStanding", who: SafeString) -> StateLine[SafeString]:
    figures = [(one.name, one.done, one.due, one.unit) for one in cell.figures]
    return state_line(who, str(cell.state), figures)


def _missing(slug: str, cells: "Sequence[ClauseStanding]", entity: int) -> list[StateLine[SafeString]]:
    lines = [_line(cell, _clause_link(slug, cell)) for cell in cells if cell.signatory.entity_id == entity]
    return [line for line in lines if line.missing]


def _clause_link(slug: str, cell: "ClauseStanding") -> SafeString:
    href = reverse("clause_state", args=[slug, cell.clause.code])
    return format_html('<a href="{}">{}</a>', href, clause_words(cell.clause))


def _entity_link(slug: str, cell: "ClauseStanding") -> SafeString:
    href = reverse("entity_state", args=[slug, cell.signatory.entity.code])
    return format_html('<a href="{}">{}</a>', href, cell.signatory.entity.name)
