"""The addresses of one's work and the calendar."""

from django.urls import path

from concierta.web.workspace.steering import views

urlpatterns = [
    path("trabajo/", views.work, name="work"),
    path("calendario/<str:secret>.ics", views.calendar_file, name="calendar_file"),
    path("trabajo/calendario/", views.calendar, name="calendar"),
    path("trabajo/calendario/llevar/", views.make_calendar, name="make_calendar"),
    path("trabajo/calendario/llevar/<int:pk>/terminar/", views.end_calendar, name="end_calendar"),
    path("trabajo/pendientes/", views.who_owes, name="who_owes"),
]
