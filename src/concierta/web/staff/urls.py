"""The addresses of the workspace: Spanish outside, English inside."""

from allauth.account import views as account
from django.urls import path, re_path

from concierta.web.staff.means_urls import means_urls
from concierta.web.staff.money_urls import money_urls
from concierta.web.staff.steering_urls import steering_urls
from concierta.web.staff.table_urls import table_urls
from concierta.web.staff.views import account as own_account
from concierta.web.staff.views import (
    agreements,
    blocking,
    calendar,
    campaigns,
    evidence,
    matrices,
    overview,
    people,
    plans,
    privacy,
    public,
    publish,
    report,
    reports,
    review,
    second_look,
    verify,
    work,
)

urlpatterns = [
    path("", public.nothing_published, name="nothing_published"),
    path("activos/<str:name>", public.asset, name="asset"),
    path("idioma/<str:code>/", public.choose_language, name="choose_language"),
    # The account: only what a person with an account needs. No sign-up, no e-mail management.
    path("ingresar/", account.login, name="account_login"),
    path("salir/", account.logout, name="account_logout"),
    path("cuenta-inactiva/", account.account_inactive, name="account_inactive"),
    path("clave/cambiar/", account.password_change, name="account_change_password"),
    path("clave/restablecer/", account.password_reset, name="account_reset_password"),
    path("clave/restablecer/enviada/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "clave/restablecer/lista/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    # One hyphen between the two, because allauth writes the letter's link that way.
    re_path(
        r"^clave/restablecer/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("trabajo/privacidad/", privacy.privacy, name="privacy"),
    path("trabajo/", work.work, name="work"),
    path("trabajo/cuenta/", own_account.account, name="account"),
    path("trabajo/cuenta/nombre/", own_account.own_name, name="own_name"),
    path("trabajo/reportes/", reports.reports_due, name="reports_due"),
    path("trabajo/reportes/<int:indicator>/<int:period>/", reports.report_form, name="report_form"),
    path("trabajo/reportes/<int:indicator>/<int:period>/enviar/", reports.submit, name="submit_report"),
    path("trabajo/cifras/<int:pk>/", report.report, name="report"),
    path("trabajo/cifras/<int:pk>/corregir/", report.correct, name="correct_report"),
    path("trabajo/evidencia/<int:pk>/", evidence.evidence, name="evidence"),
    path("trabajo/evidencia/<int:pk>/imagen/", evidence.picture, name="evidence_picture"),
    path("trabajo/revision/", review.queue, name="review_queue"),
    path("trabajo/revision/<int:pk>/", review.review, name="review"),
    path("trabajo/verificacion/", verify.queue, name="verification_queue"),
    path("trabajo/verificacion/<int:pk>/", verify.verify, name="verify"),
    path("trabajo/verificacion/segunda/<int:pk>/", second_look.second_look, name="second_look"),
    path("trabajo/campanas/", campaigns.campaigns, name="campaigns"),
    path("trabajo/campanas/nueva/", campaigns.new_campaign, name="new_campaign"),
    path("trabajo/campanas/<int:pk>/", campaigns.campaign, name="campaign"),
    path("trabajo/campanas/<int:pk>/reportes/<int:entry>/", campaigns.assign, name="assign_verifier"),
    # Needs no session: the address is the permission.
    path("calendario/<str:secret>.ics", calendar.calendar_file, name="calendar_file"),
    path("trabajo/calendario/", calendar.calendar, name="calendar"),
    path("trabajo/calendario/llevar/", calendar.make_calendar, name="make_calendar"),
    path("trabajo/calendario/llevar/<int:pk>/terminar/", calendar.end_calendar, name="end_calendar"),
    path("trabajo/pendientes/", overview.who_owes, name="who_owes"),
    path("trabajo/plan/", plans.plans, name="plans"),
    path("trabajo/plan/<slug:slug>/", plans.plan, name="plan"),
    path("trabajo/plan/<slug:slug>/partes/<int:pk>/", plans.node, name="plan_node"),
    path("trabajo/plan/<slug:slug>/proyectos/<str:code>/", plans.project, name="plan_project"),
    path("trabajo/importar/", matrices.bring, name="import_matrix"),
    path("trabajo/importar/<str:sha256>/", matrices.preview, name="import_preview"),
    path("trabajo/importar/<str:sha256>/confirmar/", matrices.confirm, name="confirm_import"),
    path("trabajo/importar/<slug:slug>/<int:pk>/", matrices.past, name="past_import"),
    path("trabajo/publicar/", publish.publish, name="publish"),
    path("trabajo/publicar/<slug:slug>/<str:cut_off>/", publish.publication_progress, name="publication"),
    *table_urls,
    path("trabajo/acuerdos/", agreements.agreements, name="agreements"),
    path("trabajo/acuerdos/<slug:slug>/", agreements.agreement, name="agreement"),
    path("trabajo/personas/", people.people, name="people"),
    path("trabajo/personas/nueva/", people.new_account, name="new_account"),
    path("trabajo/personas/<int:pk>/", people.person, name="person"),
    path("trabajo/personas/<int:pk>/bloquear/", blocking.block, name="block_account"),
    path("trabajo/personas/papeles/<int:pk>/terminar/", people.end_membership, name="end_membership"),
    *steering_urls,
    *money_urls,
    *means_urls,
]
