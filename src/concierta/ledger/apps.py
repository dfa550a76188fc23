from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "concierta.ledger"
    label = "ledger"
