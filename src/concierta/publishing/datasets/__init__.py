"""Every published table, declared once: CSV, Parquet, descriptor, dictionary page and rows in memory derive from it."""

from concierta.publishing.datasets import agreement, follow_up, indicators, plan, reports, results, verification
from concierta.publishing.datasets.column import Column, ColumnType, Disclosure
from concierta.publishing.datasets.dataset import Dataset, ForeignKey

DATASETS: tuple[Dataset, ...] = (
    plan.PLAN,
    plan.CORTES,
    plan.PERIODS,
    agreement.AGREEMENTS,
    agreement.CLAUSES,
    agreement.SIGNATORIES,
    agreement.PLEDGES,
    plan.TIERS,
    plan.NODES,
    plan.PROJECTS,
    agreement.PROJECT_PLEDGES,
    plan.PRODUCTS,
    plan.ACTIVITIES,
    indicators.INDICATORS,
    indicators.TARGETS,
    indicators.CATEGORIES,
    results.ACHIEVEMENT,
    results.MEASUREMENTS,
    reports.REPORTS,
    reports.BREAKDOWNS,
    reports.EVIDENCE,
    reports.HISTORY,
    verification.FACTORS,
    verification.CAMPAIGNS,
    verification.CAMPAIGN_POPULATION,
    follow_up.SOURCES,
    follow_up.PROJECT_MONEY,
    follow_up.PROJECT_FOLLOW_UPS,
    follow_up.PRODUCT_FOLLOW_UPS,
    follow_up.ACTIVITY_FOLLOW_UPS,
    follow_up.RECONCILIATION,
    follow_up.FINDINGS,
    agreement.ENTITIES,
    agreement.TERRITORIES,
    results.CHANGES,
    results.METHOD,
)
"""In the order in which a reader meets them: what was promised, planned, measured, found and spent."""

DATASET_BY_NAME: dict[str, Dataset] = {dataset.name: dataset for dataset in DATASETS}

__all__ = ["DATASETS", "DATASET_BY_NAME", "Column", "ColumnType", "Dataset", "Disclosure", "ForeignKey"]
