from datetime import date

from concierta.amendments.readers import last_frozen_cut_off
from concierta.publishing.models import Corte
from factories import AT, Cast


def test_amendments_know_which_cut_off_was_published_last(cast: Cast):
    assert last_frozen_cut_off(cast.plan) is None
    for day in (date(2025, 3, 31), date(2024, 12, 31)):
        Corte.objects.create(plan=cast.plan, cut_off=day, published_at=AT, manifest_sha256="0" * 64)
    assert last_frozen_cut_off(cast.plan) == date(2025, 3, 31)
