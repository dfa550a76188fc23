from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "concierta.evaluation"
    label = "evaluation"
