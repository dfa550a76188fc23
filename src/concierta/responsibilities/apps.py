from django.apps import AppConfig


class ResponsibilitiesConfig(AppConfig):
    name = "concierta.responsibilities"
    label = "responsibilities"

    def ready(self) -> None:
        from concierta.plans.operations.readiness import register_check
        from concierta.responsibilities.queries import holes_and_clashes

        register_check(holes_and_clashes)
