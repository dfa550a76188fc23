"""A corte as one of its pages sees it: what the package says, and the way from this page to any other."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from concierta.responsibilities.enums import Duty
from concierta.web.kit import formats
from concierta.web.kit.spanish import in_spanish
from concierta.web.portal.addresses import Address
from concierta.web.portal.corte import Corte, Row
from concierta.web.portal.names import LONGEST_NAME, entity_name, localized_name
from concierta.web.portal.page import Fact, Text
from concierta.web.portal.words import label_of


@dataclass(frozen=True, slots=True)
class Portal:
    """`at` is the page. Links are in its language, and relative to it."""

    corte: Corte
    at: Address

    def to(self, folder: str) -> str:
        """From this page to a folder of the corte."""
        return self.at.root + folder

    def link(self, folder: str, label: Text) -> SafeString:
        return format_html('<a href="{}">{}</a>', self.to(folder), label)

    def entity_link(self, code: str) -> Text:
        entity = self.corte.entities.get(code)
        return self.link(self.corte.entity_folder(code), entity_name(entity)) if entity else gettext("Sin asignar")

    def indicator_link(self, code: str, *, length: int) -> SafeString:
        name = localized_name(self.corte.indicators[code], length=length)
        return self.link(self.corte.indicator_folder(code), name)

    def node_link(self, node: str) -> SafeString:
        return self.link(self.corte.node_folder(node), localized_name(self.corte.nodes[node]))

    def project_link(self, project: str) -> SafeString:
        name = localized_name(self.corte.projects[project], length=LONGEST_NAME)
        return self.link(self.corte.project_folder(project), name)

    def territory_link(self, territory: str) -> SafeString:
        return self.link(self.corte.territory_folder(territory), in_spanish(self.corte.territories[territory].name))

    def duties(self, kind: str, code: str) -> list[Fact]:
        """(duty, entity) of a thing of the plan, in the order of the work; none in a corte older than this table."""
        return [(label_of(Duty, row.duty), self._holder(row)) for row in self.corte.duties_of.get((kind, code), [])]

    def _holder(self, duty: Row) -> Text:
        if duty.since is None:
            return self.entity_link(duty.entity)
        since = gettext("desde el %(date)s") % {"date": formats.long_date(duty.since)}
        return format_html('{} <span class="small quiet">{}</span>', self.entity_link(duty.entity), since)
