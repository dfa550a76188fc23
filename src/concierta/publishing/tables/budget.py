"""The budget: what was set aside, line by line, what changed it, how far it was spent, what its file contradicts."""

from concierta.publishing.datasets.column import Column, ColumnType
from concierta.publishing.datasets.dataset import Dataset, ForeignKey
from concierta.publishing.tables.columns import code, day, entity, moment, origin, pesos, text, whole, words

YEAR = whole("fiscal_year", "Vigencia", "Fiscal year", required=True)

#: In the order in which money moves; each is cumulative in the fiscal year. Empty: the source does not say it.
STAGES: tuple[Column, ...] = (
    pesos("initial", "Apropiación inicial", "Initial appropriation"),
    pesos("additions", "Adiciones", "Additions"),
    pesos("reductions", "Reducciones", "Reductions"),
    pesos("credits", "Créditos (traslados que entran)", "Credits (transfers in)"),
    pesos("counter_credits", "Contracréditos (traslados que salen)", "Counter-credits (transfers out)"),
    pesos("deferred", "Aplazado y sin levantar", "Deferred and not released"),
    pesos("final", "Apropiación definitiva", "Final appropriation"),
    pesos("availability", "Certificados de disponibilidad (CDP)", "Budget availability certificates (CDP)"),
    pesos("registration", "Registros presupuestales (RP): comprometido", "Commitment registrations (RP)"),
    pesos("obligation", "Obligaciones", "Accrued obligations"),
    pesos("payment", "Pagos", "Payments"),
)

FUNDING_SOURCES = Dataset(
    "funding_sources",
    "Fuentes de financiación",
    "Funding sources",
    "De dónde sale el dinero, como lo nombra el presupuesto, y de qué clase es.",
    "Where money comes from, as the budget names it, and of which kind it is.",
    ("funding_source",),
    (
        code("funding_source", "Código de la fuente", "Code of the source", required=True),
        text("name", "Nombre", "Name", required=True),
        text(
            "kind",
            "Clase: propios, transferencias, regalías, crédito, cooperación, privados, en especie o sin decir",
            "Kind: own, transfers, royalties, credit, cooperation, private, in kind or not said",
            values=(
                "own",
                "transfers",
                "royalties",
                "credit",
                "cooperation",
                "private",
                "in_kind",
                "unclassified",
            ),
            required=True,
        ),
        text("classification", "La clase en palabras de la fuente", "The kind in the source's own words"),
    ),
)

BUDGET_LINES = Dataset(
    "budget_lines",
    "Líneas del presupuesto",
    "Budget lines",
    "Cada línea del plan anual de inversiones con su ejecución al corte. Lo oficial es lo que afirma su archivo, fila "
    "por fila: nada se repara. Las obligaciones miden la ejecución.",
    "Each line of the annual investment plan with its execution at the cut-off. Official rows are what their file "
    "states, row by row: nothing is repaired. Execution is read on obligations.",
    ("fiscal_year", "line"),
    (
        YEAR,
        code("line", "Clave de la línea en su vigencia", "Key of the line in its fiscal year", required=True),
        text("vintage", "Vigencia actual o reserva", "Current year or reserve", values=("current", "reserve")),
        code("project", "Proyecto del plan", "Project of the plan", references="projects.project"),
        code("project_code", "Código del proyecto (BP), sea del plan o no", "Project code (BP), in the plan or not"),
        code("bpin", "Código BPIN", "BPIN code"),
        text("project_name", "Nombre del proyecto que el plan no tiene", "Name of a project the plan does not have"),
        code("activity_code", "Código de la actividad", "Code of the activity"),
        text("activity_name", "Actividad", "Activity"),
        entity("entity", "Entidad que ejecuta", "Entity that executes"),
        code(
            "territory",
            "Territorio; vacío es toda la ciudad",
            "Territory; empty is the whole city",
            references="territories.territory",
        ),
        code(
            "funding_source",
            "Fuente",
            "Funding source",
            references="funding_sources.funding_source",
            required=True,
        ),
        code("object_code", "Rubro", "Budget item"),
        text("object_name", "Nombre del rubro", "Name of the budget item"),
        day("cut_off", "Fecha a la que están las cifras", "Date of the figures"),
        *STAGES,
        code("file", "SHA-256 del archivo", "SHA-256 of the file"),
        whole("row", "Renglón del archivo", "Row of the file"),
        *origin(),
    ),
)

BUDGET_FILES = Dataset(
    "budget_files",
    "Archivos de ejecución",
    "Execution files",
    "Los archivos de ejecución presupuestal de los que salen las cifras oficiales.",
    "The execution files from which the official figures come.",
    ("fiscal_year", "cut_off"),
    (
        YEAR,
        day("cut_off", "Corte del archivo", "Cut-off of the file", required=True),
        text("sha256", "SHA-256 del archivo", "SHA-256 of the file", required=True),
        text("filename", "Nombre del archivo", "Name of the file", required=True),
        text("profile", "Perfil con que se leyó", "Profile it was read with", required=True),
        whole("rows", "Filas leídas", "Rows read", required=True),
        whole("findings", "Celdas con hallazgos", "Cells with findings", required=True),
        moment("imported_at", "Cuándo se cargó", "When it was loaded", required=True),
        pesos("final", "Apropiación definitiva", "Final appropriation"),
        pesos("obligation", "Obligaciones", "Accrued obligations"),
        *(
            text(f"{name}_column", f"Columna del archivo: {es}", f"Column of the file: {en}")
            for name, es, en in (
                ("initial", "inicial", "initial"),
                ("final", "definitiva", "final"),
                ("availability", "CDP", "CDP"),
                ("registration", "RP", "RP"),
                ("obligation", "obligaciones", "obligations"),
                ("payment", "pagos", "payments"),
            )
        ),
    ),
)

