from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "concierta.reporting"
    label = "reporting"
