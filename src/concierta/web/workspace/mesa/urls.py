"""The addresses of the Mesa."""

from django.urls import path

from concierta.web.workspace.mesa import members, minutes, room, sessions, tasks, views, writing

urlpatterns = [
    path("trabajo/mesa/", views.mesa, name="mesa"),
    path("trabajo/mesa/nueva/", views.new_mesa, name="new_mesa"),
    path("trabajo/mesa/integrantes/", members.members, name="seats"),
    path("trabajo/mesa/<int:pk>/reglas/", views.rules, name="mesa_rules"),
    path("trabajo/mesa/<int:pk>/tareas/", tasks.tasks, name="mesa_tasks"),
    path("trabajo/mesa/<int:pk>/sesiones/nueva/", sessions.new_session, name="new_session"),
    path("trabajo/mesa/sillas/<int:pk>/", members.seat, name="mesa_seat"),
    path("trabajo/mesa/delegaciones/<int:pk>/", views.delegation, name="delegation_document"),
    path("trabajo/mesa/delegaciones/<int:pk>/terminar/", members.finish_delegation, name="mesa_delegation"),
    path("trabajo/mesa/documentos/<int:pk>/", views.paper, name="mesa_paper"),
    path("trabajo/mesa/tareas/<int:pk>/", tasks.task, name="action_item"),
    path("trabajo/mesa/tareas/<int:pk>/evidencia/<int:evidence>/", views.task_evidence, name="task_evidence"),
    path("trabajo/mesa/sesiones/<int:pk>/", sessions.session, name="session"),
    path("trabajo/mesa/sesiones/<int:pk>/cambiar/", sessions.edit, name="edit_session"),
    path("trabajo/mesa/sesiones/<int:pk>/convocar/", sessions.notice, name="session_notice"),
    path("trabajo/mesa/sesiones/<int:pk>/puntos/<int:item>/", sessions.item, name="session_item"),
    path("trabajo/mesa/sesiones/<int:pk>/sala/", room.room, name="session_room"),
    path("trabajo/mesa/sesiones/<int:pk>/acta/", minutes.minutes, name="minutes"),
    path("trabajo/mesa/sesiones/<int:pk>/acta/pdf/", minutes.pdf, name="minutes_pdf"),
    path("trabajo/mesa/sesiones/<int:pk>/acta/firmar/<slug:role>/", minutes.sign, name="sign_minutes"),
    path("trabajo/mesa/notas/<int:pk>/", writing.notes, name="item_notes"),
    path("trabajo/mesa/acta/partes/<int:pk>/", writing.section, name="minutes_section"),
]
