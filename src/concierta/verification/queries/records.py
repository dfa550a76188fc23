"""Which records to look at in a records count, drawn so that the verifier does not choose them."""

from decimal import Decimal

from concierta.engines.sampling import drawing_order, sample_size
from concierta.kernel.errors import Invalid, gettext_noop
from concierta.verification.models import CampaignReport

#: What the records of one report are known by: ± ten points at 95 % [D].
MARGIN, CONFIDENCE = Decimal("0.1"), Decimal("0.95")
_LIMIT = 1_000_000


def records_to_look_at(
    entry: CampaignReport, records: int, *, margin: Decimal = MARGIN, confidence: Decimal = CONFIDENCE
) -> list[int]:
    """The numbers (1…`records`, in the order of the list that the entity handed over) of the records to look at.

    They follow from the campaign's seed, the report and the number of records: anyone can draw them again.
    """
    if not 1 <= records <= _LIMIT or not entry.campaign.seed:
        raise Invalid(gettext_noop("Diga cuántos registros hay, de uno a un millón."), field="records")
    size = sample_size(population=records, margin=margin, confidence=confidence)
    order = drawing_order(entry.campaign.seed, entry.key, (str(number) for number in range(1, records + 1)))
    return sorted(int(ticket.item) for ticket in order[:size])
