"""The rows of every published table, in an order that depends on nothing but the data."""

from collections.abc import Callable, Iterable
from typing import Any

from concierta.publishing.datasets import DATASETS
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.queries.tables import (
    agreement,
    amendments,
    answering,
    budget,
    decisions,
    follow_up,
    indicators,
    means,
    mesa,
    minutes,
    openings,
    plan,
    reports,
    results,
    sessions,
    verification,
)

EXTRACTORS: dict[str, Callable[[Snapshot], Iterable[Any]]] = {
    "plan": plan.plan,
    "cortes": plan.cortes,
    "periods": plan.periods,
    "agreements": agreement.agreements,
    "clauses": agreement.clauses,
    "signatories": agreement.signatories,
    "pledges": agreement.pledges,
    "tiers": plan.tiers,
    "nodes": plan.nodes,
    "projects": plan.projects,
    "project_pledges": agreement.project_pledges,
    "products": plan.products,
    "activities": plan.activities,
    "indicators": indicators.indicators,
    "targets": indicators.targets,
    "categories": indicators.categories,
    "responsibilities": answering.responsibilities,
    "achievement": results.achievement,
    "measurements": results.measurements,
    "reports": reports.reports,
    "breakdowns": reports.breakdowns,
    "evidence": reports.evidence,
    "history": reports.history,
    "verification_factors": verification.verification_factors,
    "campaigns": verification.campaigns,
    "campaign_population": verification.campaign_population,
    "self_assessments": answering.self_assessments,
    "technical_table": mesa.technical_table,
    "table_rules": mesa.table_rules,
    "seats": mesa.seats,
    "attendance_record": mesa.attendance_record,
    "sessions": sessions.sessions,
    "agenda_items": sessions.agenda_items,
    "attendance": sessions.attendance,
    "quorum": sessions.quorum,
    "conflicts_of_interest": decisions.conflicts_of_interest,
    "motions": decisions.motions,
    "votes": decisions.votes,
    "decisions": decisions.decisions,
    "action_items": decisions.action_items,
    "minutes": minutes.minutes,
    "minutes_sections": minutes.minutes_sections,
    "minutes_remarks": minutes.minutes_remarks,
    "papers": minutes.papers,
    "amendments": amendments.amendments,
    "amendment_changes": amendments.amendment_changes,
    "measures": amendments.measures,
    "measured_figures": amendments.measured_figures,
    "funding_sources": budget.funding_sources,
    "budget_lines": budget.budget_lines,
    "budget_modifications": budget.budget_modifications,
    "contracts": budget.contracts,
    "budget_files": budget.budget_files,
    "budget_findings": budget.budget_findings,
    "money_sources_compared": budget.money_sources_compared,
    "price_index": budget.price_index,
    "contributions": means.contributions,
    "deliveries": means.deliveries,
    "opportunities": means.opportunities,
    "opportunity_amounts": means.opportunity_amounts,
    "project_needs": means.project_needs,
    "sources": follow_up.sources,
    "project_money": follow_up.project_money,
    "project_follow_ups": follow_up.project_follow_ups,
    "product_follow_ups": follow_up.product_follow_ups,
    "activity_follow_ups": follow_up.activity_follow_ups,
    "reconciliation": follow_up.reconciliation,
    "findings": follow_up.findings,
    "changes": reports.changes,
    "method": results.method,
}

#: Tables of what the others name; read once those are known.
REFERENCE_EXTRACTORS: dict[str, Callable[[Snapshot, set[str]], Iterable[Any]]] = {
    "entities": agreement.entities,
    "territories": agreement.territories,
}

#: Read from the other tables, once those and what they name are known.
DERIVED_EXTRACTORS: dict[str, Callable[[Snapshot, dict[str, list[Any]]], list[Any]]] = {"openings": openings.openings}


def tables_of(snapshot: Snapshot) -> dict[str, list[Any]]:
    """Table name → rows, in the order of `DATASETS`."""
    tables = {name: list(extract(snapshot)) for name, extract in EXTRACTORS.items()}
    for name, extract in REFERENCE_EXTRACTORS.items():
        tables[name] = list(extract(snapshot, _referenced(tables, name)))
    for name, derive in DERIVED_EXTRACTORS.items():
        tables[name] = derive(snapshot, tables)
    return {dataset.name: tables[dataset.name] for dataset in DATASETS}


def _referenced(tables: dict[str, list[Any]], target: str) -> set[str]:
    """Every code of `target` that the tables read so far name."""
    found: set[str] = set()
    for dataset in DATASETS:
        for place, column in enumerate(dataset.columns):
            if column.references.partition(".")[0] == target and dataset.name in tables:
                found.update(row[place] for row in tables[dataset.name] if row[place])
    return found
