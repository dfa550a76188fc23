"""Giving a report of a campaign to somebody else."""

from datetime import datetime

from django.db import transaction

from concierta.kernel.errors import Invalid, TransitionRefused, gettext_noop
from concierta.people.models import User
from concierta.verification.models import CampaignReport
from concierta.verification.permissions import check_can_assign_verifier
from concierta.verification.queries.candidates import candidates, verifiers_of
from concierta.verification.queries.entries import entries_with_reports


@transaction.atomic
def assign_verifier(
    *, entry: CampaignReport, verifier: User, second: bool = False, by: User | None, at: datetime
) -> CampaignReport:
    """Give the first look at a report, or with `second` the second one, to `verifier`, who must have no stake in it."""
    entry = entries_with_reports().select_for_update(of=("self",)).get(pk=entry.pk)
    check_can_assign_verifier(by, entry.campaign)
    done = hasattr(entry, "second_verification") if second else bool(entry.report.outcome)
    if done:
        raise TransitionRefused(gettext_noop("Esa verificación ya se hizo."))
    if not entry.is_looked_at or (second and not entry.double_checked):
        raise Invalid(gettext_noop("Este reporte no entró en esa verificación."), field="verifier")
    others = {entry.verifier_id, entry.report.verifier_id} if second else {entry.second_verifier_id}
    if verifier.pk in others:
        raise Invalid(gettext_noop("Las dos verificaciones las hacen personas distintas."), field="verifier")
    entities = {membership.entity for membership in verifier.memberships.select_related("entity")}
    people = [(entity, user) for entity, user in verifiers_of(entities) if user == verifier]
    own, elsewhere = candidates([entry.report], people)[entry.report_id]
    if verifier not in (own + elsewhere if second else own):
        raise Invalid(
            gettext_noop("%(name)s no puede verificar este reporte: no verifica para la entidad o tiene parte en él."),
            field="verifier",
            name=verifier.name,
        )
    setattr(entry, "second_verifier" if second else "verifier", verifier)
    entry.save(update_fields=["second_verifier" if second else "verifier"])
    return entry
