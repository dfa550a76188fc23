"""What is measured, who answers for it, and what should be reached."""

from concierta.publishing.datasets.dataset import Dataset
from concierta.publishing.tables.columns import (
    code,
    day,
    entity,
    flag,
    fraction,
    origin,
    quantity,
    text,
    whole,
    words,
)

MEASURES = ("count", "money", "ratio", "rate", "index", "date")
ACCUMULATIONS = ("cumulative", "stock", "capacity", "reduction", "annual_reduction", "flow", "maintenance")

INDICATORS = Dataset(
    "indicators",
    "Indicadores",
    "Indicators",
    "Qué se mide, desde dónde, y quién reporta, revisa, verifica y presenta cada cifra.",
    "What is measured, from where, and who reports, reviews, verifies and presents each figure.",
    ("indicator",),
    (
        code("indicator", "Código del indicador", "Code of the indicator", required=True),
        text(
            "kind",
            "De producto, de resultado o de una promesa",
            "Of an output, an outcome or a pledge",
            values=("output", "outcome", "pledge"),
            required=True,
        ),
        text("name", "Nombre", "Name", required=True),
        text("name_en", "Nombre en inglés", "Name in English"),
        words("definition", "Definición", "Definition"),
        words("definition_en", "Definición en inglés", "Definition in English"),
        text("unit", "Unidad de medida", "Unit of measure"),
        whole("decimals", "Decimales con que se muestra", "Decimal places to show", required=True),
        text(
            "measure",
            "Qué clase de cifra es: conteo, dinero, tasa con sus dos cifras o sin ellas, índice o fecha (AAAAMMDD)",
            "What kind of figure it is: count, money, rate with its two figures or without, index or date (YYYYMMDD)",
            values=MEASURES,
        ),
        text("accumulation", "Cómo se acumula", "How it accumulates", values=ACCUMULATIONS, required=True),
        text(
            "flow_policy",
            "Cómo pasa un flujo de los años al plan completo",
            "How a flow goes from years to the whole plan",
            values=("mean", "final_year"),
        ),
        text(
            "year_weights",
            "Lo que pesa cada año en un promedio («2024:15 2025:35…»); vacío: todos pesan lo mismo",
            "What each year weighs in an average (“2024:15 2025:35…”); empty: all weigh the same",
        ),
        code("product", "Producto que mide", "The product it measures", references="products.product"),
        code("project", "Proyecto de ese producto", "The project of that product", references="projects.project"),
        code(
            "node",
            "Elemento del plan por el que responde",
            "Element of the plan it speaks for",
            references="nodes.node",
        ),
        code(
            "pledge",
            "Promesa que mide: no entra en el avance del plan",
            "The pledge it measures: it has no part in the plan's achievement",
            references="pledges.pledge",
        ),
        quantity("baseline", "Línea base", "Baseline"),
        day("baseline_on", "Fecha de la línea base", "Date of the baseline"),
        text("baseline_source", "Fuente de la línea base", "Source of the baseline"),
        fraction("weight", "Peso entre sus hermanos", "Weight among siblings"),
        entity("reporter", "Entidad que reporta", "Entity that reports"),
        entity("reviewer", "Entidad que revisa", "Entity that reviews"),
        entity("verifier", "Entidad que verifica", "Entity that verifies"),
        entity("presenter", "Entidad que presenta a la comunidad", "Entity that presents to the community"),
        words("means_of_verification", "Medios de verificación", "Means of verification"),
        *origin(),
    ),
)

TARGETS = Dataset(
    "targets",
    "Metas",
    "Targets",
    "Lo que se debe alcanzar en cada año o trimestre. Vacío: no programado (NP), que no es cero.",
    "What should be reached in each year or quarter. Empty: not programmed (NP), which is not zero.",
    ("indicator", "period"),
    (
        code("indicator", "Indicador", "Indicator", references="indicators.indicator", required=True),
        text("period", "Año («2025») o trimestre («2025-T1»)", "Year (“2025”) or quarter (“2025-T1”)", required=True),
        whole("year", "Año", "Year", required=True),
        whole("quarter", "Trimestre; vacío si es el año", "Quarter; empty for the year"),
        quantity(
            "value",
            "Meta vigente en la fecha del corte; vacío: no programado",
            "Target in force on the cut-off; empty: not programmed",
        ),
        quantity(
            "original_value",
            "Meta original, si se modificó; vacío: no se había programado",
            "Original target, where it was amended; empty: it had not been programmed",
        ),
        fraction(
            "original_share",
            "La meta original en la escala del avance: 1 es la meta vigente",
            "The original target on the scale of achievement: 1 is the target in force",
        ),
        whole(
            "amendment",
            "La última modificación de la meta que rige en el corte; vacío: es la original",
            "The last amendment of the target in force on the cut-off; empty: it is the original",
            references="amendments.amendment",
        ),
    ),
)

CATEGORIES = Dataset(
    "categories",
    "Categorías",
    "Categories",
    "Las formas de desagregar una cifra y sus categorías.",
    "The ways to break a figure down and their categories.",
    ("category_set", "category"),
    (
        code("category_set", "Desagregación", "Break-down", required=True),
        text("set_name", "Nombre de la desagregación", "Name of the break-down", required=True),
        text("set_name_en", "En inglés", "In English"),
        flag("exhaustive", "Sus partes suman el total", "Its parts add up to the whole"),
        code("category", "Categoría", "Category", required=True),
        text("name", "Nombre de la categoría", "Name of the category", required=True),
        text("name_en", "En inglés", "In English"),
        whole("ordinal", "Orden", "Order", required=True),
    ),
)
