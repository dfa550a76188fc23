"""What is said of an agreement wherever it is read, on a page and on paper: if it binds, by which act one signed."""

from datetime import date

from django.utils.translation import gettext

from concierta.agreements.enums import MandateOrgan
from concierta.web.kit.formats import long_date


def force_warning(force: str, ends_on: date | None) -> str:
    """Of an agreement that no longer binds, or soon will not; "" of any other. `force` is one of `agreements.Force`."""
    day = long_date(ends_on) if ends_on else ""
    match force:
        case "frame_ended":
            return gettext("El marco en que se firmó este acuerdo terminó el %(date)s.") % {"date": day}
        case "ended":
            return gettext("El acuerdo terminó el %(date)s y nada lo reemplaza.") % {"date": day}
        case "succeeded":
            return gettext("Este acuerdo ya no rige: otro lo continúa.")
        case "ending":
            return gettext("El acuerdo termina el %(date)s.") % {"date": day}
        case _:
            return ""


def force_words(force: str, ends_on: date | None) -> str:
    """If it binds, in one sentence; "" where it has no text."""
    if said := force_warning(force, ends_on):
        return said
    if force == "in_force" and ends_on:
        return gettext("Rige hasta el %(date)s.") % {"date": long_date(ends_on)}
    if force == "in_force":
        return gettext("Rige, y no dice hasta cuándo.")
    if force == "not_yet":
        return gettext("Todavía no rige.")
    return ""


def mandate_words(organ: str, act_name: str, act_number: str, act_date: date | None) -> str:
    """ "Junta o consejo directivo: Resolución 12 del 1 de diciembre de 2024"; "—" where no act is known."""
    if not act_name:
        return "—"
    act = " ".join(part for part in (act_name, act_number) if part)
    day = gettext("del %(date)s") % {"date": long_date(act_date)} if act_date else ""
    name = MandateOrgan(organ).label if organ in MandateOrgan.values else organ
    return f"{name}: {act} {day}".strip()


def span_words(since: date, until: date | None) -> str:
    """ "desde el 1 de enero de 2024", or until when."""
    if until is None:
        return gettext("desde el %(date)s") % {"date": long_date(since)}
    return gettext("del %(since)s al %(until)s") % {"since": long_date(since), "until": long_date(until)}
