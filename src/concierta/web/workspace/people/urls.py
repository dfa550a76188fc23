"""The addresses of people and their roles."""

from django.urls import path

from concierta.web.workspace.people import views

urlpatterns = [
    path("trabajo/personas/", views.people, name="people"),
    path("trabajo/personas/invitar/", views.invite, name="invite_person"),
    path("trabajo/personas/invitaciones/<int:pk>/otra-vez/", views.send_again, name="send_invitation_again"),
    path("trabajo/personas/invitaciones/<int:pk>/retirar/", views.withdraw, name="withdraw_invitation"),
    path("trabajo/personas/dominio/<str:code>/", views.mail_domain, name="mail_domain"),
    path("trabajo/personas/<int:pk>/enlace/", views.send_link, name="send_reset_link"),
    path("trabajo/personas/papeles/<int:pk>/confirmar/", views.confirm_membership, name="confirm_membership"),
    path("trabajo/personas/papeles/<int:pk>/rechazar/", views.reject_membership, name="reject_membership"),
    path("trabajo/mi-entidad/personas/", views.entity_people, name="entity_people"),
    path("trabajo/mi-entidad/correos/<int:pk>/confirmar/", views.confirm_change, name="confirm_change"),
    path("trabajo/mi-entidad/avisos/<int:pk>/cerrar/", views.settle, name="settle_alert"),
    path("trabajo/personas/<int:pk>/", views.person, name="person"),
    path("trabajo/personas/papeles/<int:pk>/terminar/", views.end_membership, name="end_membership"),
]
