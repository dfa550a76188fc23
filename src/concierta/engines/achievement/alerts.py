"""The four alerts on a report, as data: each rule is a row, so that the public page can list them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from unicodedata import category, combining, normalize

from .quantities import Number, not_negative


class AlertCode(StrEnum):
    OBLIGATIONS_WITHOUT_RESULT = "obligations_without_result"
    RESULT_WITHOUT_OBLIGATIONS = "result_without_obligations"
    RESULT_WITHOUT_NARRATIVE = "result_without_narrative"
    CLOSE_UNDER_TARGET = "close_under_target"


class Severity(StrEnum):
    WARNING = "warning"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True)
class ReportFigures:
    """What the alerts read.

    `obligated` in pesos; `result` in the indicator's unit (null or 0 is no result); `explained`: the entity
    gave a reason for having no result; `projected_close`: achievement at the end of the cycle if the pace
    holds (`expected.pace`), null when unknown.
    """

    obligated: int
    result: Number | None
    narrative: str = ""
    explained: bool = False
    projected_close: Fraction | None = None

    @property
    def has_result(self) -> bool:
        return self.result is not None and self.result != 0

    @property
    def has_obligations(self) -> bool:
        return not_negative("obligated", self.obligated) > 0


@dataclass(frozen=True, slots=True)
class Alert:
    code: AlertCode
    severity: Severity


@dataclass(frozen=True, slots=True)
class AlertRule:
    """`applies` says when the alert is raised; `excused`, when it is only information."""

    code: AlertCode
    applies: Callable[[ReportFigures], bool]
    excused: Callable[[ReportFigures], bool] = lambda report: False


UNFUNDED_MEANS = (
    "gestion",
    "sin costo",
    "sin ningun costo",
    "costo cero",
    "gratuit",
    "gratis",
    "donaci",
    "donad",
    "dono",
    "donaron",
    "cofinanci",
    "convenio",
    "en especie",
    "aporte de",
    "aportes de",
    "recursos propios de la entidad",
    "recursos de la entidad",
    "cooperacion internacional",
    "voluntari",
    "free management",
    "free of charge",
    "at no cost",
    "in kind",
    "donation",
    "cofund",
)
"""Words by which a narrative names free management or co-funding: a default, as `plain_words` writes them. Each is the
beginning of a word: "cofinanci" finds «cofinanciación» and «co-financiado», "dono" does not find «abandonó»."""

_APART = re.compile(r"[^a-z0-9]+")
_PREFIX = re.compile(r"\bco (?=financ|fund)")


def plain_words(text: str) -> str:
    """`text` as terms are compared: no accents, case, hyphens, marks nor invisible letters, one space between words."""
    plain = "".join(letter for letter in normalize("NFKD", text.casefold()) if not combining(letter))
    visible = "".join(letter for letter in plain if category(letter) != "Cf")
    return _PREFIX.sub("co", _APART.sub(" ", visible).strip())


def names_unfunded_means(narrative: str, terms: Sequence[str] = UNFUNDED_MEANS) -> bool:
    """True if a narrative explains a result that cost the budget nothing, however it is spelt or spaced."""
    said = f" {plain_words(narrative)}"
    return any(f" {word}" in said for term in terms if (word := plain_words(term)))


ALERT_RULES: tuple[AlertRule, ...] = (
    AlertRule(
        AlertCode.OBLIGATIONS_WITHOUT_RESULT,
        lambda report: report.has_obligations and not report.has_result and not report.explained,
    ),
    AlertRule(
        AlertCode.RESULT_WITHOUT_OBLIGATIONS,
        lambda report: report.has_result and not report.has_obligations,
        excused=lambda report: names_unfunded_means(report.narrative),
    ),
    AlertRule(
        AlertCode.RESULT_WITHOUT_NARRATIVE,
        lambda report: report.has_result and not report.narrative.strip(),
    ),
    AlertRule(
        AlertCode.CLOSE_UNDER_TARGET,
        lambda report: report.projected_close is not None and report.projected_close < 1,
    ),
)


def alerts_for(report: ReportFigures, rules: Sequence[AlertRule] = ALERT_RULES) -> tuple[Alert, ...]:
    """The alerts of a report, in the order of the rules."""
    return tuple(
        Alert(rule.code, Severity.INFORMATION if rule.excused(report) else Severity.WARNING)
        for rule in rules
        if rule.applies(report)
    )
