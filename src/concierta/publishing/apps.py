from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "concierta.publishing"
    label = "publishing"

    def ready(self) -> None:
        from concierta.amendments.readers import register_last_cut_off
        from concierta.publishing.queries.frozen import last_frozen_cut_off

        register_last_cut_off(last_frozen_cut_off)
