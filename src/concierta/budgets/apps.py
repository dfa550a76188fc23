from django.apps import AppConfig


class BudgetsConfig(AppConfig):
    name = "concierta.budgets"
    label = "budgets"
