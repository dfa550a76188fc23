"""What a setup file may say: its sections and their keys, as data. The reader and the steps know no others."""

from dataclasses import dataclass, field

from concierta.agreements.enums import AdoptionRule, Capacity, Measured, PledgeKind
from concierta.indicators.schema import INDICATOR_CODE, IndicatorDescription
from concierta.kernel.origin import Origin
from concierta.people.enums import EntityKind, Role, TerritoryKind
from concierta.plans.schema import CODE, Description, Kind, NodeDescription, TierDescription, attributes
from concierta.responsibilities.enums import Duty


@dataclass(frozen=True, slots=True)
class Key:
    """`kind`: text, slug, email, date, whole, decimals, number, share (of 100), flag, texts, years, parts."""

    kind: str = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    """The only words accepted; of a list, the only words in it."""
    longest: int = 0
    """Letters that the store keeps of a text; 0 is any number of them."""


@dataclass(frozen=True, slots=True)
class Section:
    """`names` are the keys by which a person recognises an entry; `needs` a section it means nothing without."""

    keys: dict[str, Key]
    names: tuple[str, ...]
    many: bool = True
    needs: str = ""
    unique: bool = field(default=True)
    """True if two entries of one name are a slip; a person may stand twice, once for each entity."""

    def heading(self, name: str) -> str:
        return f"[[{name}]]" if self.many else f"[{name}]"


def _text(longest: int, *, required: bool = False) -> Key:
    return Key(required=required, longest=longest)


#: How the keys of a setup file write each kind of attribute.
_KINDS = {Kind.FRACTION: "share", Kind.QUANTITY: "number", Kind.WHOLE: "decimals", Kind.DAY: "date"}


def _keys_of(described: type[Description]) -> dict[str, Key]:
    """The keys of what the plan's schema describes."""
    return {
        name: Key(
            _KINDS.get(one.kind, "text"),
            required=one.required and one.otherwise is None,
            choices=tuple(one.words),
            longest=one.longest,
        )
        for name, one in attributes(described).items()
    }


_SLUG_40, _SLUG_60 = Key("slug", required=True, longest=40), Key("slug", required=True, longest=60)
_TITLED = {"title": _text(200, required=True), "title_en": _text(200)}
_ORIGIN = {"origin": Key(choices=tuple(Origin)), "source": _text(300)}
_CHECKERS = {"reviewer": Key(), "verifier": Key(), "presenter": Key()}

SECTIONS: dict[str, Section] = {
    "entities": Section(
        {
            "code": _text(40, required=True),
            "name": _text(200, required=True),
            "acronym": _text(40),
            "kind": Key(choices=tuple(EntityKind)),
            "mail_domain": _text(253),
            "accept_free_mail": Key("flag"),
        },
        ("code",),
    ),
    "people": Section(
        {
            "email": Key("email", required=True, longest=254),
            "name": _text(120, required=True),
            "entity": Key(required=True),
            "roles": Key("texts", required=True, choices=tuple(Role)),
            "since": Key("date"),
        },
        ("email",),
        unique=False,
    ),
    "territories": Section(
        {
            "code": _text(12, required=True),
            "name": _text(120, required=True),
            "kind": Key(required=True, choices=tuple(TerritoryKind)),
            "parent": Key(),
        },
        ("code",),
    ),
    "agreement": Section(
        {
            "slug": _SLUG_60,
            **_TITLED,
            "signed_on": Key("date", required=True),
            "summary": Key(),
            "summary_en": Key(),
            "source": _text(300),
            "adoption": Key(choices=tuple(AdoptionRule)),
            "succeeds": Key("slug"),
            # Of a text signed on paper before: the first and last day on which it says that it is in force.
            "since": Key("date"),
            "until": Key("date"),
        },
        ("slug",),
        many=False,
    ),
    "norms": Section(
        {
            "code": _text(60, required=True),
            "title": _text(300, required=True),
            "title_en": _text(300),
            "is_framework": Key("flag"),
            "since": Key("date", required=True),
            "until": Key("date"),
            "source": _text(300),
        },
        ("code",),
        needs="agreement",
    ),
    "clauses": Section(
        {
            "code": _text(12, required=True),
            **_TITLED,
            "text": Key(required=True),
            "text_en": Key(),
            "measured": Key(choices=tuple(Measured)),
        },
        ("code",),
        needs="agreement",
    ),
    "signatories": Section(
        {
            "entity": Key(required=True),
            # Otherwise it signed on paper, and that is put on record.
            "invited": Key("flag"),
            "capacity": Key(choices=tuple(Capacity)),
            "takes_office_on": Key("date"),
        },
        ("entity",),
        needs="agreement",
    ),
    "pledges": Section(
        {
            "code": _text(20, required=True),
            "clause": Key(required=True),
            "entity": Key(required=True),
            "text": Key(required=True),
            "text_en": Key(),
            "kind": Key(required=True, choices=tuple(PledgeKind)),
            "amount": Key("whole"),
            "quantity": Key("number"),
            "unit": _text(60),
            "due_on": Key("date"),
            "milestone": _text(300),
            "depends_on": Key(),
            "waits_for": _text(300),
            "documented": Key("flag"),
            **_ORIGIN,
        },
        ("clause", "code"),
        needs="agreement",
    ),
    "plan": Section(
        {
            "slug": _SLUG_60,
            "name": _text(200, required=True),
            "name_en": _text(200),
            "city": _text(120),
            "agreement": Key(),
            "starts_on": Key("date", required=True),
            "ends_on": Key("date", required=True),
            "secretariat": Key(required=True),
            "periods": Key("texts"),
            "assign_by_role": Key("flag"),
            **_CHECKERS,
            **_ORIGIN,
        },
        ("slug",),
        many=False,
    ),
    "tiers": Section(
        {
            "slug": _SLUG_40,
            **_keys_of(TierDescription),
        },
        ("slug",),
        needs="plan",
    ),
    "nodes": Section(
        {
            "tier": Key(required=True),
            "code": _text(CODE.longest, required=True),
            "parent": Key(),
            **_keys_of(NodeDescription),
        },
        ("tier", "code"),
        needs="plan",
    ),
    "category_sets": Section(
        {
            "code": _SLUG_40,
            "name": _text(120, required=True),
            "name_en": _text(120),
            "exhaustive": Key("flag", required=True),
            "categories": Key("parts", required=True),
        },
        ("code",),
    ),
    "outcome_indicators": Section(
        {
            "code": _text(INDICATOR_CODE.longest, required=True),
            **_keys_of(IndicatorDescription),
            # By its code or by the word an office uses.
            "accumulation": Key("accumulation", required=True),
            "node": Key(),
            "reporter": Key(required=True),
            "category_sets": Key("texts"),
            "targets": Key("years", required=True),
            **_CHECKERS,
            **_ORIGIN,
        },
        ("code",),
        needs="plan",
    ),
    "responsibles": Section(
        {"of_reporter": Key(), "indicator": Key(), **_CHECKERS}, ("of_reporter", "indicator"), needs="plan"
    ),
    "duties": Section(
        {
            "pledge": Key(),
            "project": Key(),
            "indicator": Key(),
            "duty": Key(required=True, choices=tuple(Duty)),
            "entity": Key(),
            "person": Key("email"),
            "substitute": Key("email"),
            "since": Key("date"),
        },
        ("pledge", "project", "indicator", "duty"),
        needs="plan",
    ),
    "targets": Section(
        {"indicator": Key(required=True), "values": Key("years", required=True)}, ("indicator",), needs="plan"
    ),
}
