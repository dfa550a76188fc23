"""The files of the demonstration that people bring as evidence."""

from datetime import datetime

from concierta.evidence.models import Evidence
from concierta.evidence.operations import store_evidence
from concierta.installation.demo.files import DemoFiles
from concierta.kernel.origin import Origin
from concierta.people.models import Entity, User


def bring(
    files: DemoFiles,
    name: str,
    *,
    entity: Entity,
    by: User,
    at: datetime,
    title: str = "",
    origin: Origin = Origin.DEMONSTRATIVE,
) -> Evidence:
    """Without a title, its name in words."""
    with files.evidence(name).open("rb") as upload:
        return store_evidence(
            upload=upload,
            filename=name,
            title=title or name.rsplit(".", 1)[0].replace("_", " "),
            entity=entity,
            origin=origin,
            by=by,
            at=at,
        )
