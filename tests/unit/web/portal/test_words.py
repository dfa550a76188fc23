"""Every code that reaches a page has its words: a reader is never shown the name of a variable."""

import re
from datetime import date
from pathlib import Path

import concierta
from concierta.publishing.queries.method import rules_on
from concierta.publishing.tables import TABLES
from concierta.reporting.workflow import REPORT_WORKFLOW
from concierta.web.portal import words

MODULES = (
    "agreements",
    "amendments",
    "budgets",
    "evaluation",
    "indicators",
    "plans",
    "publishing",
    "reporting",
    "responsibilities",
    "mesa",
    "verification",
)
SOURCES = Path(concierta.__path__[0])
#: What is not an act but looks like one in the sources: files, tables, settings.
_SUBJECTS = (
    "account|report|matrix|corte|plan|indicators?|pledge|agreement|clause|table|session|agenda|conflict|motion|vote|decision|"
    "budget|contribution|delivery|opportunity|action_item|minutes|amendment|measure|responsibility|responsibilities|"
    "signatory|milestone|risk|projects?"
)
KINDS = re.compile(rf"\"((?:{_SUBJECTS})\.[a-z]+(?:_[a-z]+)*)\"")


def test_every_kind_of_act_in_the_ledger_has_its_words():
    columns = {f"{table.name}.{column.name}" for table in TABLES for column in table.columns}
    kinds = {
        kind
        for module in MODULES
        for source in (SOURCES / module).rglob("*.py")
        if "migrations" not in source.parts
        for kind in KINDS.findall(source.read_text(encoding="utf-8"))
    }
    columns |= {"table.column"}  # how the declaration of a column explains what it may refer to
    columns |= {column.read for table in TABLES for column in table.columns}  # paths of attributes
    kinds |= {f"motion.{result}" for result in ("carried", "failed")}
    assert {"report.verified", "decision.adopted", "measure.worked"} <= kinds
    assert {kind for kind in kinds - columns if words.event(kind) == kind} == set()


def test_every_transition_of_a_report_has_its_words():
    assert {step.name for step in REPORT_WORKFLOW.transitions if words.act(step.name) == step.name} == set()


def test_every_rule_of_the_method_has_its_words():
    rules = {rule for rule, *_ in rules_on(date(2025, 3, 31))}
    assert "weights" in rules
    assert {rule for rule in rules if not rule.startswith("band_") and words.rule(rule) == rule} == set()


def test_sizes_are_said_as_people_say_them():
    assert [words.file_size(size).replace("\xa0", " ") for size in (141, 20_480, 1_450_000)] == [
        "141 B",
        "20 kB",
        "1,5 MB",
    ]
