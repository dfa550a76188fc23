"""The money of the demonstration: its official execution, what signatories bring, and what is sought from others."""

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from concierta.budgets.enums import DeliveryMethod, DeliveryOutcome, Form, FunderKind, MeansKind
from concierta.budgets.matrix import load_budget_profile, read_budget
from concierta.budgets.models import Contribution, Delivery, Opportunity
from concierta.budgets.operations import (
    Figure,
    declare_delivery,
    keep_price_index,
    load_budget,
    offer_contribution,
    open_opportunity,
    prepare_opportunity,
    record_agreement,
    record_approval,
    record_disbursement,
    record_refusal,
    request_support,
    set_deadline,
    state_need,
    verify_delivery,
)
from concierta.evidence.models import Evidence
from concierta.installation.demo.evidence import bring
from concierta.installation.demo.files import DemoFiles
from concierta.installation.demo.foundation import Foundation
from concierta.installation.demo.plan import DemoPlan
from concierta.kernel.clock import zone
from concierta.kernel.origin import Origin
from concierta.people.models import Entity, User

Act = tuple[datetime, Callable[[], object]]
_NOTE = "soporte_de_aportes.txt"


class MoneyStory:
    """The acts of `money.toml`, each with its moment."""

    def __init__(self, files: DemoFiles, foundation: Foundation, demo: DemoPlan) -> None:
        self.files = files
        self.stated = files.toml("money")
        self.foundation = foundation
        self.demo = demo
        self.secretary = foundation.users["secretaria@demo.concierta.example"]
        self.verifier = foundation.users["verifica.controlinterno@demo.concierta.example"]
        self.contributions: dict[str, Contribution] = {}
        self.deliveries: dict[tuple[str, int], Delivery] = {}
        self.opportunities: dict[str, Opportunity] = {}
        self.notes: dict[int, Evidence] = {}

    def acts(self) -> Iterator[Act]:
        yield self._told(self.stated["prices"], "kept_at", self._keep_prices)
        yield self._told(self.stated["execution"], "loaded_at", self._load)
        for need in self.stated["needs"]:
            yield self._told(need, "stated_at", self._state_need)
        for stated in self.stated["contributions"]:
            yield self._told(stated, "offered_at", self._offer)
            for number, delivery in enumerate(stated.get("deliveries", ())):
                yield self._told(delivery, "declared_at", partial(self._declare, stated, number))
                if "verified_at" in delivery:
                    yield self._told(delivery, "verified_at", partial(self._verify, stated, number))
        for stated in self.stated["opportunities"]:
            yield from self._opportunity(stated)

    def _told(self, stated: dict[str, Any], moment: str, act: Callable[[dict[str, Any], datetime], object]) -> Act:
        at = stated[moment].replace(tzinfo=zone())
        return at, partial(act, stated, at)

    # --- the budget ---------------------------------------------------------------------------------------------------

    def _load(self, stated: dict[str, Any], at: datetime) -> None:
        path = self.files.folder / stated["file"]
        draft = read_budget(path, profile=load_budget_profile(stated["profile"]), cut_off=None, filename=stated["file"])
        load_budget(plan=self.demo.plan, draft=draft, by=self.secretary, at=at)

    def _keep_prices(self, stated: dict[str, Any], at: datetime) -> None:
        keep_price_index(
            slug=stated["slug"],
            name=stated["name"],
            base=stated["base"],
            source=stated["source"],
            points={int(year): Decimal(value) for year, value in stated["points"].items()},
            by=None,
            at=at,
        )

    def _state_need(self, stated: dict[str, Any], at: datetime) -> None:
        state_need(
            project=self.demo.projects[stated["project"]],
            fiscal_year=stated["fiscal_year"],
            amount=stated["amount"],
            source=stated["source"],
            by=self.secretary,
            at=at,
        )

    # --- what signatories bring ---------------------------------------------------------------------------------------

    def _offer(self, stated: dict[str, Any], at: datetime) -> None:
        quantity = stated.get("quantity")
        self.contributions[stated["key"]] = offer_contribution(
            project=self.demo.projects[stated["project"]],
            entity=self._entity(stated["entity"]),
            pledge=self.foundation.pledges[stated["pledge"]],
            kind=MeansKind(stated["kind"]),
            form=Form(stated["form"]),
            description=stated["description"],
            amount=stated.get("amount"),
            quantity=Decimal(quantity) if quantity else None,
            unit=stated.get("unit", ""),
            unit_value=stated.get("unit_value"),
            valuation_method=stated.get("valuation_method", ""),
            due_on=stated["due_on"],
            origin=Origin.DEMONSTRATIVE,
            by=self._user(stated["by"]),
            at=at,
        )

    def _declare(self, of: dict[str, Any], number: int, stated: dict[str, Any], at: datetime) -> None:
        contribution, person = self.contributions[of["key"]], self._user(of["by"])
        quantity = stated.get("quantity")
        self.deliveries[of["key"], number] = declare_delivery(
            contribution=contribution,
            delivered_on=stated["delivered_on"],
            amount=stated.get("amount"),
            quantity=Decimal(quantity) if quantity else None,
            evidence=[self._note(contribution.entity, person, at)],
            origin=Origin.DEMONSTRATIVE,
            by=person,
            at=at,
        )

    def _verify(self, of: dict[str, Any], number: int, stated: dict[str, Any], at: datetime) -> None:
        delivery = Delivery.objects.get(pk=self.deliveries[of["key"], number].pk)
        verified = stated.get("verified_quantity")
        verify_delivery(
            delivery=delivery,
            outcome=DeliveryOutcome(stated["outcome"]),
            verified_quantity=Decimal(verified) if verified else None,
            method=DeliveryMethod(stated["method"]),
            reason=stated["reason"],
            by=self.verifier,
            at=at,
        )

    # --- what is sought from others -----------------------------------------------------------------------------------

    def _opportunity(self, stated: dict[str, Any]) -> Iterator[Act]:
        yield self._told(stated, "opened_at", self._open)
        yield self._told(stated, "prepared_at", self._prepare)
        for name, act in (("requested", self._request), ("approved", self._approve), ("agreed", self._agree)):
            if name in stated:
                yield self._told(stated[name], "at", partial(act, stated["code"]))
        for disbursed in stated.get("disbursed", ()):
            yield self._told(disbursed, "at", partial(self._disburse, stated["code"]))
        if "refused" in stated:
            yield self._told(stated["refused"], "at", partial(self._refuse, stated["code"]))

    def _open(self, stated: dict[str, Any], at: datetime) -> None:
        opportunity = open_opportunity(
            plan=self.demo.plan,
            code=stated["code"],
            title=stated["title"],
            funder=stated["funder"],
            funder_kind=FunderKind(stated["funder_kind"]),
            entity=self._entity(stated["entity"]),
            person=self._user(stated["person"]),
            projects=[self.demo.projects[code] for code in stated["projects"]],
            description=stated["description"],
            expected=Figure(Decimal(stated["expected"])),
            origin=Origin.DEMONSTRATIVE,
            by=self.secretary,
            at=at,
        )
        self.opportunities[stated["code"]] = opportunity
        if deadline := stated.get("deadline"):
            set_deadline(
                opportunity=opportunity, what=deadline["what"], due_on=deadline["due_on"], by=self.secretary, at=at
            )

    def _prepare(self, stated: dict[str, Any], at: datetime) -> None:
        prepare_opportunity(opportunity=self.opportunities[stated["code"]], by=self.secretary, at=at)

    def _request(self, code: str, stated: dict[str, Any], at: datetime) -> None:
        request_support(
            opportunity=self.opportunities[code], requested=_figure(stated), on=stated["on"], by=self.secretary, at=at
        )

    def _approve(self, code: str, stated: dict[str, Any], at: datetime) -> None:
        record_approval(
            opportunity=self.opportunities[code], approved=_figure(stated), on=stated["on"], by=self.secretary, at=at
        )

    def _agree(self, code: str, stated: dict[str, Any], at: datetime) -> None:
        record_agreement(
            opportunity=self.opportunities[code],
            agreed=_figure(stated),
            on=stated["on"],
            conditions=stated["conditions"],
            by=self.secretary,
            at=at,
        )

    def _disburse(self, code: str, stated: dict[str, Any], at: datetime) -> None:
        record_disbursement(
            opportunity=self.opportunities[code], disbursed=_figure(stated), on=stated["on"], by=self.secretary, at=at
        )

    def _refuse(self, code: str, stated: dict[str, Any], at: datetime) -> None:
        record_refusal(opportunity=self.opportunities[code], reason=stated["reason"], by=self.secretary, at=at)

    # --- finding things again -----------------------------------------------------------------------------------------

    def _entity(self, slug: str) -> Entity:
        return self.foundation.entities[slug]

    def _user(self, email: str) -> User:
        return self.foundation.users[email]

    def _note(self, entity: Entity, by: User, at: datetime) -> Evidence:
        if entity.pk not in self.notes:
            self.notes[entity.pk] = bring(self.files, _NOTE, title="Soporte de aportes", entity=entity, by=by, at=at)
        return self.notes[entity.pk]


def _figure(stated: dict[str, Any]) -> Figure:
    return Figure(Decimal(stated["amount"]))
