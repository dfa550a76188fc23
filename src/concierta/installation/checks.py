"""The checks that `concierta check` runs, each answering in words."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from django.conf import settings
from django.core.checks import run_checks
from django.db import connection

from concierta.accounts.enums import AlertKind
from concierta.accounts.queries import open_alerts
from concierta.engines.sitelog import check_site
from concierta.evidence.queries import verify_stored_files
from concierta.installation.clock_seen import clock_problems
from concierta.installation.figures import COMPARISONS
from concierta.installation.home import is_on_read_only_disk, is_read_only, loose
from concierta.installation.log.words import line_of
from concierta.installation.security_contact import security_text
from concierta.kernel.clock import local_date, today
from concierta.kernel.errors import Refusal
from concierta.kernel.folder_site import FolderSite
from concierta.ledger.operations.continuity import check_not_restored
from concierta.ledger.operations.seal import pending_cortes
from concierta.ledger.queries import Comparison, ledger_problems, packed_act, published_log_problems
from concierta.publishing.operations import check_cortes as corte_problems

_FREE_BYTES = 500 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check: what was looked at, what was wrong with it, what it could not look at, and what a person should ask
    about though nothing is wrong."""

    title: str
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        return not self.problems

    def as_dict(self) -> dict[str, object]:
        return {"title": self.title, "passed": self.passed, "problems": self.problems, "notes": self.notes} | (
            {"told": self.told} if self.told else {}
        )


def all_checks() -> list[Callable[[], CheckResult]]:
    return [
        check_home,
        check_clock,
        check_django,
        check_database,
        check_security_contact,
        check_ledger,
        check_published_log,
        check_shown_site,
        *figure_checks(),
        check_accounts,
        check_evidence,
        check_cortes,
        check_prints,
    ]


def check_home() -> CheckResult:
    problems, said = loose(settings.HOME), []
    if is_on_read_only_disk(settings.HOME):
        said.append(f"No se puede escribir en {settings.HOME}: su disco es de solo lectura. El portal sigue.")
    elif is_read_only(settings.HOME):
        problems.append(f"No se puede escribir en {settings.HOME}: revise sus permisos. El portal sigue.")
    elif (free := shutil.disk_usage(settings.HOME).free) < _FREE_BYTES:
        problems.append(f"Quedan {free // 1024**2} MB libres en el disco de {settings.HOME}: libere espacio.")
    return CheckResult(f"La carpeta {settings.HOME}", problems, told=said)


def check_clock() -> CheckResult:
    return CheckResult("El reloj", clock_problems())


def check_django() -> CheckResult:
    return CheckResult("La configuración", [str(message.msg) for message in run_checks() if message.is_serious()])


def check_security_contact() -> CheckResult:
    """Whom to tell of a weakness: advice while nobody is named, a problem when what is said would be no use."""
    title = "El contacto de seguridad (/.well-known/security.txt)"
    try:
        text = security_text(
            settings.SECURITY_CONTACT, settings.SECURITY_EXPIRES, base_url=settings.BASE_URL, today=today()
        )
    except Refusal as refusal:
        return CheckResult(title, [str(refusal)])
    unnamed = "No se publica: ponga CONCIERTA_SECURITY_CONTACT y CONCIERTA_SECURITY_EXPIRES."
    return CheckResult(title, told=[] if text else [unnamed])


def check_database() -> CheckResult:
    """SQLite is asked to examine its own file; PostgreSQL keeps itself, so being answered is enough."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check")
            problems = [row[0] for row in cursor.fetchall() if row[0] != "ok"]
            cursor.execute("PRAGMA foreign_key_check")
            problems += [f"fila huérfana en {row[0]}" for row in cursor.fetchall()]
        else:
            cursor.execute("SELECT 1")
            problems = []
    return CheckResult(f"La base de datos ({connection.vendor})", problems)


def check_ledger() -> CheckResult:
    return CheckResult("El registro de actos", ledger_problems())


def check_published_log() -> CheckResult:
    """Derives the whole log again from the database. A key that is gone, or that others can read, is found here too."""
    try:
        problems = published_log_problems(settings.SITE)
        check_not_restored(settings.SITE)
    except Refusal as refusal:
        problems = [str(refusal)]
    told = ["Se empacó para entregarlo: aquí no se registra ni se firma ningún acto más."] if packed_act() else []
    return CheckResult("El registro publicado", problems, told=told)


def check_shown_site() -> CheckResult:
    """Reads the site as whoever visits it would: what `concierta log verify` says of the folder."""
    problems = []
    if (settings.SITE / "log" / "checkpoint").exists():
        report = check_site(FolderSite(settings.SITE))
        problems = [line_of(finding) for finding in report.findings]
        if pending := pending_cortes(settings.SITE):
            problems.append(
                f"Está en el registro y no en el sitio: {', '.join(pending)}. Una publicación quedó sin terminar: "
                "ejecute «concierta log publish»."
            )
    return CheckResult("El sitio publicado, como lo ve cualquiera", problems)


def figure_checks() -> list[Callable[[], CheckResult]]:
    """One for each comparison of figures with the acts that put them into the log."""
    return [partial(_check_figures, name, compare) for name, compare in COMPARISONS.items()]


def _check_figures(name: str, compare: Callable[[], Comparison]) -> CheckResult:
    made = compare()
    rows = f"{made.rows:,}".replace(",", ".")
    return CheckResult(f"{name} frente al registro ({rows} filas)", made.differences, made.not_compared)


def check_accounts() -> CheckResult:
    """Signs that one person stands behind two entities, for the operator to ask about: no failing of what is kept."""
    told = [
        f"Dos cuentas podrían ser de una persona, del {local_date(alert.raised_at):%d/%m/%Y}, avisado a "
        f"{alert.entity.code}: {alert.one.email} y {alert.other.email}. {AlertKind(alert.kind).label}."
        for alert in open_alerts()
    ]
    return CheckResult("Las cuentas", told=told)


def check_evidence() -> CheckResult:
    problems = [f"{damaged.sha256}: {damaged.problem.label}" for damaged in verify_stored_files()]
    return CheckResult("Los archivos de evidencia", problems)


def check_cortes() -> CheckResult:
    return CheckResult("Los cortes publicados", corte_problems())


def check_prints() -> CheckResult:
    """Documents that the site should have and could not be printed."""
    # Here, because only this check needs the portal.
    from concierta.web.portal.site import unprinted_in, unprinted_words

    return CheckResult("Los documentos en PDF", [unprinted_words(path) for path in unprinted_in(settings.SITE)])
