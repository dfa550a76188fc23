"""Who answers for a thing of the plan, duty by duty: always an entity."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from concierta.responsibilities.enums import Duty
from concierta.web.kit import formats
from concierta.web.portal.corte import Row as Record
from concierta.web.portal.portal import Portal
from concierta.web.portal.steering_words import said


def duty_lines(portal: Portal, kind: str, code: str) -> list[tuple[str, Any]]:
    """(duty, entity) in the order of the work; empty in a corte older than this table."""
    return [(said(Duty, row.duty), _holder(portal, row)) for row in portal.corte.duties_of.get((kind, code), [])]


def _holder(portal: Portal, row: Record) -> SafeString | str:
    entity = portal.entity_link(row.entity)
    if row.since is None:
        return entity
    since = gettext("desde el %(date)s") % {"date": formats.long_date(row.since)}
    return format_html('{} <span class="small quiet">{}</span>', entity, since)
