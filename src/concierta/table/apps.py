from django.apps import AppConfig


class TableConfig(AppConfig):
    name = "concierta.table"
    label = "table"
