"""What `concierta serve` does before it serves: the log is brought up to date, and what is odd is said."""

from collections.abc import Callable

from django.conf import settings

from concierta.installation.clock_seen import clock_problems, remember_the_time
from concierta.kernel.clock import now
from concierta.ledger.operations import seal_site
from concierta.ledger.queries import packed_act


def make_ready(say: Callable[[str], None]) -> None:
    """The log exists from the first start, so that its key can be told to others before there is anything to check.

    Refuses where the database lacks acts that others have seen: acts done on top of it would be another history. Where
    nothing can be written, the portal is served as it is.
    """
    for problem in clock_problems():
        say(problem)
    if settings.READ_ONLY:
        say(f"En {settings.HOME} no se puede escribir: el portal se sirve; en el espacio de trabajo solo se lee.")
        return
    remember_the_time()
    if packed_act():
        say("Esta instalación se entregó, o está empacada para entregarla: se sirve y se lee; no se registra nada.")
        return
    published = seal_site(site=settings.SITE, by=None, at=now())
    if published.pending:
        say(
            f"Una publicación quedó sin terminar ({', '.join(published.pending)}): se sirve el sitio anterior, entero. "
            "Termínela con «concierta log publish»."
        )
