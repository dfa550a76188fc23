from django.apps import AppConfig


class AmendmentsConfig(AppConfig):
    name = "concierta.amendments"
    label = "amendments"
