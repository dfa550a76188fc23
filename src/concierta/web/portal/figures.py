"""A figure of the corte as a line: its picture, its percentage, its state in words."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html_join
from django.utils.translation import gettext, ngettext

from concierta.web.kit import charts, formats, marks
from concierta.web.kit.registry import render_component
from concierta.web.kit.tabular import Table
from concierta.web.portal import names, words
from concierta.web.portal.corte import Corte, Row
from concierta.web.portal.indicators import values
from concierta.web.portal.page import ListRow, Text, joined
from concierta.web.portal.portal import Portal

#: The states in the order in which they are told.
STATES = (marks.VERIFIED, marks.ADJUSTED, marks.REPORTED, marks.REJECTED, marks.NOT_VERIFIABLE, marks.NO_DATA)


def bar(corte: Corte, level: str, subject: str, *, id: str, size: str = "small", name: str = "") -> Text:
    """The signature picture of the year of the corte; words where nothing is programmed."""
    achievement = corte.achievements.get((level, subject))
    if achievement is None or (
        achievement.verified_year is None and achievement.reported_year is None and not achievement.programmed
    ):
        return ""
    state = corte.state(level, subject)
    beyond, awaited = beyond_verified(corte, level, subject)
    return charts.achievement_bar(
        id=id,
        verified=verified_share(corte, level, subject),
        reported=beyond,
        awaited=awaited,
        state=state,
        # In a small picture the day's mark would fall on the words "no data".
        expected=None if state == marks.NO_DATA and size == "small" else achievement.expected_year,
        expected_on=corte.cut_off,
        expected_label=values.expected_label(corte, corte.indicators[subject]) if level == "indicator" else "",
        original_target=original_share(corte, subject) if level == "indicator" else None,
        size=size,
        name=name,
    )


def beyond_verified(corte: Corte, level: str, subject: str) -> tuple[Decimal | None, bool]:
    """What a picture shows past the verified, and whether it is what would count if it were confirmed.

    Of one indicator that is what was reported, with its state. A sum of several says where it could still arrive:
    what was refused is no part of that. Where all was refused, what had been said is drawn as refused.
    """
    achievement = corte.achievements[level, subject]
    if level == "indicator" or corte.state(level, subject) in (marks.REJECTED, marks.NOT_VERIFIABLE):
        return achievement.reported_year, False
    return corte.possible(level, subject), True


def original_share(corte: Corte, indicator: str) -> Decimal | None:
    """The original target of the year of the corte on the scale of the bar; None where it was never moved."""
    row = moved_target(corte, indicator)
    return row.original_share if row is not None else None


def moved_target(corte: Corte, indicator: str) -> Row | None:
    """The target of the year of the corte, where an amendment moved it."""
    rows = corte.moved_targets_of.get(indicator, [])
    return next((row for row in rows if row.year == corte.year and row.quarter is None), None)


def figure(corte: Corte, level: str, subject: str) -> tuple[str, str]:
    """The percentage and what stands beside it. The percentage is always of what was verified."""
    achievement = corte.achievements.get((level, subject))
    if achievement is None or not achievement.programmed:
        return "NP", gettext("no programado en %(year)s") % {"year": corte.year}
    state = corte.state(level, subject)
    if state == marks.NO_DATA:
        return formats.no_data(), gettext("nadie ha reportado")
    verified = formats.percent(achievement.verified_year or 0)
    if state in (marks.REJECTED, marks.NOT_VERIFIABLE):
        return verified, marks.state_word(state).lower()
    if level != "indicator":
        return verified, _awaited(corte, level, subject) if state == marks.REPORTED else gettext("verificado")
    if achievement.reported_year is not None and (
        state == marks.REPORTED or achievement.reported_year != achievement.verified_year
    ):
        return verified, gettext("reportado %(share)s") % {"share": formats.percent(achievement.reported_year)}
    return verified, gettext("verificado")


def _awaited(corte: Corte, level: str, subject: str) -> str:
    """Beside the figure of a sum: where it could still arrive, or that somebody has to look."""
    possible = corte.possible(level, subject)
    if not possible:
        return gettext("espera verificación")
    return gettext("hasta %(share)s si se confirma") % {"share": formats.percent(possible)}


def project_row(portal: Portal, project: Row, *, id: str) -> ListRow:
    corte = portal.corte
    achievement = corte.achievements.get(("project", project.project))
    shown, note = figure(corte, "project", project.project)
    entity = corte.entities.get(project.entity)
    count = achievement.programmed if achievement is not None else 0
    return ListRow(
        title=names.localized_name(project, length=names.LONGEST_NAME),
        href=portal.to(corte.project_folder(project.project)),
        bar=bar(corte, "project", project.project, id=id),
        figure=shown,
        note=note,
        code=project.project,
        meta=joined(
            [
                names.entity_name(entity, short=True),
                ngettext("%(n)s indicador en %(year)s", "%(n)s indicadores en %(year)s", count)
                % {"n": formats.number(count), "year": corte.year}
                if count
                else "",
                words.origin(project.origin),
            ]
        ),
    )


def indicator_row(portal: Portal, indicator: Row, *, id: str, with_entity: bool = True) -> ListRow:
    corte = portal.corte
    latest = corte.latest(indicator.indicator)
    shown, note = values.as_itself(*figure(corte, "indicator", indicator.indicator), latest, indicator)
    entity = corte.entities.get(indicator.reporter)
    state = corte.state("indicator", indicator.indicator)
    parts: list[Text] = [render_component("state-badge", state=state)]
    if latest is not None:
        parts.append(formats.period(latest.period))
    if with_entity and entity:
        parts.append(names.entity_name(entity, short=True))
    if with_entity and indicator.project:
        parts.append(indicator.project)
    parts.append(words.origin(corte.origin_of(indicator.indicator)))
    return ListRow(
        title=names.localized_name(indicator, length=names.LONGEST_NAME),
        href=portal.to(corte.indicator_folder(indicator.indicator)),
        bar=bar(corte, "indicator", indicator.indicator, id=id),
        figure=shown,
        note=note,
        meta=format_html_join(" · ", "{}", ((part,) for part in parts)),
    )


def node_row(portal: Portal, node: Row, *, id: str) -> ListRow:
    corte = portal.corte
    shown, note = figure(corte, "node", node.node)
    achievement = corte.achievements.get(("node", node.node))
    weight = gettext("pesa %(share)s") % {"share": formats.percent(node.weight)} if node.weight is not None else ""
    count = achievement.indicators if achievement is not None else 0
    return ListRow(
        title=names.localized_name(node, length=names.LONGEST_NAME),
        href=portal.to(corte.node_folder(node.node)),
        bar=bar(corte, "node", node.node, id=id),
        figure=shown,
        note=note,
        code=node.code,
        meta=joined(
            [
                ngettext("%(n)s indicador", "%(n)s indicadores", count) % {"n": formats.number(count)},
                weight,
            ]
        ),
    )


def sentence(corte: Corte, level: str, subject: str) -> str:
    """What was verified against what was expected, for anything that has an achievement."""
    achievement = corte.achievements.get((level, subject))
    if achievement is None or not achievement.programmed or achievement.verified_year is None:
        return gettext("Nada está programado aquí para %(year)s.") % {"year": corte.year}
    if corte.state(level, subject) == marks.NO_DATA:
        return gettext("Sin dato: nadie ha reportado todavía lo programado para %(year)s.") % {"year": corte.year}
    figures = {
        "verified": formats.percent(achievement.verified_year),
        "expected": formats.percent(achievement.expected_year),
        "year": corte.year,
    }
    if corte.any_verified(achievement):
        first = gettext("Se verificó el %(verified)s de lo programado para %(year)s.") % figures
    else:
        first = nothing_verified(corte, level, subject)
    if achievement.expected_year is None:
        return first
    return f"{first} " + gettext("A esta fecha se esperaba el %(expected)s.") % figures


def refused(rejected: int, not_verifiable: int) -> str:
    """ "1 rechazado y 2 no verificables": only what there is; "" where nothing was refused."""
    counts = {
        "rejected": ngettext("%(n)s rechazado", "%(n)s rechazados", rejected) % {"n": formats.number(rejected)},
        "other": ngettext("%(n)s no verificable", "%(n)s no verificables", not_verifiable)
        % {"n": formats.number(not_verifiable)},
    }
    if rejected and not_verifiable:
        return gettext("%(rejected)s y %(other)s") % counts
    return counts["rejected"] if rejected else counts["other"] if not_verifiable else ""


def count_zero(rejected: int, not_verifiable: int) -> str:
    """ "Cuenta cero: 1 no verificable."; "" where nothing was refused."""
    if not rejected + not_verifiable:
        return ""
    return ngettext("Cuenta cero: %(refused)s.", "Cuentan cero: %(refused)s.", rejected + not_verifiable) % {
        "refused": refused(rejected, not_verifiable)
    }


def all_refused(corte: Corte, level: str, subject: str) -> str:
    """The finding where all that was reported was looked at and nothing of it held; "" anywhere else."""
    achievement = corte.achievements[level, subject]
    if achievement.reported or corte.any_verified(achievement) or not achievement.rejected + achievement.not_verifiable:
        return ""
    return gettext("Se revisó todo lo reportado para %(year)s y nada quedó verificado: %(refused)s") % {
        "year": corte.year,
        "refused": refused(achievement.rejected, achievement.not_verifiable),
    }


def nothing_verified(corte: Corte, level: str, subject: str) -> str:
    """Why something programmed and reported has no verified figure: it waits, it was refused, or some of each."""
    achievement, possible = corte.achievements[level, subject], corte.possible(level, subject)
    if looked_at := all_refused(corte, level, subject):
        return f"{looked_at}."
    waiting = ngettext("%(n)s reporte espera", "%(n)s reportes esperan", achievement.reported) % {
        "n": formats.number(achievement.reported)
    }
    counts = {
        "year": corte.year,
        "how": ", ".join(filter(None, (waiting, refused(achievement.rejected, achievement.not_verifiable)))),
    }
    first = gettext("Nada de lo reportado para %(year)s está verificado: %(how)s.") % counts
    if possible is None:
        return first
    if not possible:
        second = gettext("Lo que espera no trae avance.")
        return f"{first} {second}"
    second = gettext("Si se confirma lo que espera, el avance será del %(possible)s.")
    return f"{first} {second % {'possible': formats.percent(possible)}}"


def verified_share(corte: Corte, level: str, subject: str) -> Decimal | None:
    """What a picture shows as verified. In a sum what nobody reported adds zero; by itself it is no data."""
    achievement = corte.achievements.get((level, subject))
    if achievement is None or corte.state(level, subject) == marks.NO_DATA:
        return None
    return achievement.verified_year


def table(corte: Corte, level: str, subject: str) -> Table | None:
    """The figures of the large picture as rows."""
    achievement = corte.achievements.get((level, subject))
    if achievement is None:
        return None
    beyond, awaited = beyond_verified(corte, level, subject)
    return charts.achievement_table(
        verified=verified_share(corte, level, subject),
        reported=beyond,
        awaited=awaited,
        state=corte.state(level, subject),
        expected=achievement.expected_year,
        expected_on=corte.cut_off,
        original_target=original_share(corte, subject) if level == "indicator" else None,
    )


@dataclass(frozen=True, slots=True)
class StateCount:
    state: str
    count: str
    meaning: str


def counts(achievement: Row | None) -> list[StateCount]:
    """How many output indicators are in each state; none for what has no indicators."""
    if achievement is None or not achievement.indicators:
        return []
    return [
        StateCount(state, formats.number(getattr(achievement, state)), gettext(marks.STATE_MEANINGS[state]))
        for state in STATES
    ]
