from django.apps import AppConfig


class VerificationConfig(AppConfig):
    name = "concierta.verification"
    label = "verification"
