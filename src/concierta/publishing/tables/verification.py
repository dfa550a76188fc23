"""How verification was chosen and what it adds up to: campaigns that anyone can draw again, and the factors."""

from concierta.publishing.datasets.column import Column, ColumnType
from concierta.publishing.datasets.dataset import Dataset
from concierta.publishing.tables.columns import (
    PERIOD,
    code,
    day,
    entity,
    flag,
    fraction,
    moment,
    pesos,
    text,
    whole,
)

CAMPAIGNS = Dataset(
    "campaigns",
    "Campañas de verificación",
    "Verification campaigns",
    "Las reglas de cada sorteo, la semilla que se comprometió antes de cerrar la lista y la que se mostró después: con "
    "ellas y la lista cualquiera repite el sorteo («concierta campaign redraw»).",
    "The rules of each draw, the seed committed to before the list closed and the one shown after: with these and the "
    "list anyone can draw again (“concierta campaign redraw”).",
    ("period",),
    (
        PERIOD,
        text("state", "Estado", "State", values=("open", "drawn", "finished"), required=True),
        fraction("margin", "Margen de error buscado", "Wished margin of error"),
        fraction("confidence", "Confianza", "Confidence"),
        fraction("double_share", "Parte que se verifica dos veces", "Share that is verified twice"),
        Column(
            "risk_threshold",
            ColumnType.DECIMAL,
            "Puntos de riesgo desde los que un reporte entra sin sorteo",
            "Points of risk from which a report enters without a draw",
        ),
        day("population_closes_on", "Desde cuándo se podía cerrar la lista", "From when the list could be closed"),
        day("due_on", "Fecha límite", "Due date"),
        moment("opened_at", "Cuándo se comprometió la semilla", "When the seed was committed to"),
        text(
            "seed_commitment",
            "Huella de la semilla, publicada al abrir: SHA-256 de «concierta-sample-seed-v1», byte cero y semilla",
            "Hash of the seed, published at opening: SHA-256 of “concierta-sample-seed-v1”, a zero byte and the seed",
            required=True,
        ),
        moment("drawn_at", "Cuándo se cerró la lista y se sorteó", "When the list was closed and drawn from"),
        text("seed", "La semilla; vacía hasta el sorteo", "The seed; empty until the draw"),
        text(
            "population_sha256",
            "Huella de la lista: líneas «entidad TAB reporte», ordenadas por bytes",
            "Hash of the list: lines “entity TAB report”, sorted by bytes",
        ),
        whole("population", "Reportes en la lista", "Reports in the list"),
        whole("drawn", "Sorteados", "Drawn"),
        whole("by_risk", "Que entraron por riesgo", "Entered by risk"),
        whole("looked_at", "Que se miran, por sorteo o por riesgo", "Looked at, by draw or by risk"),
        whole("checked", "Mirados hasta este corte", "Looked at by this cut-off"),
        whole("double_checked", "Mirados por dos personas hasta este corte", "Looked at by two people by this cut-off"),
        fraction("agreed", "Parte en que las dos coinciden", "Share in which the two agree"),
        Column(
            "kappa",
            ColumnType.DECIMAL,
            "Kappa de Cohen: 1 coinciden siempre, 0 lo que daría el azar",
            "Cohen's kappa: 1 they always agree, 0 what chance would give",
        ),
        Column(
            "kappa_low",
            ColumnType.DECIMAL,
            "Límite inferior de kappa (95 %); vacío: la tabla no alcanza para decirlo",
            "Lower limit of kappa (95 %); empty: the table cannot tell",
        ),
        Column("kappa_high", ColumnType.DECIMAL, "Límite superior de kappa (95 %)", "Upper limit of kappa (95 %)"),
        moment("finished_at", "Cuándo terminó", "When it finished"),
    ),
)

CAMPAIGN_POPULATION = Dataset(
    "campaign_population",
    "Listas de los sorteos",
    "Lists drawn from",
    "Todos los reportes que podían salir en cada sorteo, con su boleta, y los que salieron o entraron por riesgo.",
    "All the reports that could be drawn in each campaign, with their ticket, and those drawn or entered by risk.",
    ("period", "report"),
    (
        PERIOD,
        entity("stratum", "Entidad que reportó: cada una es un estrato", "Entity that reported: each is a stratum"),
        # No foreign key: the list is what was drawn from, whatever a table of figures shows of it.
        code("report", "Reporte", "Report", required=True),
        text(
            "ticket",
            "Boleta: SHA-256 de semilla, entidad y reporte con un byte cero entre ellos; salen las más bajas",
            "Ticket: SHA-256 of seed, entity and report with a zero byte between; the lowest are drawn",
            required=True,
        ),
        flag("drawn", "Salió en el sorteo", "It was drawn"),
        flag("by_risk", "Entró por riesgo", "It entered by risk"),
        flag("double_checked", "Se verifica dos veces", "It is verified twice"),
        Column("risk", ColumnType.DECIMAL, "Puntos de riesgo", "Points of risk"),
        text("risk_parts", "De dónde salen los puntos: parte=puntos", "Where the points come from: part=points"),
    ),
)

FACTORS = Dataset(
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
        code("subject", "Código de lo medido en su tabla", "Code of what is measured, in its own table", required=True),
        text("unit", "Unidad; «*» es todas", "Unit; “*” is all of them", required=True),
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
)
