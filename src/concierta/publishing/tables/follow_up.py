"""What the official follow-up matrices stated, period by period, and what did not add up in them."""

from concierta.publishing.datasets.column import Column, ColumnType
from concierta.publishing.datasets.dataset import Dataset
from concierta.publishing.tables.columns import PERIOD, code, fraction, moment, pesos, text, whole, words

MONEY = (
    pesos("initial", "Apropiación inicial", "Initial appropriation"),
    pesos("modified", "Apropiación definitiva (modificada)", "Final (modified) appropriation"),
    pesos("executed", "Ejecución (compromisos)", "Executed (committed)"),
    pesos("obligated", "Obligaciones", "Accrued obligations"),
    pesos("paid", "Pagos", "Payments"),
)

SOURCES = Dataset(
    "sources",
    "Archivos de origen",
    "Source files",
    "Los archivos oficiales de los que se cargó cada periodo.",
    "The official files from which each period was loaded.",
    ("period", "sha256"),
    (
        PERIOD,
        text("sha256", "SHA-256 del archivo", "SHA-256 of the file", required=True),
        text("filename", "Nombre del archivo", "Name of the file", required=True),
        text("profile", "Perfil con que se leyó", "Profile it was read with", required=True),
        whole("rows", "Filas leídas", "Rows read", required=True),
        moment("imported_at", "Cuándo se cargó", "When it was loaded", required=True),
        whole("findings", "Celdas que no eran lo que debían ser", "Cells that were not what they should be"),
        whole("differences", "Cifras que no cuadran con sus partes", "Figures that differ from their parts"),
        *MONEY,
    ),
)

ACTIVITY_FOLLOW_UPS = Dataset(
    "activity_follow_ups",
    "Seguimiento de actividades",
    "Follow-up of activities",
    "Lo que la fuente afirma de cada actividad en cada periodo. No está verificado.",
    "What the source states of each activity in each period. Not verified.",
    ("activity", "period"),
    (
        code("activity", "Actividad", "Activity", references="activities.activity", required=True),
        PERIOD,
        fraction("weight", "Peso en el producto", "Weight in the product"),
        fraction("stated_progress", "Avance que afirma la fuente", "Progress stated by the source"),
        *MONEY,
        words("explanation", "Explicación de la entidad", "Explanation by the entity"),
    ),
)

PRODUCT_FOLLOW_UPS = Dataset(
    "product_follow_ups",
    "Seguimiento de productos",
    "Follow-up of products",
    "Lo que la fuente afirma de cada producto en cada periodo. No está verificado.",
    "What the source states of each product in each period. Not verified.",
    ("product", "period"),
    (
        code("product", "Producto", "Product", references="products.product", required=True),
        PERIOD,
        fraction("weight", "Peso en el proyecto", "Weight in the project"),
        Column(
            "programmed",
            ColumnType.DECIMAL,
            "Lo programado para la vigencia; vacío: no programado",
            "Programmed for the year; empty: not programmed",
            unit="products.unit",
        ),
        Column(
            "indicative_programmed",
            ColumnType.DECIMAL,
            "Lo programado en el plan indicativo",
            "Programmed in the indicative plan",
            unit="products.unit",
        ),
        Column(
            "executed",
            ColumnType.DECIMAL,
            "Lo ejecutado en el año hasta el corte, según la fuente",
            "Executed in the year up to the cut-off, as the source says",
            unit="products.unit",
        ),
        fraction("stated_progress", "Avance que afirma la fuente", "Progress stated by the source"),
        words("explanation", "Explicación de la entidad", "Explanation by the entity"),
    ),
)

PROJECT_FOLLOW_UPS = Dataset(
    "project_follow_ups",
    "Seguimiento de proyectos",
    "Follow-up of projects",
    "El avance que la fuente afirma de cada proyecto. No está verificado.",
    "The progress the source states of each project. Not verified.",
    ("project", "period"),
    (
        code("project", "Proyecto", "Project", references="projects.project", required=True),
        PERIOD,
        fraction("stated_progress", "Avance que afirma la fuente", "Progress stated by the source"),
    ),
)

PROJECT_MONEY = Dataset(
    "project_money",
    "Dinero por proyecto",
    "Money by project",
    "La suma exacta de las actividades de cada proyecto, en pesos acumulados del año.",
    "The exact sum of each project's activities, in pesos accumulated in the year.",
    ("project", "period"),
    (code("project", "Proyecto", "Project", references="projects.project", required=True), PERIOD, *MONEY),
)

RECONCILIATION = Dataset(
    "reconciliation",
    "Conciliación",
    "Reconciliation",
    "Cifras de la fuente que no coinciden con las recalculadas a partir de sus propias partes: solo las diferencias.",
    "Figures of the source that differ from those recomputed from its own parts: differences only.",
    ("number",),
    (
        whole("number", "Número de fila", "Row number", required=True),
        PERIOD,
        text("level", "Nivel: producto, proyecto o total", "Level: product, project or total", required=True),
        text("code", "Código en la fuente", "Code in the source"),
        text("name", "Nombre", "Name"),
        text("measure", "Qué se compara", "What is compared", required=True),
        Column("stated", ColumnType.DECIMAL, "Lo que dice la fuente", "What the source states", unit="1 = 100 % · COP"),
        Column("recomputed", ColumnType.DECIMAL, "Lo recalculado", "The recomputed figure", unit="1 = 100 % · COP"),
        Column(
            "difference",
            ColumnType.DECIMAL,
            "Diferencia: fuente − recalculado",
            "Difference: stated − recomputed",
            unit="1 = 100 % · COP",
        ),
    ),
)

FINDINGS = Dataset(
    "findings",
    "Hallazgos de la carga",
    "Findings of the import",
    "Cuántas celdas de cada columna no eran lo que debían ser, y qué se hizo con ellas.",
    "How many cells of each column were not what they should be, and what was done with them.",
    ("number",),
    (
        whole("number", "Número de fila", "Row number", required=True),
        PERIOD,
        text("code", "Tipo de hallazgo", "Kind of finding", required=True),
        text("column", "Columna de la fuente", "Column of the source"),
        text("message", "Qué se encontró", "What was found"),
        text("action", "Qué se hizo", "What was done", required=True),
        whole("cells", "Celdas", "Cells", required=True),
    ),
)
