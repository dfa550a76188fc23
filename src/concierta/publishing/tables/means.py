"""What signatories bring to projects, and what is sought from others. Cash and in kind are never one column."""

from concierta.publishing.datasets.column import Column, ColumnType
from concierta.publishing.datasets.dataset import Dataset
from concierta.publishing.tables.columns import code, day, entity, flag, origin, pesos, text, whole, words

CONTRIBUTIONS = Dataset(
    "contributions",
    "Aportes de los firmantes",
    "Contributions of the signatories",
    "Lo que cada entidad puso o pondrá en un proyecto: pesos, o una cantidad en su unidad. Lo que va en especie "
    "puede estar valorado, con su método; nunca se suma con el dinero.",
    "What each entity put or will put into a project: pesos, or a quantity in its unit. In kind may be valued, with "
    "its method; it is never added to money.",
    ("contribution",),
    (
        whole("contribution", "Número del aporte", "Number of the contribution", required=True),
        code("project", "Proyecto", "Project", references="projects.project", required=True),
        entity("entity", "Entidad que aporta", "Entity that contributes"),
        code("pledge", "Promesa a la que responde", "Pledge it answers to", references="pledges.pledge"),
        text(
            "kind",
            "Medios técnicos, humanos, económicos o logísticos",
            "Technical, human, economic or logistic means",
            values=("technical", "human", "economic", "logistic"),
            required=True,
        ),
        text("form", "Dinero o especie", "Cash or in kind", values=("cash", "in_kind"), required=True),
        words("description", "Qué es", "What it is"),
        pesos("amount", "Dinero ofrecido", "Cash offered"),
        Column("quantity", ColumnType.DECIMAL, "Cantidad ofrecida, en su unidad", "Quantity offered, in its unit"),
        text("unit", "Unidad de lo que va en especie", "Unit of what is in kind"),
        pesos("unit_value", "Valor de una unidad, si se valoró", "Value of one unit, if valued"),
        words("valuation_method", "Cómo se valoró", "How it was valued"),
        day("due_on", "Hasta cuándo", "Until when"),
        pesos("declared_amount", "Dinero que dice haber entregado", "Cash it says it delivered"),
        Column(
            "declared_quantity", ColumnType.DECIMAL, "Cantidad que dice haber entregado", "Quantity it says it gave"
        ),
        pesos("verified_amount", "Dinero verificado", "Cash verified"),
        Column("verified_quantity", ColumnType.DECIMAL, "Cantidad verificada", "Quantity verified"),
        *origin(),
    ),
)

DELIVERIES = Dataset(
    "deliveries",
    "Entregas de los aportes",
    "Deliveries of contributions",
    "Cada entrega que una entidad declara, y lo que otra encontró. Las dos cifras quedan.",
    "Each delivery that an entity declares, and what another found. Both figures stay.",
    ("contribution", "number"),
    (
        whole(
            "contribution",
            "Aporte",
            "Contribution",
            references="contributions.contribution",
            required=True,
        ),
        whole("number", "Número de la entrega", "Number of the delivery", required=True),
        day("delivered_on", "Fecha de entrega", "Delivered on", required=True),
        pesos("amount", "Dinero declarado", "Cash declared"),
        Column("quantity", ColumnType.DECIMAL, "Cantidad declarada", "Quantity declared"),
        text(
            "status",
            "Por verificar, verificada, verificada con ajuste, rechazada o no verificable",
            "To be verified, verified, verified with adjustment, rejected or not verifiable",
            values=("declared", "verified", "adjusted", "rejected", "not_verifiable"),
            required=True,
        ),
        pesos("verified_amount", "Dinero verificado", "Cash verified"),
        Column("verified_quantity", ColumnType.DECIMAL, "Cantidad verificada", "Quantity verified"),
        entity("verifier", "Entidad que verificó", "Entity that verified"),
        text("method", "Cómo se verificó", "How it was verified"),
        words("reason", "Qué encontró", "What it found"),
        day("verified_on", "Cuándo", "When"),
        text("evidence", "SHA-256 de los soportes", "SHA-256 of the evidence"),
    ),
)

