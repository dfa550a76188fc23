"""Anybody recomputes whether each signatory keeps each commitment from the open data alone: this file is how.

It reads CSV files with the csv module and counts. Nothing of the program that computed them is called.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import cached_property

import pytest

from concierta.installation.demo import load_demo
from factories.open_data import (
    Figures,
    Line,
    OpenTables,
    counted,
    has_seat,
    in_time,
    local_day,
    number,
    of_all,
    of_share,
    whole_plan,
    worst,
)

pytestmark = pytest.mark.slow

STANDING = ("active", "notified", "silent")
HELD = ("verified", "adjusted")
OUTREACH = ("presentation", "meeting", "bulletin")
LADDER = ("mentioned", "in_a_plan", "by_act", "budgeted", "executed", "outlived")
INSTITUTIONS = ("act", "post", "budget", "rule")
#: Kinds of indicator that are better the lower they are.
FALLING = ("reduction", "annual_reduction")


def test_every_figure_and_every_state_is_what_the_open_data_say(once: Callable) -> None:
    with once() as home:
        load_demo(progress=lambda share: None)
        data = OpenData(home / "cortes" / "empleo-cali" / "2025-03-31" / "data")
        assert data.states() == {
            (line["clause"], line["entity"]): line["state"] for line in data.table("clause_states")
        }
        published: dict[tuple[str, str], Figures] = defaultdict(dict)
        for line in data.table("clause_figures"):
            published[line["clause"], line["entity"]][line["figure"]] = line["done"], line["due"], line["unit"]
        assert data.figures() == published
        assert len(published) > 50

        told, computed = data.silence()
        assert computed == told
        assert any(told.values())


class OpenData(OpenTables):
    """What the tables say as of the day on which the corte was published."""

    # ── The cells ────────────────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def cells(self) -> dict[tuple[str, str], tuple[str, Figures]]:
        found = {}
        for clause in self.table("clauses"):
            for signatory in self.table("signatories"):
                bound = self.is_bound(signatory)
                cell = self.cell(clause, signatory["entity"]) if bound else ("not_bound", {})
                found[clause["clause"], signatory["entity"]] = cell
        return found

    def states(self) -> dict[tuple[str, str], str]:
        return {key: state for key, (state, _figures) in self.cells.items()}

    def figures(self) -> dict[tuple[str, str], Figures]:
        return {key: figures for key, (_state, figures) in self.cells.items() if figures}

    def is_bound(self, signatory: Line) -> bool:
        if signatory["state"] == "withdrawn":
            return self.on < date.fromisoformat(signatory["ends_on"])
        return signatory["state"] in (*STANDING, "suspended")

    def cell(self, clause: Line, entity: str) -> tuple[str, Figures]:
        figures: Figures = {}
        states = []
        promised = [
            line
            for line in self.of("pledges", clause=clause["clause"], entity=entity)
            if line["state"] in ("standing", "documented")
        ]
        if promised:
            kept = sum(self.is_kept(line) for line in promised)
            figures["pledges_kept"] = counted(kept, len(promised))
            due = [line for line in promised if line["due_on"] and date.fromisoformat(line["due_on"]) <= self.on]
            states.append(
                "kept" if kept == len(promised) else of_all(sum(self.is_kept(line) for line in due), len(due))
            )
        if measure := getattr(self, f"_{clause['measured']}", None):
            state, found = measure(clause["clause"], entity)
            figures |= found
            states += [state] if state else []
        elif clause["measured"]:
            states.append("not_installed")
        return worst(states), figures

    # ── Promises ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def is_kept(self, pledge: Line) -> bool:
        name = pledge["pledge"]
        if any(self.was_reached(line) for line in self.of("milestones", pledge=name, state="verified")):
            return True
        if indicators := self.of("indicators", kind="pledge", pledge=name):
            if all(self.is_delivered(line) for line in indicators):
                return True
        elif self.opinion(name) == "kept":
            return True
        given = {form: Fraction(0) for form in ("cash", "in_kind")}
        for line in self.of("contributions", pledge=name):
            given[line["form"]] += self.given(line, "verified")
        offered = number(pledge["amount"]) or number(pledge["quantity"]) or Fraction(1)
        return (given[pledge["kind"]] if pledge["kind"] in given else max(given.values())) >= offered

    def is_delivered(self, indicator: Line) -> bool:
        """What was verified of each year against its target; of what adds up, all years together."""
        promised: dict[str, Fraction | None] = {}
        for line in self.of("targets", indicator=indicator["indicator"], quarter=""):
            promised[line["year"]] = number(line["value"])
        found: dict[str, Fraction | None] = {}
        reports = [
            line
            for line in self.of("reports", indicator=indicator["indicator"], stands="true")
            if line["outcome"] in HELD and self.cut_off(line["period"]) <= self.on
        ]
        for line in sorted(reports, key=lambda line: (line["period"], int(line["version"]))):
            found[line["period"][:4]] = number(line["verified_value"])
        target, reached = (whole_plan(indicator["accumulation"], years) for years in (promised, found))
        if target is None or reached is None:
            return False
        if indicator["measure"] == "date":
            return 0 < reached <= target
        return reached <= target if indicator["accumulation"] in FALLING else reached >= target

    def opinion(self, pledge: str) -> str:
        """The last one that the table gave of a promise that no indicator measures."""
        given = [line for line in self.of("self_assessments", pledge=pledge) if line["opinion"]]
        return max(given, key=lambda line: self.cut_off(line["period"]))["opinion"] if given else ""

    def given(self, contribution: Line, how: str) -> Fraction:
        """Declared or verified of a contribution, in pesos or in its unit."""
        lines = [
            line
            for line in self.of("deliveries", contribution=contribution["contribution"])
            if date.fromisoformat(line["delivered_on"]) <= self.on
        ]
        prefix = "verified_" if how == "verified" else ""
        return sum((number(line[f"{prefix}amount"]) or number(line[f"{prefix}quantity"]) for line in lines), Fraction())

    def was_reached(self, milestone: Line) -> bool:
        return date.fromisoformat(milestone["reached_on"]) <= self.on

    def cut_off(self, period: str) -> date:
        (line,) = self.of("periods", period=period)
        return date.fromisoformat(line["cut_off"])

    # ── What each kind of commitment is measured by ──────────────────────────────────────────────────────────────────

    def _means(self, _clause: str, entity: str) -> tuple[str, Figures]:
        given = self.of("contributions", entity=entity)
        if not given:
            return "", {}
        offered = {line["contribution"]: number(line["amount"]) or number(line["quantity"]) for line in given}
        kept = {line["contribution"] for line in given if self.given(line, "verified") >= offered[line["contribution"]]}
        due = {line["contribution"] for line in given if line["due_on"] and line["due_on"] <= self.on.isoformat()}
        figures = {
            "contributions_verified": counted(len(kept), len(given)),
            "contributions_due": counted(len(kept & due), len(due)),
        }
        if cash := [line for line in given if line["form"] == "cash"]:
            total = sum(int(line["amount"]) for line in cash)
            for figure, how in (("cash_delivered", "declared"), ("cash_verified", "verified")):
                figures[figure] = counted(int(sum(self.given(line, how) for line in cash)), total, "COP")
        state = "kept" if not due and len(kept) == len(given) else of_all(len(kept & due), len(due))
        return state, figures

    def _table(self, _clause: str, entity: str) -> tuple[str, Figures]:
        figures: Figures = {}
        states = []
        seats = self.seats(entity)
        if attended := self.attended(entity):
            figures["sessions_attended"] = attended
            states.append(of_share(int(attended[0]), int(attended[1])))
        if voting := [seat for seat in seats if seat["has_vote"] == "true"]:
            figures["votes_cast"] = counted(*self.votes(entity, voting))
        tasks = [line for line in self.owed(entity) if line["kind"] == "action_item"]
        if tasks:
            figures["tasks_in_time"] = counted(in_time(tasks), len(tasks))
            states.append(of_share(in_time(tasks), len(tasks)))
        return worst(states) if states else "", figures

    def seats(self, entity: str) -> list[Line]:
        return [line for line in self.of("seats", entity=entity) if date.fromisoformat(line["since"]) <= self.on]

    def attended(self, entity: str) -> tuple[str, str, str] | None:
        """To how many it came of the sessions held while it had a seat; None of whoever has none."""
        seats = self.seats(entity)
        if not seats:
            return None
        sat = {number for number, day in self.held.items() if any(has_seat(seat, day) for seat in seats)}
        came = {line["session"] for line in self.of("attendance", entity=entity)} & sat
        return counted(len(came), len(sat))

    @cached_property
    def held(self) -> dict[str, date]:
        """The day of each session held in the year."""
        days = {line["session"]: local_day(line["starts_at"]) for line in self.of("sessions", state="closed")}
        return {session: day for session, day in days.items() if self.first <= day <= self.on}

    def votes(self, entity: str, seats: list[Line]) -> tuple[int, int]:
        """On how many it voted of the motions put to it while it had a vote and no conflict of interest."""
        barred = {(line["session"], line["item"]) for line in self.of("conflicts_of_interest", entity=entity)}
        asked = {
            (line["session"], line["motion"])
            for line in self.table("motions")
            if line["state"] not in ("open", "withdrawn")
            and line["session"] in self.held
            and any(has_seat(seat, self.held[line["session"]]) for seat in seats)
            and (line["session"], line["item"]) not in barred
        }
        cast = {(line["session"], line["motion"]) for line in self.of("votes", entity=entity)}
        return len(cast & asked), len(asked)

    def _standing(self, clause: str, entity: str) -> tuple[str, Figures]:
        declared = [
            line
            for line in self.of("milestones", clause=clause, entity=entity)
            if line["kind"] in OUTREACH and self.first <= date.fromisoformat(line["reached_on"]) <= self.on
        ]
        if not declared:
            return "", {}
        verified = [line for line in declared if line["state"] == "verified"]
        looked_at = [line for line in declared if line["state"] != "declared"]
        rungs = [LADDER.index(line["rung"]) + 1 for line in verified if line["rung"]]
        return of_share(len(verified), len(looked_at)), {
            "outreach_verified": counted(len(verified), len(declared)),
            "instances_reached": (str(len({line["instance"] for line in verified})), "", ""),
            **({"highest_rung": counted(max(rungs), len(LADDER))} if rungs else {}),
            **({"sessions_attended": attended} if (attended := self.attended(entity)) else {}),
        }

    def _information(self, _clause: str, entity: str) -> tuple[str, Figures]:
        owed = [line for line in self.owed(entity) if line["kind"] != "action_item"]
        if not owed:
            return "", {}
        return of_share(in_time(owed), len(owed)), {
            "filed_in_time": counted(in_time(owed), len(owed)),
            "filed": counted(sum(bool(line["filed_on"]) for line in owed), len(owed)),
        }

    def owed(self, entity: str) -> list[Line]:
        """What fell due to it in the year."""
        lines = self.of("obligations", entity=entity)
        return [line for line in lines if date.fromisoformat(line["due_on"]) >= self.first]

    def _resources(self, _clause: str, entity: str) -> tuple[str, Figures]:
        names = {line["opportunity"] for line in self.of("opportunities", entity=entity)}
        pesos: dict[str, int] = defaultdict(int)
        for line in self.table("opportunity_amounts"):
            if line["opportunity"] in names and date.fromisoformat(line["on"]) <= self.on:
                pesos[line["kind"]] += int(line["pesos"])
        asked, approved, paid = pesos["requested"], pesos["approved"], pesos["disbursed"]
        if not asked:
            return "", {}
        cash = self.of("contributions", entity=entity, form="cash")
        own = int(sum(self.given(line, "verified") for line in cash))
        return of_share(paid, asked) if approved or paid else "not_due", {
            "resources_approved": counted(approved, asked, "COP"),
            "resources_disbursed": counted(paid, asked, "COP"),
            **({"leverage": counted(paid, own, "COP")} if own else {}),
        }

    def _institutions(self, clause: str, entity: str) -> tuple[str, Figures]:
        declared = [
            line
            for line in self.of("milestones", clause=clause, entity=entity)
            if line["kind"] in INSTITUTIONS and self.was_reached(line)
        ]
        if not declared:
            return "", {}
        verified = [line for line in declared if line["state"] == "verified"]
        holds = [line for line in verified if not line["expires_on"] or line["expires_on"] >= self.on.isoformat()]
        return of_all(len(holds), len(verified)), {
            "institutions_verified": counted(len(verified), len(declared)),
            "institutions_in_force": counted(len(holds), len(verified)),
        }

    def _verification(self, _clause: str, entity: str) -> tuple[str, Figures]:
        sent = [
            line
            for line in self.of("reports", reporter=entity, stands="true")
            if self.first <= self.cut_off(line["period"]) <= self.on and self.last_act[line["report"]] != "return"
        ]
        if not sent:
            return "", {}
        looked_at = [line for line in sent if line["outcome"]]
        verified = [line for line in looked_at if line["outcome"] in HELD]
        due = {line["period"]: line["verification_due"] for line in self.table("periods")}
        in_its_time = [line for line in looked_at if line["verified_on"] <= due[line["period"]]]
        return of_share(len(verified), len(looked_at)), {
            "reports_verified": counted(len(verified), len(looked_at)),
            "reports_looked_at": counted(len(looked_at), len(sent)),
            "reports_looked_at_in_time": counted(len(in_its_time), len(sent)),
        }

    @cached_property
    def last_act(self) -> dict[str, str]:
        """Of each report: one that was returned waits for its entity, and is not sent."""
        return {line["report"]: line["act"] for line in sorted(self.table("history"), key=lambda one: one["at"])}

    def _norms(self, _clause: str, entity: str) -> tuple[str, Figures]:
        stated = self.of("competences", entity=entity)
        if not stated:
            return "", {}
        good = sum(not line["norm"] or self.binds(line["norm"]) for line in stated)
        return of_all(good, len(stated)), {"competences_in_force": counted(good, len(stated))}

    def binds(self, norm: str) -> bool:
        (line,) = self.of("norms", norm=norm)
        return line["since"] <= self.on.isoformat() and (not line["until"] or self.on.isoformat() <= line["until"])

    # ── Silence ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def silence(self) -> tuple[dict[tuple[str, date], str], dict[tuple[str, date], str]]:
        """On each day on which the calendar moved somebody: who moved to what, as published and as computed again."""
        moved = [line for line in self.table("signatory_steps") if line["act"] in ("notify", "fall_silent", "answer")]
        told = {(line["entity"], date.fromisoformat(line["on"])): line["to_state"] for line in moved}
        found = {}
        for day in sorted({day for _entity, day in told}):
            for entity in {line["entity"] for line in self.table("signatories")}:
                before = self.state_before(entity, day)
                if before is not None and (after := self.voice(entity, *before, day)) != before[0]:
                    found[entity, day] = after
        return told, found

    def state_before(self, entity: str, day: date) -> tuple[str, date] | None:
        """Its state as that day began, if it stands by the agreement, and since when it was active, or told."""
        steps = [line for line in self.of("signatory_steps", entity=entity) if date.fromisoformat(line["on"]) < day]
        if not steps or steps[-1]["to_state"] not in STANDING:
            return None
        moves = [line for line in steps if line["to_state"] != line["from_state"]]
        since = next(line for line in reversed(moves) if line["to_state"] in ("active", "notified"))
        return moves[-1]["to_state"], date.fromisoformat(since["on"])

    def voice(self, entity: str, state: str, since: date, day: date) -> str:
        """Two things missed since it became active notify it; told, a year without anything is silence."""
        lines = self.of("obligations", entity=entity)
        if state == "active":
            due = [line for line in lines if since <= date.fromisoformat(line["due_on"]) < day]
            missed = [line for line in due if not line["filed_on"] or date.fromisoformat(line["filed_on"]) > day]
            return "notified" if len(missed) >= 2 else "active"
        if any(line["filed_on"] and since <= date.fromisoformat(line["filed_on"]) <= day for line in lines):
            return "active"
        return "silent" if (day - since).days >= 365 else "notified"
