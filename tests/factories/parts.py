"""The least that gives an entity a part in the plan."""

from concierta.agreements.models import Agreement, Signatory
from concierta.people.models import Entity
from factories.cast import SINCE, Cast


def signed_by(cast: Cast, entity: Entity) -> Agreement:
    """`entity` signed the agreement of the plan, which gets one if it has none."""
    agreement = cast.plan.agreement
    if agreement is None:
        agreement = Agreement.objects.create(slug="firmado", title="Acuerdo", signed_on=SINCE)
        cast.plan.agreement = agreement
        cast.plan.save(update_fields=["agreement"])
    Signatory.objects.get_or_create(agreement=agreement, entity=entity)
    return agreement
