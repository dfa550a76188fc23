"""How verification was chosen and what it adds up to: campaigns that anyone can draw again, and the factors."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from concierta.engines.sampling import Agreement
from concierta.publishing.formats.column import Column, ColumnType
from concierta.publishing.formats.table import PublishedTable
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables.columns import (
    PERIOD,
    code,
    day,
    entity,
    flag,
    fraction,
    moment,
    period,
    pesos,
    text,
    whole,
)
from concierta.reporting.models import Report
from concierta.verification.enums import CampaignState
from concierta.verification.models import Campaign, CampaignReport
from concierta.verification.queries.double_checks import agreement_by_campaign
from concierta.verification.queries.factors import ENTITY, INDICATOR, NODE, PLAN, Claim, factors_of
from concierta.verification.queries.facts import money_behind


class _Campaign(NamedTuple):
    """A campaign, the reports of its list and, of those checked twice, how far the two agree."""

    campaign: Campaign
    listed: list[CampaignReport]
    between: Agreement | None

    @property
    def looked_at(self) -> list[CampaignReport]:
        return [entry for entry in self.listed if entry.is_looked_at]


def _drawn_campaigns(snapshot: Snapshot) -> Iterator[_Campaign]:
    entries: dict[int, list[CampaignReport]] = {}
    for entry in _entries(snapshot):
        entries.setdefault(entry.campaign_id, []).append(entry)
    agreements = agreement_by_campaign(snapshot.plan)
    for campaign in _campaigns(snapshot):
        yield _Campaign(campaign, entries.get(campaign.pk, []), agreements.get(campaign.pk))


def _campaigns(snapshot: Snapshot) -> list[Campaign]:
    opened = Campaign.objects.filter(plan=snapshot.plan, period__in=list(snapshot.periods)).exclude(
        state=CampaignState.PLANNED
    )
    place = {pk: number for number, pk in enumerate(snapshot.periods)}
    return sorted(opened.order_by(), key=lambda campaign: place[campaign.period_id])


def _entries(snapshot: Snapshot) -> Iterator[CampaignReport]:
    listed = CampaignReport.objects.filter(campaign__plan=snapshot.plan, campaign__period__in=list(snapshot.periods))
    yield from listed.select_related("report").order_by()


def _once_drawn(count: Callable[[_Campaign], int]) -> Callable[[_Campaign, Snapshot], int | None]:
    """Reads a count of the list, which there is only once it was drawn from."""
    return lambda row, _: count(row) if row.campaign.drawn_at is not None else None


def _double_checked(row: _Campaign, _snapshot: Snapshot) -> int | None:
    if row.between:
        return row.between.items
    return 0 if row.campaign.drawn_at is not None else None


def _interval(place: int) -> Callable[[_Campaign, Snapshot], Any]:
    return lambda row, _: row.between.interval[place] if row.between and row.between.interval else None


CAMPAIGNS = PublishedTable(
    "campaigns",
    "Campañas de verificación",
    "Verification campaigns",
    "Las reglas de cada sorteo, la semilla que se comprometió antes de cerrar la lista y la que se mostró después: con "
    "ellas y la lista cualquiera repite el sorteo («concierta campaign redraw»).",
    "The rules of each draw, the seed committed to before the list closed and the one shown after: with these and the "
    "list anyone can draw again (“concierta campaign redraw”).",
    ("period",),
    (
        period(lambda row, snapshot: snapshot.periods[row.campaign.period_id].label),
        text("state", "Estado", "State", values=("open", "drawn", "finished"), required=True, read="campaign.state"),
        fraction("margin", "Margen de error buscado", "Wished margin of error", read="campaign.margin"),
        fraction("confidence", "Confianza", "Confidence", read="campaign.confidence"),
        fraction("double_share", "Parte que se verifica dos veces", "Share that is verified twice",
                 read="campaign.double_share"),
        Column("risk_threshold", ColumnType.DECIMAL, "Puntos de riesgo desde los que un reporte entra sin sorteo",
               "Points of risk from which a report enters without a draw", read="campaign.risk_threshold"),
        day("population_closes_on", "Desde cuándo se podía cerrar la lista", "From when the list could be closed",
            read="campaign.population_closes_on"),
        day("due_on", "Fecha límite", "Due date", read="campaign.due_on"),
        moment("opened_at", "Cuándo se comprometió la semilla", "When the seed was committed to",
               read="campaign.opened_at"),
        text("seed_commitment",
             "Huella de la semilla, publicada al abrir: SHA-256 de «concierta-sample-seed-v1», byte cero y semilla",
             "Hash of the seed, published at opening: SHA-256 of “concierta-sample-seed-v1”, a zero byte and the seed",
             required=True, read="campaign.seed_commitment"),
        moment("drawn_at", "Cuándo se cerró la lista y se sorteó", "When the list was closed and drawn from",
               read="campaign.drawn_at"),
        text("seed", "La semilla; vacía hasta el sorteo", "The seed; empty until the draw", read="campaign.seed"),
        text("population_sha256", "Huella de la lista: líneas «entidad TAB reporte», ordenadas por bytes",
             "Hash of the list: lines “entity TAB report”, sorted by bytes", read="campaign.population_sha256"),
        whole("population", "Reportes en la lista", "Reports in the list",
              read=_once_drawn(lambda row: len(row.listed))),
        whole("drawn", "Sorteados", "Drawn", read=_once_drawn(lambda row: sum(entry.drawn for entry in row.listed))),
        whole("by_risk", "Que entraron por riesgo", "Entered by risk",
              read=_once_drawn(lambda row: sum(entry.by_risk for entry in row.listed))),
        whole("looked_at", "Que se miran, por sorteo o por riesgo", "Looked at, by draw or by risk",
              read=_once_drawn(lambda row: len(row.looked_at))),
        whole("checked", "Mirados hasta este corte", "Looked at by this cut-off",
              read=_once_drawn(lambda row: sum(bool(entry.report.outcome) for entry in row.looked_at))),
        whole("double_checked", "Mirados por dos personas hasta este corte", "Looked at by two people by this cut-off",
              read=_double_checked),
        fraction("agreed", "Parte en que las dos coinciden", "Share in which the two agree",
                 read=lambda row, _: row.between and row.between.agreed),
        Column("kappa", ColumnType.DECIMAL, "Kappa de Cohen: 1 coinciden siempre, 0 lo que daría el azar",
               "Cohen's kappa: 1 they always agree, 0 what chance would give",
               read=lambda row, _: row.between and row.between.kappa),
        Column("kappa_low", ColumnType.DECIMAL,
               "Límite inferior de kappa (95 %); vacío: la tabla no alcanza para decirlo",
               "Lower limit of kappa (95 %); empty: the table cannot tell", read=_interval(0)),
        Column("kappa_high", ColumnType.DECIMAL, "Límite superior de kappa (95 %)", "Upper limit of kappa (95 %)",
               read=_interval(1)),
        moment("finished_at", "Cuándo terminó", "When it finished", read="campaign.finished_at"),
    ),
    objects=_drawn_campaigns,
)  # fmt: skip


class _Listed(NamedTuple):
    period: str
    entry: CampaignReport

    @property
    def risk_parts(self) -> str:
        return "; ".join(f"{part}={points}" for part, points in self.entry.risk_parts)


def _population(snapshot: Snapshot) -> Iterator[_Listed]:
    """By period, entity and ticket: the order in which anybody who draws again meets them."""
    period_of = {campaign.pk: campaign.period_id for campaign in _campaigns(snapshot)}
    place = {pk: number for number, pk in enumerate(snapshot.periods)}
    entries = [entry for entry in _entries(snapshot) if entry.campaign_id in period_of]
    for entry in sorted(entries, key=lambda entry: (place[period_of[entry.campaign_id]], entry.stratum, entry.ticket)):
        yield _Listed(snapshot.periods[period_of[entry.campaign_id]].label, entry)


CAMPAIGN_POPULATION = PublishedTable(
    "campaign_population",
    "Listas de los sorteos",
    "Lists drawn from",
    "Todos los reportes que podían salir en cada sorteo, con su boleta, y los que salieron o entraron por riesgo.",
    "All the reports that could be drawn in each campaign, with their ticket, and those drawn or entered by risk.",
    ("period", "report"),
    (
        PERIOD,
        entity("stratum", "Entidad que reportó: cada una es un estrato", "Entity that reported: each is a stratum",
               read="entry.stratum"),
        # No foreign key: the list is what was drawn from, whatever a table of figures shows of it.
        code("report", "Reporte", "Report", required=True, read="entry.key"),
        text("ticket",
             "Boleta: SHA-256 de semilla, entidad y reporte con un byte cero entre ellos; salen las más bajas",
             "Ticket: SHA-256 of seed, entity and report with a zero byte between; the lowest are drawn", required=True,
             read="entry.ticket"),
        flag("drawn", "Salió en el sorteo", "It was drawn", read="entry.drawn"),
        flag("by_risk", "Entró por riesgo", "It entered by risk", read="entry.by_risk"),
        flag("double_checked", "Se verifica dos veces", "It is verified twice", read="entry.double_checked"),
        Column("risk", ColumnType.DECIMAL, "Puntos de riesgo", "Points of risk", read="entry.risk"),
        text("risk_parts", "De dónde salen los puntos: parte=puntos", "Where the points come from: part=points"),
    ),
    objects=_population,
)  # fmt: skip

ALL_UNITS = "*"


def _claims(snapshot: Snapshot) -> Iterator[Claim]:
    """The figures that stand in the periods ending at the cut-off."""
    keys = Report.objects.filter(indicator__plan=snapshot.plan, period__cut_off=snapshot.cut_off).order_by()
    money = money_behind(keys.values("pk"))
    for report in snapshot.reports:
        if not report.stands or snapshot.periods[report.period].cut_off != snapshot.cut_off:
            continue
        indicator = snapshot.indicators[report.indicator]
        yield Claim(
            groups=(
                (PLAN, snapshot.plan.slug),
                *((NODE, key) for key in _path(snapshot, report.indicator)),
                (ENTITY, snapshot.entity(report.reporter_entity)),
                (INDICATOR, indicator.code),
            ),
            unit=indicator.unit,
            reported=report.value,
            outcome=report.outcome,
            verified=report.verified_value,
            money=money.get((report.indicator, report.period), (None, None))[0],
        )


def _path(snapshot: Snapshot, indicator_pk: int) -> Iterator[str]:
    """The keys of the node that an indicator speaks for, and of all above it."""
    indicator = snapshot.indicators[indicator_pk]
    node = indicator.node_id
    if indicator.product_id is not None:
        node = snapshot.projects[snapshot.products[indicator.product_id].project_id].node_id
    while node is not None:
        yield snapshot.node_keys[node]
        node = snapshot.nodes[node].parent_id


FACTORS = PublishedTable(
    "verification_factors",
    "Factor de verificación",
    "Verification factor",
    "De lo reportado que alguien miró, cuánto se sostuvo: suma de lo verificado entre suma de lo reportado. Lo "
    "rechazado y lo no verificable cuenta cero; lo que nadie miró no está en ninguna suma y se dice en la "
    "cobertura. Unidades distintas no se suman: en la fila «*» de varias unidades cada reporte cuenta como uno.",
    "Of what was reported and looked at, how much held: sum of verified over sum of reported. Rejected and not "
    "verifiable count as zero; what nobody looked at is in neither sum and is told in the coverage. Different units "
    "are not added: in the “*” row of several units each report counts as one.",
    ("level", "subject", "unit"),
    (
        text("level", "Nivel", "Level", values=("plan", "node", "entity", "indicator"), required=True),
        code("subject", "Código de lo medido en su tabla", "Code of what is measured, in its own table", required=True,
             read="key"),
        text("unit", "Unidad; «*» es todas", "Unit; “*” is all of them", required=True,
             read=lambda factor, _: factor.unit or ALL_UNITS),
        fraction("factor", "Factor de verificación", "Verification factor"),
        Column("reported", ColumnType.DECIMAL, "Suma reportada de lo mirado", "Sum reported of what was looked at"),
        Column("verified", ColumnType.DECIMAL, "Suma verificada", "Sum verified"),
        whole("reports", "Reportes", "Reports", required=True),
        whole("looked_at", "Reportes que alguien miró", "Reports somebody looked at", required=True),
        whole("rejected", "Rechazados: cuentan cero", "Rejected: count as zero", required=True),
        whole("not_verifiable", "No verificables: cuentan cero", "Not verifiable: count as zero", required=True),
        fraction("reports_share", "Parte de los reportes que alguien miró", "Share of the reports looked at"),
        pesos("money", "Obligado detrás de los reportes", "Obligated money behind the reports"),
        pesos("money_looked_at", "Obligado detrás de los mirados", "Obligated money behind those looked at"),
        fraction("money_share", "Parte del dinero detrás de lo mirado", "Share of the money behind what was looked at"),
    ),
    objects=lambda snapshot: factors_of(_claims(snapshot)),
)  # fmt: skip
