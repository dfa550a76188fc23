"""Who signed what, and what each one promised."""

from collections.abc import Iterable
from typing import NamedTuple

from concierta.agreements.enums import AdoptionRule, Measured
from concierta.agreements.models import Agreement, Clause
from concierta.agreements.queries import standing_of
from concierta.agreements.text import Force, Standing
from concierta.kernel.keys import join_key
from concierta.people.models import Entity, Territory
from concierta.plans.models import Project
from concierta.publishing.formats.table import PublishedTable, Tables
from concierta.publishing.queries.mesa_record import mesa_record
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables.columns import code, day, text, whole, words


def _entities(snapshot: Snapshot, tables: Tables) -> list[Entity]:
    """The entities that any other table names: an installation may serve several plans."""
    named = Entity.objects.filter(code__in=tables.codes_of("entities")).order_by()
    return sorted(named, key=lambda entity: entity.code)


ENTITIES = PublishedTable(
    "entities",
    "Entidades",
    "Entities",
    "Las entidades que prometen, ejecutan, reportan, revisan, verifican o presentan en este plan.",
    "The entities that promise, carry out, report, review, verify or present in this plan.",
    ("entity",),
    (
        code("entity", "Código de la entidad", "Code of the entity", required=True, read="code"),
        text("name", "Nombre", "Name", required=True),
        text("acronym", "Sigla", "Acronym"),
        text("kind", "Sector", "Sector", required=True),
    ),
    derived=_entities,
)


def _territories(snapshot: Snapshot, tables: Tables) -> Iterable[Territory]:
    """Those named by an activity, those that contain them, and their siblings: a place without projects shows."""
    known = {territory.pk: territory for territory in Territory.objects.order_by()}
    named = tables.codes_of("territories")
    shown = {pk for pk, territory in known.items() if territory.code in named}
    above: set[int] = set()
    for territory in known.values():
        if territory.parent_id is not None:
            territory.parent = known[territory.parent_id]
    for pk in shown:
        parent = known[pk].parent_id
        while parent is not None and parent not in above:
            above.add(parent)
            parent = known[parent].parent_id
    shown |= above | {pk for pk, territory in known.items() if territory.parent_id in above}
    return sorted((known[pk] for pk in shown), key=lambda territory: territory.code)


TERRITORIES = PublishedTable(
    "territories",
    "Territorios",
    "Territories",
    "Las comunas y corregimientos, también aquellos sin proyectos.",
    "The comunas and corregimientos, also those without projects.",
    ("territory",),
    (
        code("territory", "Código", "Code", required=True, read="code"),
        text("name", "Nombre", "Name", required=True),
        text("kind", "Clase", "Kind", values=("municipality", "comuna", "corregimiento", "rural"), required=True),
        code("parent", "Territorio que lo contiene", "Territory that contains it", references="territories.territory",
             read=lambda place, _: place.parent.code if place.parent_id else ""),
    ),
    derived=_territories,
)  # fmt: skip


def _standing(agreement: Agreement, snapshot: Snapshot) -> Standing:
    return standing_of(agreement, mesa_record(snapshot).today)


def _agreements(snapshot: Snapshot) -> list[Agreement]:
    return [snapshot.plan.agreement] if snapshot.plan.agreement else []


AGREEMENTS = PublishedTable(
    "agreements",
    "Acuerdo",
    "Agreement",
    "El acuerdo de voluntades del que nace el plan.",
    "The agreement the plan comes from.",
    ("agreement",),
    (
        code("agreement", "Identificador", "Identifier", required=True, read="slug"),
        text("title", "Título", "Title", required=True),
        text("title_en", "Título en inglés", "Title in English"),
        day("signed_on", "Fecha de la firma", "Date of signature", required=True),
        words("summary", "Resumen", "Summary"),
        words("summary_en", "Resumen en inglés", "Summary in English"),
        text("source", "Fuente", "Source"),
        text("adoption", "Cuántas firmas pide un texto nuevo", "How many signatures a new text needs",
             values=tuple(AdoptionRule.values)),
        text("force", "Si rige al publicarse el corte", "Whether it binds when the cut-off is published",
             values=tuple(Force.values), read=lambda agreement, snapshot: _standing(agreement, snapshot).force.value),
        day("ends_on", "Último día del texto o de su marco, lo que llegue antes",
            "Last day of the text or of its frame, whichever comes first",
            read=lambda agreement, snapshot: _standing(agreement, snapshot).ends_on),
        text("succeeds", "Acuerdo al que continúa", "Agreement that it goes on from",
             read=lambda agreement, _: agreement.succeeds.slug if agreement.succeeds else ""),
        text("succeeds_title", "Cómo se llama ese acuerdo", "What that agreement is called",
             read=lambda agreement, _: agreement.succeeds.title if agreement.succeeds else ""),
    ),
    objects=_agreements,
)  # fmt: skip


def _clauses(snapshot: Snapshot) -> Iterable[Clause]:
    agreement = snapshot.plan.agreement
    return agreement.clauses.order_by("ordinal") if agreement else ()


CLAUSES = PublishedTable(
    "clauses",
    "Compromisos del acuerdo",
    "Commitments of the agreement",
    "Aquello a lo que se obligaron los firmantes.",
    "What the signatories bound themselves to.",
    ("clause",),
    (
        code("clause", "Código del compromiso", "Code of the commitment", required=True, read="code"),
        code("agreement", "Acuerdo", "Agreement", references="agreements.agreement", required=True,
             read="agreement.slug"),
        whole("ordinal", "Orden", "Order", required=True),
        text("title", "Título", "Title", required=True),
        text("title_en", "Título en inglés", "Title in English"),
        words("text", "Texto", "Text"),
        words("text_en", "Texto en inglés", "Text in English"),
        text("measured", "Qué muestra si se cumple; vacío: nada del programa", "What shows whether it is kept; empty: "
             "nothing of the program", values=tuple(Measured.values)),
    ),
    objects=_clauses,
)  # fmt: skip


class _ProjectPledge(NamedTuple):
    project: str
    pledge: str


def _project_pledges(snapshot: Snapshot) -> list[_ProjectPledge]:
    """Only pledges of the plan's own agreement, and projects that the cut-off knows."""
    links = Project.pledges.through.objects.filter(
        project__plan=snapshot.plan, pledge__clause__in=list(snapshot.clauses)
    ).values_list("project_id", "pledge__clause__code", "pledge__code")
    return sorted(
        _ProjectPledge(snapshot.projects[project].code, join_key(clause, code))
        for project, clause, code in links
        if project in snapshot.projects
    )


PROJECT_PLEDGES = PublishedTable(
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
    objects=_project_pledges,
)
