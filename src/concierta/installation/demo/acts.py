"""Acts of the demonstration that take several operations, or a file of its folder, each declared as an operation is."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from concierta.accounts.operations import accept_invitation, confirm_role, make_invitation
from concierta.agreements.models import Signatory
from concierta.agreements.operations import sign_text
from concierta.budgets.matrix import load_budget_profile, read_budget
from concierta.budgets.operations import load_budget
from concierta.evidence.models import Evidence
from concierta.evidence.operations import store_evidence
from concierta.indicators.models import Category, Indicator
from concierta.installation.replay.operations import OPERATIONS
from concierta.installation.setup.reading import read_setup
from concierta.installation.setup.run import set_up
from concierta.kernel.clock import local_date
from concierta.kernel.origin import Origin
from concierta.mesa.models import AgendaItem, Session
from concierta.mesa.operations import drop_item, fill_agenda, move_item
from concierta.people.enums import Role
from concierta.people.models import Entity, User
from concierta.plans.models import Plan, ReportingPeriod
from concierta.reporting.models import Report
from concierta.reporting.operations import save_draft, submit_report
from concierta.steering.queries import agenda_proposals
from concierta.verification.models import Campaign
from concierta.verification.operations import open_campaign


def acts_of_the_demo(password: str) -> dict[str, Callable[..., object]]:
    """Every act that the demonstration's files may name; everybody in it has the same password."""

    def join(
        *, email: str, name: str, entity: Entity, role: Role, confirmed_by: User | None = None, by: None, at: datetime
    ) -> None:
        """As anybody comes: invited, accepted, and confirmed by whoever came before them to the same entity."""
        _, token = make_invitation(email=email, name=name, entity=entity, roles=[role], by=by, at=at)
        user = accept_invitation(
            token=token, name=name, password=password, independent=role == Role.VERIFIER, by=by, at=at
        )
        for awaiting in user.memberships.filter(confirmation=""):
            confirm_role(membership=awaiting, by=confirmed_by, at=at)

    own = (
        join,
        lay,
        bring,
        read_and_sign,
        load_execution,
        report,
        open_campaign_of,
        fill_agenda_by_itself,
        arrange_agenda,
    )
    return OPERATIONS | {act.__name__: act for act in own}


def lay(*, setup: Path, at: datetime) -> None:
    """Lay a setup file, as `concierta setup` does."""
    set_up(setup=read_setup(setup), at=at)


def bring(*, file: Path, title: str = "", entity: Entity, origin: Origin, by: User, at: datetime) -> Evidence:
    """Without a title, its name in words."""
    with file.open("rb") as upload:
        return store_evidence(
            upload=upload,
            filename=file.name,
            title=title or file.name.rsplit(".", 1)[0].replace("_", " "),
            entity=entity,
            origin=origin,
            by=by,
            at=at,
        )


def read_and_sign(*, signatory: Signatory, by: User, at: datetime) -> None:
    """Whom the mandate names reads the text that is open, or in force, and signs it."""
    version = signatory.agreement.versions.get(state__in=("open", "in_force"))
    sign_text(signatory=signatory, version=version, sha256=version.sha256, by=by, at=at)


def load_execution(*, plan: Plan, file: Path, profile: str, by: User, at: datetime) -> None:
    draft = read_budget(file, profile=load_budget_profile(profile), cut_off=None, filename=file.name)
    load_budget(plan=plan, draft=draft, by=by, at=at)


def report(
    *,
    indicator: Indicator,
    period: ReportingPeriod,
    value: Decimal,
    narrative: str,
    breakdown: Mapping[Category, Decimal | None] | None = None,
    evidence: Sequence[Evidence] = (),
    origin: Origin,
    source: str = "",
    by: User,
    at: datetime,
) -> Report:
    """Written and sent in one go, over what was returned or opened for correction."""
    versions = Report.objects.filter(indicator=indicator, period=period).order_by("version")
    draft = save_draft(
        indicator=indicator,
        period=period,
        value=value,
        narrative=narrative,
        breakdown={category.pk: part for category, part in (breakdown or {}).items()},
        evidence=evidence,
        origin=origin,
        source=source,
        expected_saved_at=versions.values_list("saved_at", flat=True).last(),
        by=by,
        at=at,
    )
    return submit_report(report=draft, by=by, at=at)


def open_campaign_of(*, campaign: Campaign, seed_phrase: str, by: User, at: datetime) -> None:
    """The seed is made of a phrase, so that every installation tells the same story; a real one is random."""
    seed = hashlib.sha256(seed_phrase.encode()).hexdigest()
    open_campaign(campaign=campaign, make_seed=lambda: seed, by=by, at=at)


def fill_agenda_by_itself(*, session: Session, by: User, at: datetime) -> None:
    proposals = agenda_proposals(session.mesa, local_date(session.starts_at))
    fill_agenda(session=session, proposals=proposals, by=by, at=at)


def arrange_agenda(*, session: Session, items: Sequence[AgendaItem], reason: str, by: User, at: datetime) -> None:
    """Put the items that the session will see first, in their order, and drop the others with the reason."""
    for item in session.items.exclude(pk__in=[kept.pk for kept in items]):
        drop_item(item=item, reason=reason, by=by, at=at)
    for place, item in enumerate(items, start=1):
        move_item(item=item, to=place, by=by, at=at)
