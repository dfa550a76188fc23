from concierta.people.privacy import keeps, signs
from concierta.reporting.models import Report, ReportStep, SelfAssessment

keeps(
    signs(Report, "reporter", "reviewer", "verifier"),
    signs(ReportStep, "by"),
    signs(SelfAssessment, "made_by"),
)
