"""Reading the ledger."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, QuerySet

from concierta.engines.sitelog import CORTE, Act, parse_act, subject_of_figure
from concierta.kernel.clock import local_date
from concierta.ledger.models import Event

LOST = "log.loss_accepted"
#: The installation was packed to be handed over: while this is the last act, the log goes on elsewhere.
PACKED = "handover.packed"


@dataclass(frozen=True, slots=True)
class Loss:
    """On `day` the log went on from `size` acts, although `signed` had been signed; None where nobody knows."""

    day: date
    size: int
    signed: int | None


def events_of_plan(slug: str, *, after: int = -1) -> QuerySet[Event]:
    """The public events of a plan with an index greater than `after`, oldest first."""
    return Event.objects.filter(plan=slug, index__gt=after).select_related("entity").order_by("index")


def acts_on_figure(figure: str) -> list[Act]:
    """The acts on a public figure `plan/indicator/period`, oldest first. The log is public: everybody may."""
    plan, subject = subject_of_figure(figure)
    found = Event.objects.filter(plan=plan, subject__startswith=subject).order_by("index")
    return [parse_act(event.index, event.payload.encode()) for event in found]


def recorded_cortes() -> dict[str, str]:
    """The cortes on record: SHA-256 of the manifest, in hex, → the subject of the act."""
    found = Event.objects.filter(kind=CORTE).order_by("index").values_list("index", "payload")
    acts = (parse_act(index, payload.encode()) for index, payload in found)
    return {str(act.body["manifest_sha256"]): act.subject for act in acts}


def losses_on_record() -> list[Loss]:
    """Each time that an operator went on without acts that had been signed, oldest first."""
    found = Event.objects.filter(kind=LOST).order_by("index").values_list("index", "payload")
    acts = [parse_act(index, payload.encode()) for index, payload in found]
    return [
        Loss(
            local_date(datetime.fromisoformat(act.at)),
            int(act.body["size"]),
            max((int(one["size"]) for one in act.body["lost"]), default=None),
        )
        for act in acts
    ]


def last_act_at() -> datetime | None:
    """When the act recorded last says that it was; None before the first."""
    return Event.objects.order_by("-index").values_list("recorded_at", flat=True).first()


def packed_act() -> Act | None:
    """The act by which this log was closed to be handed over; None while it is open."""
    last = Event.objects.order_by("-index").values_list("index", "kind", "payload").first()
    return parse_act(last[0], last[2].encode()) if last and last[1] == PACKED else None


def ledger_size() -> int:
    """How many leaves the log has."""
    last = Event.objects.aggregate(last=Max("index"))["last"]
    return 0 if last is None else int(last) + 1


def entries_from(start: int, end: int | None = None) -> Iterator[tuple[int, bytes]]:
    """Index and entry of the events from `start` to before `end`, in order, however many there are."""
    found = Event.objects.filter(index__gte=start).order_by("index")
    if end is not None:
        found = found.filter(index__lt=end)
    for index, payload in found.values_list("index", "payload").iterator(chunk_size=5000):
        yield index, payload.encode()
