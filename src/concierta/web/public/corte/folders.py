"""Where the pages of a corte lie: paths inside it, ending in "/"."""

from functools import cached_property

from concierta.web.public.addresses import slugs
from concierta.web.public.corte.rows import Rows, by


class Folders(Rows):
    """Names come from the codes of the package, so that an address says what it is about."""

    @cached_property
    def _project_slugs(self) -> dict[str, str]:
        return slugs(list(self.projects))

    @cached_property
    def _indicator_slugs(self) -> dict[str, str]:
        return slugs(list(self.indicators))

    @cached_property
    def _entity_slugs(self) -> dict[str, str]:
        return slugs(list(self.entities))

    @cached_property
    def _territory_slugs(self) -> dict[str, str]:
        return slugs(list(self.territories))

    @cached_property
    def _node_slugs(self) -> dict[str, dict[str, str]]:
        grouped = by(self.nodes.values(), lambda row: row.tier)
        return {tier: slugs([row.node for row in rows]) for tier, rows in grouped.items()}

    @cached_property
    def tier_folders(self) -> dict[str, str]:
        """A tier's own word, unless it is the name of a section of the site."""
        taken = {"proyectos", "indicadores", "entidades", "compromisos", "territorio", "dinero", "datos", "cortes",
                 "como-medimos", "cambios", "atrasos", "recursos", "data", "log", "en", "es",
                 "registro", "comprobar", "verificacion"}  # fmt: skip
        named = slugs([*taken, *self.tiers])
        return {tier: f"{named[tier]}/" for tier in self.tiers}

    def project_folder(self, code: str) -> str:
        return f"proyectos/{self._project_slugs[code]}/"

    def indicator_folder(self, code: str) -> str:
        return f"indicadores/{self._indicator_slugs[code]}/"

    def entity_folder(self, code: str) -> str:
        return f"entidades/{self._entity_slugs[code]}/"

    def territory_folder(self, code: str) -> str:
        return f"territorio/{self._territory_slugs[code]}/"

    def node_folder(self, node: str) -> str:
        tier = self.nodes[node].tier
        name = self._node_slugs[tier][node].removeprefix(f"{tier}-")
        return f"{self.tier_folders[tier]}{name}/"
