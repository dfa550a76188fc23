"""Registering entities, and the domain by which the public knows their mail."""

from datetime import datetime

from django.db import transaction

from concierta.accounts.addresses import institutional_domain, is_free_mail
from concierta.accounts.permissions import answers_for, check_answers_for
from concierta.accounts.queries.people import has_had_people
from concierta.kernel.errors import Invalid, Refusal, gettext_noop
from concierta.ledger.operations import record_event
from concierta.people.enums import EntityKind, Role
from concierta.people.models import Entity, User
from concierta.people.permissions import check_has_role


@transaction.atomic
def register_entity(
    *,
    code: str,
    name: str,
    acronym: str = "",
    kind: EntityKind = EntityKind.MUNICIPAL,
    mail_domain: str = "",
    insist: bool = False,
    by: User | None,
    at: datetime,
) -> Entity:
    """Make the entity `code`. Refuses a code in use; only the secretariat, or the operator, registers entities.

    Without a domain nobody is invited yet. `insist` lets the operator take a domain of free mail, on record.
    """
    check_has_role(by, Role.SECRETARIAT)
    if not code.strip() or not name.strip():
        raise Invalid(gettext_noop("Una entidad necesita código y nombre."), field="code")
    if Entity.objects.filter(code=code).exists():
        raise Refusal(gettext_noop("Ya hay una entidad con el código «%(code)s»."), code=code)
    domain = institutional_domain(mail_domain, insist=insist and by is None) if mail_domain else ""
    entity = Entity.objects.create(code=code, name=name, acronym=acronym, kind=kind, mail_domain=domain)
    _record("entity.registered", entity, by, at, kind=str(kind), name=name)
    return entity


@transaction.atomic
def set_mail_domain(*, entity: Entity, mail_domain: str, insist: bool = False, by: User | None, at: datetime) -> Entity:
    """From now on the institutional domain of `entity` is this one.

    Whoever answers for the entity says it, or the operator. The secretariat only where nobody has said any and nobody
    answers yet: changing it would let the secretariat invite whom it likes in the entity's name.
    """
    entity = Entity.objects.select_for_update().get(pk=entity.pk)
    begins = not entity.mail_domain and not has_had_people(entity)
    if begins and by is not None and not answers_for(by, entity):
        check_has_role(by, Role.SECRETARIAT)
    else:
        check_answers_for(by, entity)
    domain = institutional_domain(mail_domain, insist=insist and by is None)
    if domain == entity.mail_domain:
        raise Refusal(gettext_noop("Ese ya es el dominio de %(entity)s."), entity=entity.short_name)
    was, entity.mail_domain = entity.mail_domain, domain
    entity.save(update_fields=["mail_domain"])
    _record("entity.domain_set", entity, by, at, was=was)
    return entity


def _record(what: str, entity: Entity, by: User | None, at: datetime, **body: str) -> None:
    record_event(
        kind=what,
        subject=f"entity:{entity.code}",
        body={"free_mail": is_free_mail(entity.mail_domain), "mail_domain": entity.mail_domain, **body},
        by=by,
        entity=entity,
        at=at,
    )
