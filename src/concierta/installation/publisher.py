"""What the workspace publishes with: a corte is never made again, so every figure is held against its act before."""

from datetime import date, datetime

from concierta.installation.figures import differences
from concierta.kernel.errors import Invalid, gettext_noop
from concierta.web.portal.site import Progress, PublishResult, publish_site


def publish_held_against_acts(
    *, plan: object, cut_off: date, by: object, at: datetime, progress: Progress | None = None
) -> PublishResult:
    """`publish_site`, refused where a row is not what its act says. Whoever administers the installation may insist."""
    if found := differences():
        raise Invalid(
            gettext_noop(
                "No se publica: en la base de datos hay cifras que no son las que registraron sus actos (%(count)s). "
                "La primera: %(first)s Quien administra la instalación las ve todas con «concierta check»."
            ),
            count=len(found),
            first=found[0],
        )
    return publish_site(plan=plan, cut_off=cut_off, by=by, at=at, progress=progress)
