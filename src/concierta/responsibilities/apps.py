from django.apps import AppConfig


class ResponsibilitiesConfig(AppConfig):
    name = "concierta.responsibilities"
    label = "responsibilities"
