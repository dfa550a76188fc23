"""A campaign drawn, assigned, looked at a second time, and finished."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from django.db import transaction

from concierta.engines.risk import Risk, risk_of
from concierta.engines.sampling import draw_double_checks, draw_sample, population_hash, ticket_of, verify_reveal
from concierta.kernel.clock import local_date
from concierta.kernel.decimals import plain
from concierta.kernel.errors import Invalid, Refusal, TransitionRefused, gettext_noop
from concierta.ledger.operations import record_event
from concierta.people.enums import Role
from concierta.people.models import Entity, User
from concierta.people.queries import entities_where
from concierta.plans.operations.acts import record_in_plan
from concierta.reporting.enums import Outcome
from concierta.reporting.models import Report
from concierta.reporting.operations.steps import subject_of
from concierta.verification.enums import CampaignState, Method
from concierta.verification.models import Campaign, CampaignReport, SealedSeed, SecondVerification
from concierta.verification.operations.campaign_plan import locked_campaign
from concierta.verification.operations.verify import checked_outcome, checked_value
from concierta.verification.permissions import (
    check_can_assign_verifier,
    check_can_close_population,
    check_can_finish_campaign,
    check_can_verify_again,
    verifying_entity,
)
from concierta.verification.queries.double_checks import agreement_in
from concierta.verification.queries.entries import entries_with_reports
from concierta.verification.queries.facts import risk_facts
from concierta.verification.queries.population import campaign_subject, item_key, population_of
from concierta.verification.queries.work import candidates, verifiers_of
from concierta.verification.workflow import CAMPAIGN_WORKFLOW


@transaction.atomic
def assign_verifier(
    *, entry: CampaignReport, verifier: User, second: bool = False, by: User | None, at: datetime
) -> CampaignReport:
    """Give the first look at a report, or with `second` the second one, to `verifier`, who must have no stake in it."""
    entry = entries_with_reports().select_for_update(of=("self",)).get(pk=entry.pk)
    check_can_assign_verifier(by, entry.campaign)
    done = hasattr(entry, "second_verification") if second else bool(entry.report.outcome)
    if done:
        raise TransitionRefused(gettext_noop("Esa verificación ya se hizo."))
    if not entry.is_looked_at or (second and not entry.double_checked):
        raise Invalid(gettext_noop("Este reporte no entró en esa verificación."), field="verifier")
    others = {entry.verifier_id, entry.report.verifier_id} if second else {entry.second_verifier_id}
    if verifier.pk in others:
        raise Invalid(gettext_noop("Las dos verificaciones las hacen personas distintas."), field="verifier")
    entities = {membership.entity for membership in verifier.memberships.select_related("entity")}
    people = [(entity, user) for entity, user in verifiers_of(entities) if user == verifier]
    own, elsewhere = candidates([entry.report], people)[entry.report_id]
    if verifier not in (own + elsewhere if second else own):
        raise Invalid(
            gettext_noop("%(name)s no puede verificar este reporte: no verifica para la entidad o tiene parte en él."),
            field="verifier",
            name=verifier.name,
        )
    setattr(entry, "second_verifier" if second else "verifier", verifier)
    entry.save(update_fields=["second_verifier" if second else "verifier"])
    return entry


_THOUSANDTH = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Draw:
    """What the seed and the population give."""

    population: dict[str, list[str]]
    drawn: dict[str, tuple[str, ...]]
    by_risk: frozenset[str]
    double_checked: tuple[str, ...]

    @property
    def looked_at(self) -> set[str]:
        return {key for keys in self.drawn.values() for key in keys} | self.by_risk


@transaction.atomic
def close_population(*, campaign: Campaign, by: User | None, at: datetime) -> Campaign:
    """Freeze the list of reviewed reports in scope, show the seed, draw, and share the work among verifiers.

    Refuses before the announced day: whoever may choose the moment may choose the population.
    """
    campaign = locked_campaign(campaign)
    check_can_close_population(by, campaign)
    if local_date(at) < campaign.population_closes_on:
        raise Invalid(
            gettext_noop("La población se cierra el %(day)s, como se anunció al abrir la campaña."),
            field="population_closes_on",
            day=campaign.population_closes_on.strftime("%d/%m/%Y"),
        )
    reports = {item_key(report): report for report in population_of(campaign).select_for_update(of=("self",))}
    if not reports:
        raise Refusal(gettext_noop("No hay reportes revisados que sortear en este periodo."))
    seed = _unsealed(campaign)
    scored = risk_facts(population_of(campaign))
    risks = {key: risk_of(scored[report.pk]) for key, report in reports.items()}
    found = _draw(campaign, seed, reports, risks)
    _keep(campaign, seed, reports, risks, found)
    campaign.seed = seed
    campaign.population_sha256 = population_hash(found.population)
    campaign.drawn_at = at
    campaign.state = CampaignState.DRAWN
    campaign.save(update_fields=["seed", "population_sha256", "drawn_at", "state"])
    SealedSeed.objects.filter(campaign=campaign).delete()
    record_in_plan(
        kind=CAMPAIGN_WORKFLOW.transition("draw").event,
        subject=campaign_subject(campaign),
        plan=campaign.plan,
        body=_body(campaign, found, risks),
        by=by,
        at=at,
    )
    return campaign


def _unsealed(campaign: Campaign) -> str:
    sealed = SealedSeed.objects.filter(campaign=campaign).first()
    if sealed is None or not verify_reveal(campaign.seed_commitment, sealed.seed):
        raise Refusal(
            gettext_noop(
                "La semilla guardada no es la que se comprometió: la base de datos fue alterada y no se sortea."
            )
        )
    return sealed.seed


def _draw(campaign: Campaign, seed: str, reports: dict[str, Report], risks: dict[str, Risk]) -> Draw:
    population: dict[str, list[str]] = {}
    for key in sorted(reports):
        population.setdefault(reports[key].reporter_entity.code, []).append(key)
    drawn = draw_sample(seed, population, margin=campaign.margin, confidence=campaign.confidence)
    threshold = campaign.risk_threshold
    by_risk = frozenset(key for key, risk in risks.items() if threshold is not None and points(risk) >= threshold)
    looked_at = {key for keys in drawn.values() for key in keys} | by_risk
    return Draw(population, drawn, by_risk, draw_double_checks(seed, looked_at, campaign.double_share))


def points(risk: Risk) -> Decimal:
    """As they are stored, published and compared with the threshold: three places."""
    return _rounded(risk.points)


def _rounded(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(_THOUSANDTH, ROUND_HALF_EVEN)


def _keep(campaign: Campaign, seed: str, reports: dict[str, Report], risks: dict[str, Risk], found: Draw) -> None:
    given = _assignments(campaign, reports, found)
    drawn = {key for keys in found.drawn.values() for key in keys}
    entries = []
    for stratum, keys in found.population.items():
        for key in keys:
            first, second = given.get(key, (None, None))
            entries.append(
                CampaignReport(
                    campaign=campaign,
                    report=reports[key],
                    key=key,
                    stratum=stratum,
                    ticket=ticket_of(seed, stratum, key).digest,
                    risk=points(risks[key]),
                    risk_parts=[[part.value, plain(_rounded(worth))] for part, worth in risks[key].parts],
                    drawn=key in drawn,
                    by_risk=key in found.by_risk,
                    double_checked=key in found.double_checked,
                    verifier=first,
                    second_verifier=second,
                )
            )
    CampaignReport.objects.bulk_create(entries, batch_size=200)


def _assignments(
    campaign: Campaign, reports: dict[str, Report], found: Draw
) -> dict[str, tuple[User | None, User | None]]:
    """Who looks at what: those with the fewest people to choose from first, each to whoever has least; ties by e-mail.

    A second look goes to another person of the verifying entity or, where there is none, of another that verifies in
    the campaign. Nobody is given what they have a stake in; what nobody may verify stays unassigned and is shown so.
    """
    looked_at = {key: reports[key] for key in found.looked_at}
    named = [(row.entity_id, row.user) for row in campaign.verifiers.select_related("user")]
    entities = {entity for report in looked_at.values() if (entity := verifying_entity(report.indicator))}
    free = candidates(looked_at.values(), named or verifiers_of(entities))
    load: Counter[int] = Counter()
    given: dict[str, tuple[User | None, User | None]] = {}
    for key in sorted(looked_at, key=lambda key: (len(free[looked_at[key].pk][0]), key)):
        own, others = free[looked_at[key].pk]
        first = _least_loaded(own, load)
        second = None
        if key in found.double_checked:
            rest = [user for user in own if user != first]
            second = _least_loaded(rest or [user for user in others if user != first], load)
        given[key] = first, second
    return given


def _least_loaded(people: list[User], load: Counter[int]) -> User | None:
    if not people:
        return None
    chosen = min(people, key=lambda user: (load[user.pk], user.email))
    load[chosen.pk] += 1
    return chosen


def _body(campaign: Campaign, found: Draw, risks: dict[str, Risk]) -> dict[str, object]:
    """All that is needed to draw again, and what came out. Who got what is the secretariat's business."""
    return {
        "period": campaign.period.label,
        "seed": campaign.seed,
        "seed_commitment": campaign.seed_commitment,
        "population_sha256": campaign.population_sha256,
        "population": {stratum: len(keys) for stratum, keys in found.population.items()},
        "drawn": {stratum: list(keys) for stratum, keys in found.drawn.items()},
        "by_risk": {
            key: {"points": plain(points(risks[key])), "parts": [part.value for part, _ in risks[key].parts]}
            for key in found.by_risk
        },
        "double_checked": list(found.double_checked),
    }


