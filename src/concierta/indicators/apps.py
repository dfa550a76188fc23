from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "concierta.indicators"
    label = "indicators"
