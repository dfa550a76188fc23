"""How much of what was reported held when somebody looked, and how sure a count of records is."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext, ngettext

from concierta.web.kit import checking, formats
from concierta.web.kit.charts.svg import Value
from concierta.web.portal.corte import Corte, Row
from concierta.web.portal.figures import count_zero

#: All units together, as the table of factors names them.
ALL = "*"
#: Where a share of the target is a share of the value: only there the limits of one are the limits of the other.
_PROPORTIONAL = ("cumulative", "stock", "flow")


@dataclass(frozen=True, slots=True)
class FactorFigure:
    value: str
    note: str


def factors(corte: Corte) -> Mapping[tuple[str, str, str], Row]:
    """By level, subject and unit; none in a corte older than this table."""
    return corte.package.by_key("verification_factors")


def factor_figure(corte: Corte, level: str, subject: str) -> FactorFigure | None:
    """The verification factor with what it speaks for; None where nobody has looked at anything."""
    row = factors(corte).get((level, subject, ALL))
    if row is None or row.factor is None:
        return None
    reports = ngettext("%(looked)s de %(n)s reporte", "%(looked)s de %(n)s reportes", row.reports) % {
        "looked": formats.number(row.looked_at),
        "n": formats.number(row.reports),
    }
    parts = [
        ngettext(
            "Se miró %(reports)s del corte (%(share)s).", "Se miraron %(reports)s del corte (%(share)s).", row.looked_at
        )
        % {"reports": reports, "share": formats.percent(row.reports_share)}
    ]
    if row.money_share is not None:
        parts.append(
            gettext("Detrás de ellos está el %(share)s del dinero obligado.")
            % {"share": formats.percent(row.money_share)}
        )
    parts.append(count_zero(row.rejected, row.not_verifiable))
    return FactorFigure(formats.percent(row.factor), " ".join(filter(None, parts)))


def counted(row: Row) -> str:
    """The count behind a verified value in one line; empty where it was not counted from records."""
    if row.verified_low is None or row.verified_value is None:
        return ""
    return checking.counted(
        reported=row.reported_value,
        verified=row.verified_value,
        low=row.verified_low,
        high=row.verified_high,
        confidence=row.confidence,
        all_seen=row.sampled == row.records,
    )


def records(row: Row) -> str:
    """How many records there were, were looked at and held."""
    sampled = ngettext("%(sampled)s de %(records)s registro", "%(sampled)s de %(records)s registros", row.records) % {
        "sampled": formats.number(row.sampled),
        "records": formats.number(row.records),
    }
    looked = ngettext("Se miró %(records)s al azar", "Se miraron %(records)s al azar", row.sampled)
    holding = ngettext("se sostiene %(n)s", "se sostienen %(n)s", row.holding) % {"n": formats.number(row.holding)}
    return f"{looked % {'records': sampled}}; {holding}."


def interval(corte: Corte, indicator: Row) -> tuple[Value, Value] | None:
    """The limits of the year's verified figure as shares of its target, for the picture."""
    latest = corte.latest(indicator.indicator)
    achievement = corte.achievements.get(("indicator", indicator.indicator))
    if latest is None or achievement is None or latest.verified_low is None or not latest.verified_value:
        return None
    if indicator.accumulation not in _PROPORTIONAL or not achievement.verified_year or latest.sampled == latest.records:
        return None
    scale = Fraction(achievement.verified_year) / Fraction(latest.verified_value)
    return Fraction(latest.verified_low) * scale, Fraction(latest.verified_high) * scale
