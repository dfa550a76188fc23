"""Who may do what to the log itself. None is whoever operates the machine, from its command line."""

from concierta.kernel.errors import PermissionRefused, Verdict, gettext_noop, verdict_of
from concierta.people.models import User


def check_can_forget_person(by: User | None) -> None:
    _check_is_operator(by)


def can_forget_person(by: User | None) -> Verdict:
    return verdict_of(check_can_forget_person, by)


def check_can_destroy_salts(by: User | None) -> None:
    _check_is_operator(by)


def can_destroy_salts(by: User | None) -> Verdict:
    return verdict_of(check_can_destroy_salts, by)


def check_can_rotate_key(by: User | None) -> None:
    _check_is_operator(by)


def can_rotate_key(by: User | None) -> Verdict:
    return verdict_of(check_can_rotate_key, by)


def check_can_recover_log(by: User | None) -> None:
    _check_is_operator(by)


def can_recover_log(by: User | None) -> Verdict:
    return verdict_of(check_can_recover_log, by)


def check_can_hand_over(by: User | None) -> None:
    _check_is_operator(by)


def can_hand_over(by: User | None) -> Verdict:
    return verdict_of(check_can_hand_over, by)


def _check_is_operator(by: User | None) -> None:
    if by is not None:
        raise PermissionRefused(
            gettext_noop("Esto solo se hace en la máquina de la instalación, con el comando «concierta log».")
        )
