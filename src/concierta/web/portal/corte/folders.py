"""Where the pages of a corte lie: paths inside it, ending in "/"."""

from functools import cached_property

from concierta.web.portal.addresses import slugs
from concierta.web.portal.corte.agreement_rows import AgreementRows
from concierta.web.portal.corte.money_rows import MoneyRows
from concierta.web.portal.corte.rows import by


class Folders(AgreementRows, MoneyRows):
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
                 "registro", "comprobar", "verificacion", "mesa", "buscar"}  # fmt: skip
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

    @cached_property
    def _clause_slugs(self) -> dict[str, str]:
        return slugs([row.clause for row in self.table("clauses")])

    @cached_property
    def _pledge_slugs(self) -> dict[str, str]:
        """Within each clause."""
        return {
            code: name
            for rows in self.pledges_of_clause.values()
            for code, name in zip((row.pledge for row in rows), slugs([row.code for row in rows]).values(), strict=True)
        }

    @cached_property
    def _decision_slugs(self) -> dict[str, str]:
        return slugs(list(self.decisions))

    def clause_folder(self, clause: str) -> str:
        return f"compromisos/{self._clause_slugs[clause]}/"

    def pledge_folder(self, pledge: str) -> str:
        return f"{self.clause_folder(self.pledges[pledge].clause)}{self._pledge_slugs[pledge]}/"

    def session_folder(self, session: int) -> str:
        return f"mesa/sesiones/{session}/"

    def decision_folder(self, decision: str) -> str:
        return f"mesa/decisiones/{self._decision_slugs[decision]}/"

    def measure_folder(self, measure: int) -> str:
        return f"mesa/medidas/{measure}/"

    def node_folder(self, node: str) -> str:
        tier = self.nodes[node].tier
        name = self._node_slugs[tier][node].removeprefix(f"{tier}-")
        return f"{self.tier_folders[tier]}{name}/"
