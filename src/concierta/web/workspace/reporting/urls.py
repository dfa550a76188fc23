"""The addresses of reports and their review."""

from django.urls import path

from concierta.web.workspace.reporting import evidence, views

urlpatterns = [
    path("trabajo/reportes/", views.reports_due, name="reports_due"),
    path("trabajo/reportes/<int:indicator>/<int:period>/", views.report_form, name="report_form"),
    path("trabajo/reportes/<int:indicator>/<int:period>/enviar/", views.submit, name="submit_report"),
    path("trabajo/cifras/<int:pk>/", views.report, name="report"),
    path("trabajo/cifras/<int:pk>/corregir/", views.correct, name="correct_report"),
    path("trabajo/evidencia/<int:pk>/", evidence.evidence, name="evidence"),
    path("trabajo/evidencia/<int:pk>/imagen/", evidence.picture, name="evidence_picture"),
    path("trabajo/revision/", views.queue, name="review_queue"),
    path("trabajo/revision/<int:pk>/", views.review, name="review"),
]
