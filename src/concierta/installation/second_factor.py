"""CONCIERTA_SECOND_FACTOR: the roles that must have a second factor, with commas between."""

from concierta.kernel.errors import Invalid, gettext_noop

ROLES = ("reporter", "reviewer", "verifier", "secretariat", "member")


def parse_roles(text: str) -> frozenset[str]:
    """`"secretariat,verifier"` → those roles; none where it is empty. Invalid, naming it, for what is no role."""
    named = frozenset(word.strip() for word in text.split(",") if word.strip())
    if unknown := sorted(named - {*ROLES}):
        raise Invalid(
            gettext_noop("CONCIERTA_SECOND_FACTOR: «%(unknown)s» no es un papel. Son: %(roles)s."),
            unknown=", ".join(unknown),
            roles=", ".join(ROLES),
        )
    return named
