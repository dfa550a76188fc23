"""What an agreement asks of those with a part in it: to sign, to answer for promises, to look at others', to renew."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime

from django.utils.translation import gettext

from concierta.agreements.enums import COUNTED, GAVE_THEIR_WORD, MAY_PROMISE, PledgeState, SignatureKind
from concierta.agreements.models import Agreement, Pledge, Signatory, Signature
from concierta.agreements.queries import standings_of, texts_to_sign
from concierta.agreements.text import TOLD_BEFORE, Force
from concierta.evaluation.enums import MilestoneState
from concierta.evaluation.models import Milestone
from concierta.kernel.clock import local_date
from concierta.people.enums import Role
from concierta.people.models import Entity
from concierta.plans.enums import PlanState
from concierta.plans.models import Plan
from concierta.reporting.queries import deadlines_on, pledge_standings
from concierta.steering.enums import DueKind
from concierta.steering.queries.dues.due import Obligation, Window
from concierta.steering.queries.dues.words import day, in_language, shortened

#: Whoever acts for an entity speaks for it; those who sit for it at the table hear first.
_ANYBODY = (Role.MEMBER, Role.REPORTER, Role.REVIEWER, Role.VERIFIER, Role.SECRETARIAT)


def signatures_due(window: Window) -> Iterator[Obligation]:
    """Of each entity without a signature under an open text: first to say who may sign, then to sign or say no. By the
    days of a report from when it was opened [D], and signing not before the day from which the text would rule."""
    waiting = texts_to_sign(window.entities)
    plans = _plans({one.signatory.agreement_id for one in waiting})
    for one in waiting:
        agreement, entity, version = one.signatory.agreement, one.signatory.entity, one.version
        plan, answer = plans.get(agreement.pk), _answer_by(version.opened_at)
        if one.mandate is None:
            words = gettext("Decir quién firma por %(entity)s: %(agreement)s")
            address = ("agreement_mandate", (agreement.slug, entity.code))
        else:
            words = gettext("Leer y firmar por %(entity)s: %(agreement)s")
            address = ("agreement_text", (agreement.slug, str(version.number)))
        yield Obligation(
            DueKind.SIGNATURE if one.mandate else DueKind.MANDATE,
            f"text:{version.number}:{entity.code}",
            words % {"entity": entity.short_name, "agreement": shortened(agreement.title)},
            max(answer, version.since or answer) if one.mandate else answer,
            entity,
            roles=_ANYBODY,
            person=one.mandate.signer_id if one.mandate else None,
            secretariat=plan.secretariat_id if plan else None,
            plan=agreement.slug,
            address_hint=address,
        )


def pledges_to_answer_due(window: Window) -> Iterator[Obligation]:
    """What was proposed to an entity that has signed, by the days of a report."""
    bound = set(Signatory.objects.filter(state__in=GAVE_THEIR_WORD).order_by().values_list("agreement", "entity"))
    proposed = [one for one in _pledges(PledgeState.PROPOSED) if (one.clause.agreement_id, one.entity_id) in bound]
    plans = _plans({one.clause.agreement_id for one in proposed})
    since = _registered_at(proposed)
    for pledge in proposed:
        if pledge.pk in since and window.of(pledge.entity_id):
            words, due_on = gettext("Confirmar o no: %(title)s"), _answer_by(since[pledge.pk])
            yield _of_pledge(DueKind.PLEDGE_ANSWER, words, pledge, due_on, pledge.entity, _ANYBODY, plans)


def pledges_to_assess_due(window: Window) -> Iterator[Obligation]:
    """Of the verifier of the agreement's plan, by the days of a verification; where it promised the thing itself, the
    secretariat finds another."""
    confirmed = _pledges(PledgeState.CONFIRMED)
    plans = _plans({one.clause.agreement_id for one in confirmed})
    for pledge in confirmed:
        plan = plans.get(pledge.clause.agreement_id)
        if plan is None or pledge.confirmed_at is None:
            continue
        entity, role = _independent(plan, {pledge.entity_id})
        if window.of(entity.pk if entity else None):
            words, due_on = gettext("Valorar la promesa: %(title)s"), _checked_by(pledge.confirmed_at)
            yield _of_pledge(DueKind.PLEDGE_ASSESSMENT, words, pledge, due_on, entity, (role,), plans)


def papers_due(window: Window) -> Iterator[Obligation]:
    """Papers brought as signed, by the days of a verification."""
    found = Signature.objects.filter(kind=SignatureKind.PAPER, checked_at=None, refused_because="")
    papers = list(found.select_related("signatory__agreement", "signatory__entity").order_by("signed_at", "pk"))
    plans = _plans({one.signatory.agreement_id for one in papers})
    for paper in papers:
        agreement, plan = paper.signatory.agreement, plans.get(paper.signatory.agreement_id)
        if plan is None:
            continue
        entity, role = _independent(plan, {paper.signatory.entity_id, paper.brought_for_id})
        if window.of(entity.pk if entity else None):
            yield Obligation(
                DueKind.PAPER,
                f"paper:{paper.pk}",
                gettext("Comprobar el documento que firmó %(entity)s") % {"entity": paper.signatory.entity.short_name},
                _checked_by(paper.signed_at),
                entity,
                roles=(role,),
                secretariat=plan.secretariat_id,
                plan=agreement.slug,
                address_hint=("check_paper", (agreement.slug, paper.pk)),
            )


def milestones_due(window: Window) -> Iterator[Obligation]:
    """What entities say that they did, by the days of a verification."""
    found = Milestone.objects.filter(state=MilestoneState.DECLARED).select_related("clause__agreement")
    milestones = list(found.order_by("declared_at", "pk"))
    plans = _plans({one.clause.agreement_id for one in milestones})
    for milestone in milestones:
        agreement, plan = milestone.clause.agreement, plans.get(milestone.clause.agreement_id)
        if plan is None:
            continue
        entity, role = _independent(plan, {milestone.entity_id})
        if window.of(entity.pk if entity else None):
            yield Obligation(
                DueKind.MILESTONE,
                f"milestone:{milestone.pk}",
                gettext("Verificar el hito: %(title)s") % {"title": shortened(milestone.title)},
                _checked_by(milestone.declared_at),
                entity,
                roles=(role,),
                secretariat=plan.secretariat_id,
                plan=agreement.slug,
                address_hint=("milestone", (agreement.slug, milestone.pk)),
            )


def delays_due(window: Window) -> Iterator[Obligation]:
    """Promises whose date passed, that were not delivered and of which nobody said why, by the days of a report."""
    late = Pledge.objects.filter(state__in=COUNTED, due_on__lt=window.on, delays__isnull=True)
    pledges = list(late.select_related("clause__agreement", "entity").order_by("clause__ordinal", "code"))
    plans = _plans({one.clause.agreement_id for one in pledges})
    delivered = {
        standing.pledge.pk
        for plan in plans.values()
        for signatory in pledge_standings(None, plan, window.on)
        for standing in signatory.pledges
        if standing.is_delivered
    }
    for pledge in pledges:
        if pledge.due_on is not None and pledge.pk not in delivered and window.of(pledge.entity_id):
            words, due_on = gettext("Explicar por qué va tarde: %(title)s"), _answer_on(pledge.due_on)
            yield _of_pledge(DueKind.PLEDGE_DELAY, words, pledge, due_on, pledge.entity, _ANYBODY, plans)


def agreements_ending(window: Window) -> Iterator[Obligation]:
    """Everybody with a part is told once, when half a year is left, and knows the last day. Once it is over, the
    secretariat owes its renewal."""
    plans = _plans()
    agreements = Agreement.objects.in_bulk(list(plans))
    parts = _parts(plans)
    for pk, found in standings_of(agreements.values(), window.on).items():
        agreement, plan, last = agreements[pk], plans[pk], found.ends_on
        if last is None:
            continue
        known = {"agreement": shortened(agreement.title), "date": day(last)}
        if found.force in (Force.ENDED, Force.FRAME_ENDED) and window.of(plan.secretariat_id):
            words = gettext("Renovar el acuerdo, o registrar la norma que lo sostiene: %(agreement)s") % known
            yield _of_agreement(agreement, words, last, plan.secretariat, Role.SECRETARIAT, binding=True)
        if found.force not in (Force.IN_FORCE, Force.ENDING):
            continue
        told = gettext("El acuerdo termina el %(date)s y hay que decidir si se renueva: %(agreement)s")
        for on, words in ((last - TOLD_BEFORE, told), (last, gettext("Último día del acuerdo: %(agreement)s"))):
            if window.on <= on <= window.until:
                for entity in filter(lambda one: window.of(one.pk), parts[pk]):
                    # One for each role, so that everybody of the entity is told; they are one line in a letter.
                    for role in _ANYBODY:
                        yield _of_agreement(agreement, words % known, on, entity, role)


def _of_agreement(
    agreement: Agreement, words: str, on: date, entity: Entity | None, role: Role, *, binding: bool = False
) -> Obligation:
    return Obligation(
        DueKind.AGREEMENT,
        f"agreement:{on.isoformat()}:{entity.code if entity else ''}",
        words,
        on,
        entity,
        roles=(role,),
        plan=agreement.slug,
        binding=binding,
        address_hint=("agreement", (agreement.slug,)),
    )


def _of_pledge(
    kind: DueKind,
    words: str,
    pledge: Pledge,
    due_on: date,
    entity: Entity | None,
    roles: tuple[Role, ...],
    plans: dict[int, Plan],
) -> Obligation:
    agreement, plan = pledge.clause.agreement, plans.get(pledge.clause.agreement_id)
    return Obligation(
        kind,
        f"pledge:{pledge.clause.code}:{pledge.code}",
        words % {"title": f"{pledge.code} {in_language(pledge, 'text')}"},
        due_on,
        entity,
        roles=roles,
        secretariat=plan.secretariat_id if plan else None,
        plan=agreement.slug,
        address_hint=("agreement_pledge", (agreement.slug, pledge.pk)),
    )


def _pledges(state: PledgeState) -> list[Pledge]:
    found = Pledge.objects.filter(state=state).select_related("clause__agreement", "entity")
    return list(found.order_by("clause__ordinal", "code"))


def _registered_at(pledges: list[Pledge]) -> dict[int, datetime]:
    """When each was proposed, by its key, as its history says."""
    rows = Pledge.objects.filter(pk__in=[one.pk for one in pledges], steps__act="register")
    return dict(rows.order_by().values_list("pk", "steps__at"))


def _plans(agreements: set[int] | None = None) -> dict[int, Plan]:
    """The plan in force of each agreement, of those named or of all: who keeps it and who verifies."""
    found = Plan.objects.filter(state=PlanState.IN_FORCE, agreement__isnull=False)
    if agreements is not None:
        found = found.filter(agreement__in=agreements)
    rows = found.select_related("secretariat", "verifier", "reviewer").order_by("-slug")
    return {plan.agreement_id: plan for plan in rows if plan.agreement_id is not None}


def _independent(plan: Plan, stakes: set[int | None]) -> tuple[Entity | None, Role]:
    """The plan's verifier; its secretariat, which finds another, where that one has a stake or there is none."""
    if plan.verifier is None or plan.verifier_id in stakes:
        return plan.secretariat, Role.SECRETARIAT
    return plan.verifier, Role.VERIFIER


def _parts(plans: dict[int, Plan]) -> dict[int, list[Entity]]:
    """Of each agreement, those who stand by it or are asked to, and those who carry its plan."""
    found: dict[int, dict[int, Entity]] = defaultdict(dict)
    rows = Signatory.objects.filter(state__in=MAY_PROMISE, agreement__in=plans).select_related("entity")
    for signatory in rows.order_by("agreement", "entity__code"):
        found[signatory.agreement_id][signatory.entity_id] = signatory.entity
    for pk, plan in plans.items():
        carrying = (plan.secretariat, plan.reviewer, plan.verifier)
        found[pk].update({one.pk: one for one in carrying if one is not None})
    return {pk: list(found[pk].values()) for pk in plans}


def _answer_by(asked_at: datetime | None) -> date:
    return _answer_on(local_date(asked_at)) if asked_at else date.min


def _answer_on(day: date) -> date:
    return deadlines_on(day).report_due(day)


def _checked_by(asked_at: datetime) -> date:
    on = local_date(asked_at)
    return deadlines_on(on).delivery_due(on)
