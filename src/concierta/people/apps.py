from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PeopleConfig(AppConfig):
    name = "concierta.people"
    label = "people"

    def ready(self) -> None:
        """What the modules above say of themselves, beside their models: who takes part in what."""
        autodiscover_modules("participation")
