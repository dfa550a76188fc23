"""What may keep a project or a pledge from being fulfilled, on its page."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.translation import gettext

from concierta.evaluation.enums import Impact, Probability, RiskBand
from concierta.web.kit import formats
from concierta.web.portal.corte import Row
from concierta.web.portal.page import Text
from concierta.web.portal.portal import Portal
from concierta.web.portal.words import label_of


@dataclass(frozen=True, slots=True)
class RiskLine:
    """`how`: probability × impact in words; `who` watches over it, since when it is on record."""

    title: str
    how: str
    countermeasure: str
    who: Text


def risk_lines(portal: Portal, risks: Iterable[Row]) -> list[RiskLine]:
    """The open ones, the gravest first."""
    standing = sorted((row for row in risks if row.state == "open"), key=lambda row: (-row.score, row.risk))
    return [RiskLine(row.title, _how(row), row.countermeasure, _who(portal, row)) for row in standing]


def _how(row: Row) -> str:
    return gettext("Probabilidad: %(probability)s. Impacto: %(impact)s. Es un riesgo %(band)s.") % {
        "probability": str(Probability(row.probability).label).lower(),
        "impact": str(Impact(row.impact).label).lower(),
        "band": label_of(RiskBand, row.band).lower(),
    }


def _who(portal: Portal, row: Row) -> Text:
    sentence = gettext("Lo vigila {owner}. Registrado desde el {since}; se vuelve a mirar el {next}.")
    return format_html(
        sentence,
        owner=portal.entity_link(row.owner),
        since=formats.long_date(row.recorded_on),
        next=formats.long_date(row.review_on),
    )
