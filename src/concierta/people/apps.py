from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "concierta.people"
    label = "people"

    def ready(self) -> None:
        from concierta.people import lookups  # noqa: F401 its lookup is known from here on
