from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PeopleConfig(AppConfig):
    name = "concierta.people"
    label = "people"

    def ready(self) -> None:
        from concierta.people import lookups  # noqa: F401 its lookup is known from here on

        """Each module says beside its models who takes part in what, and what it keeps of people."""
        autodiscover_modules("participation", "personal_data")