@transaction.atomic
def finish_campaign(*, campaign: Campaign, by: User | None, at: datetime) -> Campaign:
    """Refuses while a report it looks at has no outcome; one that cannot be verified gets that as its outcome."""
    campaign = locked_campaign(campaign)
    check_can_finish_campaign(by, campaign)
    looked_at = [entry for entry in campaign.reports.select_related("report") if entry.is_looked_at]
    waiting = [entry.key for entry in looked_at if not entry.report.outcome]
    if len(waiting) == 1:
        raise Refusal(gettext_noop("Falta 1 reporte por verificar: %(key)s."), key=waiting[0])
    if waiting:
        raise Refusal(
            gettext_noop("Faltan %(count)s reportes por verificar; el primero es %(key)s."),
            count=len(waiting),
            key=waiting[0],
        )
    campaign.state = CampaignState.FINISHED
    campaign.finished_at = at
    campaign.save(update_fields=["state", "finished_at"])
    between = agreement_in(campaign)
    record_in_plan(
        kind=CAMPAIGN_WORKFLOW.transition("finish").event,
        subject=campaign_subject(campaign),
        plan=campaign.plan,
        body={
            "period": campaign.period.label,
            "looked_at": len(looked_at),
            "outcomes": dict(sorted(Counter(entry.report.outcome for entry in looked_at).items())),
            "double_checked": between.items,
            "kappa": None
            if between.kappa is None
            else str(round(Decimal(between.kappa.numerator) / between.kappa.denominator, 6)),
        },
        by=by,
        at=at,
    )
    return campaign


