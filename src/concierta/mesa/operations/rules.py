"""Putting a Mesa on record, and changing its rules by its own decision."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from concierta.agreements.models import Agreement
from concierta.kernel.clock import local_date
from concierta.kernel.errors import Invalid, Refusal, gettext_noop
from concierta.mesa.enums import Majority, Quorum
from concierta.mesa.models import Decision, Mesa, Rules
from concierta.mesa.operations.acts import locked_mesa, mesa_subject, record
from concierta.mesa.operations.texts import required
from concierta.mesa.permissions import check_can_establish, check_can_run
from concierta.people.models import Entity, User

#: Working days of notice of an extraordinary session, when nothing else was agreed [D]: time to read, not to postpone.
EXTRAORDINARY_NOTICE_DAYS = 2
#: Seats that one person may speak for by delegation, when nothing else was agreed [D]: a quorum is of people too.
DELEGATIONS_PER_PERSON = 1


@transaction.atomic
def establish_mesa(
    *,
    agreement: Agreement,
    name: str,
    secretariat: Entity,
    chair: Entity,
    effective_on: date,
    name_en: str = "",
    notice_days: int = 5,
    extraordinary_notice_days: int = EXTRAORDINARY_NOTICE_DAYS,
    quorum: Quorum = Quorum.HALF_PLUS_ONE,
    majority: Majority = Majority.SIMPLE,
    period_months: int = 3,
    delegations_per_person: int = DELEGATIONS_PER_PERSON,
    by: User | None,
    at: datetime,
) -> Mesa:
    """Put the table of `agreement` on record with the first version of its rules. Refuses a second table."""
    check_can_establish(by, secretariat, agreement)
    name = required(name, gettext_noop("La mesa necesita un nombre."), "name")
    if Mesa.objects.filter(agreement=agreement).exists():
        raise Refusal(gettext_noop("El acuerdo ya tiene su mesa: cambie sus reglas por decisión de ella."))
    mesa = Mesa.objects.create(
        agreement=agreement, name=name, name_en=name_en.strip(), secretariat=secretariat, chair=chair
    )
    rules = _make_rules(
        mesa=mesa,
        version=1,
        effective_on=effective_on,
        notice_days=notice_days,
        extraordinary_notice_days=extraordinary_notice_days,
        quorum=quorum,
        majority=majority,
        period_months=period_months,
        delegations_per_person=delegations_per_person,
    )
    record(
        kind="table.established",
        subject=mesa_subject(mesa),
        mesa=mesa,
        body={"name": name, "secretariat": secretariat.code, "chair": chair.code, "rules": rules_body(rules)},
        by=by,
        at=at,
    )
    return mesa


@transaction.atomic
def change_rules(
    *,
    mesa: Mesa,
    decision: Decision,
    effective_on: date,
    notice_days: int,
    quorum: Quorum,
    majority: Majority,
    period_months: int,
    extraordinary_notice_days: int = EXTRAORDINARY_NOTICE_DAYS,
    delegations_per_person: int = DELEGATIONS_PER_PERSON,
    by: User | None,
    at: datetime,
) -> Rules:
    """A new version of the rules, by a decision of the same Mesa, never effective before it was taken.

    A session already convened keeps the rules it was convened with.
    """
    mesa = locked_mesa(mesa)
    check_can_run(by, mesa)
    if decision.mesa_id != mesa.pk:
        raise Invalid(gettext_noop("La decisión %(number)s es de otra mesa."), field="decision", number=decision.number)
    if decision.rules.exists():
        raise Refusal(gettext_noop("La decisión %(number)s ya cambió las reglas."), number=decision.number)
    decided_on = local_date(decision.decided_at)
    if effective_on < decided_on:
        raise Invalid(
            gettext_noop("Las reglas no cambian hacia atrás: rigen desde el %(date)s o después."),
            field="effective_on",
            date=decided_on.isoformat(),
        )
    rules = _make_rules(
        mesa=mesa,
        version=mesa.rules.count() + 1,
        effective_on=effective_on,
        notice_days=notice_days,
        extraordinary_notice_days=extraordinary_notice_days,
        quorum=quorum,
        majority=majority,
        period_months=period_months,
        delegations_per_person=delegations_per_person,
        decision=decision,
    )
    record(
        kind="table.rules_changed",
        subject=mesa_subject(mesa),
        mesa=mesa,
        body={"decision": decision.number, "rules": rules_body(rules)},
        by=by,
        at=at,
    )
    return rules


def rules_body(rules: Rules) -> dict[str, Any]:
    """The rules as the ledger and the minutes say them; notice in working days."""
    return {
        "version": rules.version,
        "effective_on": rules.effective_on.isoformat(),
        "notice_days": rules.notice_days,
        "extraordinary_notice_days": rules.extraordinary_notice_days,
        "quorum": str(rules.quorum),
        "majority": str(rules.majority),
        "period_months": rules.period_months,
        "delegations_per_person": rules.delegations_per_person,
    }


def _make_rules(**fields: Any) -> Rules:
    if fields["quorum"] not in Quorum.values:
        raise Invalid(gettext_noop("Elija una regla de quórum de la lista."), field="quorum")
    if fields["majority"] not in Majority.values:
        raise Invalid(gettext_noop("Elija una mayoría de la lista."), field="majority")
    for field, least in (
        *(("notice_days", 1), ("extraordinary_notice_days", 1), ("period_months", 1)),
        ("delegations_per_person", 0),
    ):
        if fields[field] < least:
            raise Invalid(gettext_noop("Escriba un número de %(least)s o más."), field=field, least=least)
    if fields["extraordinary_notice_days"] > fields["notice_days"]:
        raise Invalid(
            gettext_noop("La sesión extraordinaria no se convoca con más anticipación que la ordinaria."),
            field="extraordinary_notice_days",
        )
    return Rules.objects.create(**fields)