BUDGET_FINDINGS = Dataset(
    "budget_findings",
    "Hallazgos en la ejecución",
    "Findings in the execution files",
    "Celdas que no eran lo que debían ser, y líneas cuyas cifras se contradicen. Se conservan como venían.",
    "Cells that were not what they should be, and lines whose figures contradict each other. Kept as they came.",
    ("fiscal_year", "cut_off", "number"),
    (
        YEAR,
        day("cut_off", "Corte del archivo", "Cut-off of the file", required=True),
        whole("number", "Número del hallazgo", "Number of the finding", required=True),
        whole("row", "Renglón", "Row", required=True),
        text("column", "Columna", "Column"),
        text("value", "Lo que decía", "What it said"),
        text("code", "Clase de hallazgo", "Kind of finding", required=True),
        text("message", "Qué pasa", "What is wrong"),
        text("action", "Qué se hizo", "What was done"),
        text("result", "Qué quedó", "What it became"),
        code("project_code", "Código del proyecto (BP)", "Project code (BP)"),
    ),
)

BUDGET_MODIFICATIONS = Dataset(
    "budget_modifications",
    "Modificaciones del presupuesto",
    "Budget modifications",
    "Cada acto que cambió una apropiación, línea por línea. Los traslados suman cero.",
    "Each act that changed an appropriation, line by line. Transfers add to zero.",
    ("fiscal_year", "act_type", "act_number", "act_date", "kind", "line", "effect"),
    (
        YEAR,
        text("act_type", "Clase de acto", "Type of act", required=True),
        text("act_number", "Número del acto", "Number of the act", required=True),
        day("act_date", "Fecha del acto", "Date of the act", required=True),
        text("kind", "Qué hace", "What it does", required=True),
        code("line", "Línea", "Line", required=True),
        text("effect", "Efecto en la línea", "Effect on the line", required=True),
        pesos("amount", "Valor", "Amount"),
        words("reason", "Por qué", "Why"),
        code("decision", "Decisión de la mesa, si la hubo", "Decision of the table, if any"),
    ),
    (ForeignKey(("fiscal_year", "line"), "budget_lines", ("fiscal_year", "line")),),
)

CONTRACTS = Dataset(
    "contracts",
    "Contratos",
    "Contracts",
    "Los procesos de contratación a los que fue el dinero de cada proyecto. A quién se adjudicaron lo dice el SECOP.",
    "The procurement processes that the money of each project went to. SECOP says whom they were awarded to.",
    ("project", "process"),
    (
        code("project", "Proyecto", "Project", references="projects.project", required=True),
        code("process", "Proceso en el SECOP", "SECOP process", required=True),
        text("number", "Número del contrato", "Contract number"),
        text("url", "Dirección en el SECOP", "Address in SECOP"),
        text("subject", "Objeto", "Subject"),
        pesos("value", "Valor", "Value"),
        day("signed_on", "Fecha de firma", "Signed on"),
        entity("entity", "Entidad que contrata", "Contracting entity"),
    ),
)

MONEY_SOURCES_COMPARED = Dataset(
    "money_sources_compared",
    "Las dos fuentes del dinero",
    "The two sources of money",
    "El presupuesto y el seguimiento al plan de acción, proyecto por proyecto: coinciden, difieren o falta en una. Las "
    "diferencias son el hallazgo: no se corrige ninguna.",
    "The budget and the follow-up of the action plan, project by project: they agree, differ, or one lacks it. The "
    "differences are the finding: none is corrected.",
    ("fiscal_year", "project_code"),
    (
        YEAR,
        code("project_code", "Código del proyecto (BP)", "Project code (BP)", required=True),
        code("project", "Proyecto del plan", "Project of the plan", references="projects.project"),
        text("standing", "Cómo están", "How they stand", required=True),
        *(
            pesos(f"{side}_{name}", f"{es}, según {by_es}", f"{en}, by {by_en}")
            for side, by_es, by_en in (
                ("budget", "el presupuesto", "the budget"),
                ("follow_up", "el seguimiento", "the follow-up"),
            )
            for name, es, en in (
                ("initial", "Inicial", "Initial"),
                ("final", "Definitiva", "Final"),
                ("registration", "Comprometido", "Committed"),
                ("obligation", "Obligado", "Obligated"),
                ("payment", "Pagado", "Paid"),
            )
        ),
    ),
)

PRICE_INDEX = Dataset(
    "price_index",
    "Índices de precios",
    "Price indexes",
    "Con qué se descuenta la inflación.",
    "What inflation is discounted with.",
    ("index", "year"),
    (
        code("index", "Índice", "Index", required=True),
        text("name", "Nombre", "Name", required=True),
        whole("year", "Año", "Year", required=True),
        Column("value", ColumnType.DECIMAL, "Valor", "Value", required=True),
        text("base", "Cuándo vale 100", "When it is 100", required=True),
        text("source", "Quién lo publica", "Who publishes it", required=True),
    ),
)