@transaction.atomic
def verify_again(
    *,
    entry: CampaignReport,
    outcome: Outcome,
    verified_value: Decimal | None = None,
    method: Method,
    reason: str,
    by: User,
    at: datetime,
) -> SecondVerification:
    """What the second verifier found. The outcome that stands is the first's; this one measures agreement."""
    entry = entries_with_reports().select_for_update(of=("self",)).get(pk=entry.pk)
    check_can_verify_again(by, entry)
    outcome = checked_outcome(outcome)
    found = checked_value(entry.report, outcome, verified_value)
    if method not in Method.values:
        raise Invalid(gettext_noop("Diga por qué medio verificó."), field="method")
    if not reason.strip():
        raise Invalid(gettext_noop("Diga qué comprobó y por qué llegó a este resultado."), field="reason")
    entity = _entity_of(by, entry)
    second = SecondVerification.objects.create(
        entry=entry,
        outcome=outcome,
        verified_value=found,
        method=method,
        reason=reason.strip(),
        verifier=by,
        verifier_entity=entity,
        verified_at=at,
    )
    record_event(
        kind="report.double_checked",
        subject=subject_of(entry.report),
        plan=entry.campaign.plan.slug,
        body={
            "campaign": campaign_subject(entry.campaign),
            "outcome": outcome.value,
            "verified_value": plain(found),
            "method": Method(method).value,
        },
        by=by,
        entity=entity,
        at=at,
    )
    return second


def _entity_of(user: User, entry: CampaignReport) -> Entity:
    """The verifying entity where the person verifies for it, else the one they verify for."""
    held = list(entities_where(user, Role.VERIFIER))
    own = verifying_entity(entry.report.indicator)
    return own if own in held else held[0]
