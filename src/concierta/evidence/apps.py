from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "concierta.evidence"
    label = "evidence"
