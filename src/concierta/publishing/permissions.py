"""Who may publish a corte, and when."""

from datetime import date, datetime

from concierta.kernel.clock import local_date
from concierta.kernel.errors import Refusal, Verdict, gettext_noop, verdict_of
from concierta.kernel.periods import Period
from concierta.people.models import User
from concierta.plans.models import Plan, ReportingPeriod
from concierta.verification.permissions import check_can_publish


def check_can_freeze_corte(user: User | None, plan: Plan, cut_off: date, at: datetime) -> None:
    """The technical secretariat (or the operator, None), for a cut-off that has passed and has something to show."""
    check_can_publish(user, plan)
    Period.of_cut_off(cut_off)
    if cut_off > local_date(at):
        raise Refusal(
            gettext_noop("El corte al %(cut_off)s todavía no ha llegado: se publica desde ese día."),
            cut_off=cut_off.strftime("%d/%m/%Y"),
        )
    if not ReportingPeriod.objects.filter(plan=plan, cut_off=cut_off).exists():
        raise Refusal(
            gettext_noop(
                "El plan «%(plan)s» no tiene un periodo que termine el %(cut_off)s: abra el periodo o cargue su matriz."
            ),
            plan=plan.name,
            cut_off=cut_off.strftime("%d/%m/%Y"),
        )
    if not plan.projects.exists():
        raise Refusal(
            gettext_noop("El plan «%(plan)s» no tiene proyectos: cárguelos antes de publicar."), plan=plan.name
        )


def can_freeze_corte(user: User | None, plan: Plan, cut_off: date, at: datetime) -> Verdict:
    return verdict_of(check_can_freeze_corte, user, plan, cut_off, at)
