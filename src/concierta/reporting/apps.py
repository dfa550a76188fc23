from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "concierta.reporting"
    label = "reporting"

    def ready(self) -> None:
        from concierta.amendments.readers import register_figure_reader
        from concierta.reporting.queries.reports import latest_figures

        register_figure_reader(latest_figures)
