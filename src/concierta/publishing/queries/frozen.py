"""Which cut-off of a plan the public has already been told."""

from datetime import date

from django.db.models import Max

from concierta.plans.models import Plan
from concierta.publishing.models import Corte


def last_frozen_cut_off(plan: Plan) -> date | None:
    """The latest published cut-off, None before the first. For the program, not a person."""
    found: date | None = Corte.objects.filter(plan=plan).aggregate(last=Max("cut_off"))["last"]
    return found
