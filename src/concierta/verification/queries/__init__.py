"""What waits for verification, what was verified, and everything a verifier needs beside a claim."""

from concierta.verification.queries.blind import awaited_second_look
from concierta.verification.queries.campaigns import (
    CampaignSheet,
    StratumCount,
    campaign_by_pk,
    campaign_for,
    campaign_reports,
    campaigns_for,
)
from concierta.verification.queries.checklists import Question, checklist_for, figure_type
from concierta.verification.queries.double_checks import verifier_agreement
from concierta.verification.queries.entries import entry_under_way
from concierta.verification.queries.factors import Claim, Factor, factors_of, verification_factors
from concierta.verification.queries.planning import (
    CampaignChoices,
    campaign_choices,
    planned_in,
    reports_in_scope,
    sample_of,
)
from concierta.verification.queries.records import records_to_look_at
from concierta.verification.queries.reports import (
    VerificationSheet,
    evidence_for,
    publishable_reports,
    verification_for,
    verified_before,
)
from concierta.verification.queries.work import (
    Assignment,
    RiskyReport,
    SecondLook,
    VerifyingTime,
    Workload,
    method_in,
    my_campaign_work,
    second_look_for,
    times_to_verify,
    verifiable_reports,
    verification_queue,
    workload,
)

__all__ = [
    "Assignment",
    "CampaignChoices",
    "CampaignSheet",
    "Claim",
    "Factor",
    "Question",
    "RiskyReport",
    "SecondLook",
    "StratumCount",
    "VerificationSheet",
    "VerifyingTime",
    "Workload",
    "awaited_second_look",
    "campaign_by_pk",
    "campaign_choices",
    "campaign_for",
    "campaign_reports",
    "campaigns_for",
    "checklist_for",
    "entry_under_way",
    "evidence_for",
    "factors_of",
    "figure_type",
    "method_in",
    "my_campaign_work",
    "planned_in",
    "publishable_reports",
    "records_to_look_at",
    "reports_in_scope",
    "sample_of",
    "second_look_for",
    "times_to_verify",
    "verifiable_reports",
    "verification_factors",
    "verification_for",
    "verification_queue",
    "verified_before",
    "verifier_agreement",
    "workload",
]
