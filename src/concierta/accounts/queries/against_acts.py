"""Checks that the roles, domains and addresses in the database are those that acts of the log gave."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC

from concierta.accounts.models import AddressChange, Invitation
from concierta.accounts.queries.people import PRIOR, prior_roles
from concierta.engines.sitelog import Act
from concierta.ledger.queries import Comparison, Words, acts_of_kinds, cited, missing, shown, unrecorded
from concierta.ledger.recorded import compared
from concierta.people.enums import Confirmation
from concierta.people.models import Entity, Membership, User

_ROLE = ("role.proposed", "role.confirmed", "role.rejected", "role.ended", "independence.declared")
_DOMAIN = ("entity.registered", "entity.domain_set")
_ADDRESS = ("account.accepted", "account.email_changed")


def accounts_against_acts() -> Comparison:
    """Each role held against the acts that proposed, confirmed and ended it; each domain and address against its own.

    Roles from before confirmations are counted by entity against the act that counted them.
    """
    return compared(_compare_roles, _compare_prior_roles, _compare_domains, _compare_addresses)


def _says_other(act: Act, name: str, value: str) -> bool:
    """True only of a sealed value that can be opened and is not this."""
    return Words(value).are(act.body[f"{name}_sha256"]) is False


def _by_subject(kinds: Iterable[str]) -> dict[str, list[Act]]:
    acts: dict[str, list[Act]] = defaultdict(list)
    for act in acts_of_kinds(kinds):
        acts[act.subject].append(act)
    return acts


def _compare_roles(comparison: Comparison) -> None:
    comparison.covers(_ROLE, ("role", "how", "since", "until", "account_sha256"))
    recorded_acts = _by_subject(_ROLE)
    for row in Membership.objects.select_related("user", "entity").order_by("pk"):
        acts = recorded_acts.pop(f"role:{row.pk}", [])
        comparison.rows += 1
        what = f"El papel {row.pk}, «{row.get_role_display()}» en {row.entity.code}"
        if not acts and row.confirmation != Confirmation.PRIOR:
            comparison.differences.append(unrecorded(what))
        elif acts:
            comparison.differences += _unlike(what, _found(row), acts)
            comparison.differences += [
                f"{what}: lo tiene otra cuenta que la que dice el {cited(act)}."
                for act in acts
                if _says_other(act, "account", str(row.user_id))
            ]
    comparison.differences += [missing(subject, acts[-1]) for subject, acts in recorded_acts.items()]


def _found(row: Membership) -> dict[str, object]:
    return {
        "entity": row.entity.code,
        "role": str(row.role),
        "how": str(row.confirmation),
        "since": row.since.isoformat(),
        "until": row.until.astimezone(UTC).isoformat() if row.until else None,
        "independent": row.independent_at is not None,
    }


def _unlike(what: str, found: Mapping[str, object], acts: list[Act]) -> list[str]:
    """Of a role from before confirmations only what acts said since is compared."""
    recorded: dict[str, object] = {}
    begun = acts[0].kind == "role.proposed"
    if begun:
        recorded = {"how": "", "until": None, "independent": False}
    for act in acts:
        recorded |= {"entity": act.entity, "role": act.body["role"]}
        recorded |= {name: act.body[name] for name in ("how", "since", "until") if name in act.body}
        if act.kind == "independence.declared":
            recorded["independent"] = True
    return [
        f"{what}: {name} es {shown(found[name])} en la base de datos; según sus actos, hasta el {cited(acts[-1])}, "
        f"es {shown(value)}."
        for name, value in recorded.items()
        if found[name] != value
    ]


def _compare_prior_roles(comparison: Comparison) -> None:
    comparison.covers((PRIOR,), ("roles",))
    counts = prior_roles()
    census = next(iter(acts_of_kinds((PRIOR,))), None)
    if census is None:
        begun = next(iter(acts_of_kinds(("role.proposed",))), None)
        for (entity, role), many in counts.items():
            words = f"Los papeles «{role}» en {entity}, anteriores a las confirmaciones ({many})"
            if begun is None:
                comparison.not_compared.append(f"{words}: ningún acto los contó.")
            else:
                comparison.differences.append(unrecorded(words))
        return
    recorded = {(role["entity"], role["role"]): role["count"] for role in census.body["roles"]}
    for key in sorted(recorded | counts):
        if counts.get(key, 0) != recorded.get(key, 0):
            entity, role = key
            comparison.differences.append(
                f"Los papeles «{role}» en {entity}, anteriores a las confirmaciones: son {counts.get(key, 0)}; "
                f"el {cited(census)}, contó {recorded.get(key, 0)}."
            )


def _compare_domains(comparison: Comparison) -> None:
    comparison.covers(_DOMAIN, ("mail_domain",))
    recorded_acts = {act.subject: act for act in acts_of_kinds(_DOMAIN)}
    for entity in Entity.objects.order_by("pk"):
        act = recorded_acts.pop(f"entity:{entity.code}", None)
        if act is None and not entity.mail_domain:
            continue
        comparison.rows += 1
        what = f"El dominio de correo de {entity.code}"
        if act is None:
            comparison.differences.append(unrecorded(what))
        elif act.body["mail_domain"] != entity.mail_domain:
            comparison.differences.append(
                f"{what}: es {shown(entity.mail_domain)} en la base de datos; "
                f"según el {cited(act)}, es {shown(act.body['mail_domain'])}."
            )
    comparison.differences += [missing(subject, act) for subject, act in recorded_acts.items()]


def _compare_addresses(comparison: Comparison) -> None:
    """The address of each account that came by invitation or changed it, against the last act that sealed it."""
    comparison.covers(_ADDRESS, ("address_sha256",))
    whose = {f"invitation:{pk}": user for pk, user in Invitation.objects.order_by().values_list("pk", "user")}
    whose |= {f"address_change:{pk}": user for pk, user in AddressChange.objects.order_by().values_list("pk", "user")}
    last = {whose[act.subject]: act for act in acts_of_kinds(_ADDRESS) if act.subject in whose}
    for pk, email in User.objects.filter(pk__in=last).order_by("pk").values_list("pk", "email"):
        comparison.rows += 1
        if _says_other(last[pk], "address", email):
            comparison.differences.append(f"La cuenta {pk}: su correo no es el que dice el {cited(last[pk])}.")