OPPORTUNITIES = Dataset(
    "opportunities",
    "Gestión de recursos",
    "Resource mobilisation",
    "El apoyo que se busca en otras entidades, de la idea al informe a quien aportó. Lo solicitado, lo aprobado, "
    "lo convenido y lo desembolsado son cuatro cifras distintas; solo lo desembolsado es un hecho del plan.",
    "Support sought from others, from the idea to the report to who gave. Requested, approved, agreed and disbursed "
    "are four different figures; only what was disbursed is a fact of the plan.",
    ("opportunity",),
    (
        code("opportunity", "Código", "Code", required=True),
        text("title", "Qué se busca", "What is sought", required=True),
        text("funder", "A quién se le pide", "Who is asked", required=True),
        text("funder_kind", "Clase de aportante", "Kind of funder", values=("public", "private", "international")),
        entity("entity", "Entidad que la lleva", "Entity in charge"),
        text(
            "state",
            "Etapa",
            "Stage",
            values=(
                "opportunity",
                "prepared",
                "requested",
                "approved",
                "agreement_signed",
                "disbursed",
                "reported_back",
                "refused",
                "expired",
            ),
            required=True,
        ),
        words("end_reason", "Por qué se negó o venció", "Why it was refused or expired"),
        words("conditions", "Condiciones", "Conditions"),
        pesos("expected", "Por solicitar", "To be requested"),
        pesos("requested", "Solicitado", "Requested"),
        pesos("approved", "Aprobado", "Approved"),
        pesos("agreed", "Convenido", "Agreed"),
        pesos("disbursed", "Desembolsado", "Disbursed"),
        flag("foreign_currency", "Alguna cifra se dijo en otra moneda", "Some figure was said in another currency"),
        text("projects", "Proyectos, separados por «; »", "Projects, separated by “; ”"),
        *origin(),
    ),
)

OPPORTUNITY_AMOUNTS = Dataset(
    "opportunity_amounts",
    "Cifras de la gestión de recursos",
    "Figures of resource mobilisation",
    "Cada cifra en la moneda en que se dijo, con la tasa y su fecha cuando no es en pesos.",
    "Each figure in the currency it was said in, with the rate and its date when it is not in pesos.",
    ("opportunity", "number"),
    (
        code(
            "opportunity",
            "Gestión",
            "Opportunity",
            references="opportunities.opportunity",
            required=True,
        ),
        whole("number", "Número de la cifra", "Number of the figure", required=True),
        text("kind", "Qué es", "What it is", required=True),
        day("on", "Fecha", "Date", required=True),
        Column("amount", ColumnType.DECIMAL, "Valor en su moneda", "Amount in its currency", required=True),
        text("currency", "Moneda (ISO 4217)", "Currency (ISO 4217)", required=True),
        Column("rate", ColumnType.DECIMAL, "Pesos por unidad", "Pesos per unit"),
        day("rate_on", "Fecha de la tasa", "Date of the rate"),
        text("rate_source", "Quién dice la tasa", "Who says the rate"),
        pesos("pesos", "En pesos", "In pesos"),
    ),
)

PROJECT_NEEDS = Dataset(
    "project_needs",
    "Lo que cuesta cada proyecto",
    "What each project costs",
    "El costo estimado de un proyecto en un año, y quién lo estimó: contra él se mide lo que falta.",
    "The estimated cost of a project in a year, and who estimated it: the gap is measured against it.",
    ("project", "fiscal_year"),
    (
        code("project", "Proyecto", "Project", references="projects.project", required=True),
        whole("fiscal_year", "Vigencia", "Fiscal year", required=True),
        pesos("amount", "Costo estimado", "Estimated cost"),
        text("source", "Quién lo estimó", "Who estimated it", required=True),
    ),
)
