"""Who signed what, and what each one promised."""

from concierta.publishing.datasets.column import Column, ColumnType
from concierta.publishing.datasets.columns import code, day, entity, origin, pesos, text, whole, words
from concierta.publishing.datasets.dataset import Dataset

ENTITIES = Dataset(
    "entities",
    "Entidades",
    "Entities",
    "Las entidades que prometen, ejecutan, reportan, revisan, verifican o presentan en este plan.",
    "The entities that promise, carry out, report, review, verify or present in this plan.",
    ("entity",),
    (
        code("entity", "Código de la entidad", "Code of the entity", required=True),
        text("name", "Nombre", "Name", required=True),
        text("acronym", "Sigla", "Acronym"),
        text("kind", "Sector", "Sector", required=True),
    ),
)

TERRITORIES = Dataset(
    "territories",
    "Territorios",
    "Territories",
    "Las comunas y corregimientos, también aquellos sin proyectos.",
    "The comunas and corregimientos, also those without projects.",
    ("territory",),
    (
        code("territory", "Código", "Code", required=True),
        text("name", "Nombre", "Name", required=True),
        text("kind", "Clase", "Kind", values=("municipality", "comuna", "corregimiento", "rural"), required=True),
        code("parent", "Territorio que lo contiene", "Territory that contains it", references="territories.territory"),
    ),
)

AGREEMENTS = Dataset(
    "agreements",
    "Acuerdo",
    "Agreement",
    "El acuerdo de voluntades del que nace el plan.",
    "The agreement the plan comes from.",
    ("agreement",),
    (
        code("agreement", "Identificador", "Identifier", required=True),
        text("title", "Título", "Title", required=True),
        text("title_en", "Título en inglés", "Title in English"),
        day("signed_on", "Fecha de la firma", "Date of signature", required=True),
        words("summary", "Resumen", "Summary"),
        words("summary_en", "Resumen en inglés", "Summary in English"),
        text("source", "Fuente", "Source"),
    ),
)

CLAUSES = Dataset(
    "clauses",
    "Compromisos del acuerdo",
    "Commitments of the agreement",
    "Aquello a lo que se obligaron los firmantes.",
    "What the signatories bound themselves to.",
    ("clause",),
    (
        code("clause", "Código del compromiso", "Code of the commitment", required=True),
        code("agreement", "Acuerdo", "Agreement", references="agreements.agreement", required=True),
        whole("ordinal", "Orden", "Order", required=True),
        text("title", "Título", "Title", required=True),
        text("title_en", "Título en inglés", "Title in English"),
        words("text", "Texto", "Text"),
        words("text_en", "Texto en inglés", "Text in English"),
    ),
)

SIGNATORIES = Dataset(
    "signatories",
    "Firmantes",
    "Signatories",
    "Las entidades que firmaron el acuerdo.",
    "The entities that signed the agreement.",
    ("agreement", "entity"),
    (
        code("agreement", "Acuerdo", "Agreement", references="agreements.agreement", required=True),
        entity("entity", "Entidad", "Entity"),
    ),
)

PLEDGES = Dataset(
    "pledges",
    "Promesas de los firmantes",
    "Pledges of the signatories",
    "Lo que cada firmante prometió en concreto bajo cada compromiso.",
    "What each signatory concretely promised under each commitment.",
    ("pledge",),
    (
        code("pledge", "Identificador: compromiso/código", "Identifier: commitment/code", required=True),
        code("clause", "Compromiso", "Commitment", references="clauses.clause", required=True),
        code("code", "Código", "Code", required=True),
        entity("entity", "Entidad que promete", "Entity that promises"),
        words("text", "Lo prometido", "What was promised"),
        words("text_en", "En inglés", "In English"),
        text(
            "kind",
            "Dinero, especie o acción",
            "Cash, in kind or action",
            values=("cash", "in_kind", "action"),
            required=True,
        ),
        pesos("amount", "Dinero prometido", "Cash promised"),
        Column("quantity", ColumnType.DECIMAL, "Cantidad en especie", "Quantity in kind", unit="pledges.unit"),
        text("unit", "Unidad de lo prometido en especie", "Unit of what was promised in kind"),
        day("due_on", "Fecha prometida", "Date promised"),
        *origin(),
    ),
)

PROJECT_PLEDGES = Dataset(
    "project_pledges",
    "Promesas y proyectos",
    "Pledges and projects",
    "Qué proyectos cumplen qué promesas.",
    "Which projects fulfil which pledges.",
    ("project", "pledge"),
    (
        code("project", "Proyecto", "Project", references="projects.project", required=True),
        code("pledge", "Promesa", "Pledge", references="pledges.pledge", required=True),
    ),
)
