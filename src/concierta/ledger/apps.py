from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "concierta.ledger"
    label = "ledger"

    def ready(self) -> None:
        from concierta.ledger.writing import start_checking

        start_checking()
