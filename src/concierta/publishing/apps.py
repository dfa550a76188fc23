from datetime import date
from typing import Any

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "concierta.publishing"
    label = "publishing"

    def ready(self) -> None:
        from concierta.amendments.readers import register_last_cut_off

        register_last_cut_off(_last_frozen_cut_off)


def _last_frozen_cut_off(plan: Any) -> date | None:
    # Loaded when first asked: with it comes all that measures a plan, which most commands never do.
    from concierta.publishing.queries.frozen import last_frozen_cut_off

    return last_frozen_cut_off(plan)
