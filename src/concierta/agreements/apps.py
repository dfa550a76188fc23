from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "concierta.agreements"
    label = "agreements"
