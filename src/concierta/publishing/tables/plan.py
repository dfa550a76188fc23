"""What was planned: the plan, its tiers, projects, products and activities."""

from concierta.publishing.datasets.dataset import Dataset
from concierta.publishing.tables.columns import code, day, entity, fraction, moment, origin, text, whole, words

PLAN = Dataset(
    "plan",
    "Plan",
    "Plan",
    "El plan y el corte que se publica: una sola fila.",
    "The plan and the cut-off being published: one row.",
    ("plan",),
    (
        code("plan", "Identificador del plan", "Identifier of the plan", required=True),
        text("name", "Nombre", "Name", required=True),
        text("name_en", "Nombre en inglés", "Name in English"),
        text("city", "Ciudad", "City"),
        code("agreement", "Acuerdo del que nace", "The agreement it comes from", references="agreements.agreement"),
        day("starts_on", "Primer día del plan", "First day of the plan", required=True),
        day("ends_on", "Último día del plan", "Last day of the plan", required=True),
        text("state", "Estado del plan", "State of the plan", values=("draft", "in_force", "closed"), required=True),
        entity("secretariat", "Entidad de la secretaría técnica", "Entity of the technical secretariat"),
        entity("reviewer", "Entidad que revisa por defecto", "Entity that reviews by default"),
        entity("verifier", "Entidad que verifica por defecto", "Entity that verifies by default"),
        entity("presenter", "Entidad que presenta a la comunidad", "Entity that presents to the community"),
        *origin(),
        day("cut_off", "Fecha del corte", "Cut-off date", required=True),
        code("period", "Periodo del corte", "Period of the cut-off", references="periods.period", required=True),
        whole("year", "Vigencia del corte", "Fiscal year of the cut-off", required=True),
        moment("published_at", "Cuándo se publicó el corte", "When the cut-off was published", required=True),
        text("band_scale", "Versión de la escala del semáforo", "Version of the performance scale", required=True),
    ),
)

CORTES = Dataset(
    "cortes",
    "Cortes",
    "Published cut-offs",
    "Los cortes publicados hasta este, incluido. Cada uno es inmutable.",
    "The cut-offs published up to this one, included. Each is immutable.",
    ("cut_off",),
    (
        day("cut_off", "Fecha de corte", "Cut-off date", required=True),
        text("period", "Periodo", "Period", required=True),
        moment("published_at", "Cuándo se publicó", "When it was published", required=True),
        text(
            "manifest_sha256",
            "SHA-256 de su manifiesto; vacío en el corte presente, cuyo manifiesto acompaña a estos datos",
            "SHA-256 of its manifest; empty for the present cut-off, whose manifest comes with these data",
        ),
    ),
)

PERIODS = Dataset(
    "periods",
    "Periodos",
    "Periods",
    "Los periodos del plan hasta el corte.",
    "The plan's periods up to the cut-off.",
    ("period",),
    (
        text("period", "Periodo: «2024-T4» o «2024»", "Period: “2024-T4” or “2024”", required=True),
        whole("year", "Año", "Year", required=True),
        whole("quarter", "Trimestre; vacío si es el año", "Quarter; empty for the year"),
        day("cut_off", "Fecha de corte", "Cut-off date", required=True),
    ),
)

TIERS = Dataset(
    "tiers",
    "Niveles",
    "Tiers",
    "Los niveles del plan por encima de los proyectos; el 1 es el más amplio.",
    "The tiers of the plan above its projects; 1 is the widest.",
    ("tier",),
    (
        code("tier", "Identificador del nivel", "Identifier of the tier", required=True),
        whole("depth", "Profundidad", "Depth", required=True),
        text("singular", "Cómo se llama uno", "Its name in singular", required=True),
        text("plural", "Cómo se llaman varios", "Its name in plural", required=True),
        text("singular_en", "En inglés, singular", "In English, singular"),
        text("plural_en", "En inglés, plural", "In English, plural"),
    ),
)

NODES = Dataset(
    "nodes",
    "Ejes, propósitos y programas",
    "Axes, purposes and programmes",
    "Cada elemento de los niveles del plan, con su padre y su peso.",
    "Each element of the plan's tiers, with its parent and weight.",
    ("node",),
    (
        code("node", "Identificador: nivel/código", "Identifier: tier/code", required=True),
        code("tier", "Nivel", "Tier", references="tiers.tier", required=True),
        whole("depth", "Profundidad del nivel", "Depth of the tier", required=True),
        code("code", "Código en el plan", "Code in the plan", required=True),
        code("parent", "Elemento del que hace parte", "The element it is part of", references="nodes.node"),
        text("name", "Nombre", "Name", required=True),
        text("name_en", "Nombre en inglés", "Name in English"),
        fraction("weight", "Peso entre sus hermanos; vacío: todos pesan igual", "Weight among siblings; empty: equal"),
    ),
)

PROJECTS = Dataset(
    "projects",
    "Proyectos",
    "Projects",
    "Los proyectos del plan.",
    "The projects of the plan.",
    ("project",),
    (
        code("project", "Código del proyecto (BP)", "Code of the project (BP)", required=True),
        code("bpin", "Código BPIN", "National code (BPIN)"),
        text("name", "Nombre", "Name", required=True),
        code(
            "node",
            "Elemento del plan al que aporta",
            "Element of the plan it serves",
            references="nodes.node",
            required=True,
        ),
        entity("entity", "Entidad responsable", "Responsible entity"),
        text("office", "Dependencia", "Office"),
        fraction("weight", "Peso entre sus hermanos; vacío: todos pesan igual", "Weight among siblings; empty: equal"),
        *origin(),
    ),
)

PRODUCTS = Dataset(
    "products",
    "Productos",
    "Products",
    "Lo que cada proyecto entrega.",
    "What each project delivers.",
    ("product",),
    (
        code("product", "Identificador: proyecto/código/meta", "Identifier: project/code/goal", required=True),
        code("project", "Proyecto", "Project", references="projects.project", required=True),
        code("code", "Código MGA del producto", "MGA code of the product", required=True),
        code("goal_code", "Código de la meta del plan de desarrollo", "Code of the goal of the development plan"),
        text("name", "Nombre", "Name", required=True),
        text("goal_name", "Meta del plan de desarrollo", "Goal of the development plan"),
        text("unit", "Unidad de medida", "Unit of measure"),
        fraction(
            "weight", "Peso en el proyecto en la vigencia del corte", "Weight in the project in the year of the cut-off"
        ),
    ),
)

ACTIVITIES = Dataset(
    "activities",
    "Actividades",
    "Activities",
    "El trabajo que se hace para cada producto.",
    "The work done for each product.",
    ("activity",),
    (
        code(
            "activity",
            "Identificador: producto/código#ocurrencia",
            "Identifier: product/code#occurrence",
            required=True,
        ),
        code("product", "Producto", "Product", references="products.product", required=True),
        code("code", "Código en la fuente", "Code in the source", required=True),
        whole(
            "occurrence",
            "Distingue las filas a las que la fuente dio el mismo código",
            "Tells apart rows to which the source gave one code",
            required=True,
        ),
        words("name", "Descripción", "Description"),
        fraction("weight", "Peso en el producto", "Weight in the product"),
        code(
            "territory",
            "Comuna o corregimiento; vacío: toda la ciudad",
            "Comuna or corregimiento; empty: the whole city",
            references="territories.territory",
        ),
        text("office", "Dependencia", "Office"),
        day("starts_on", "Inicio", "Start"),
        day("ends_on", "Fin", "End"),
    ),
)
