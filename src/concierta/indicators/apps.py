from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "concierta.indicators"
    label = "indicators"

    def ready(self) -> None:
        from concierta.indicators.queries import missing_from_indicators
        from concierta.plans.operations.readiness import register_check

        register_check(missing_from_indicators)
