"""The budget: what was set aside, line by line, what changed it, how far it was spent and where it went."""

from typing import Any, NamedTuple

from django.db.models import Q

from concierta.budgets.models import (
    BudgetLine,
    Contract,
    ExecutionCut,
    FundingSource,
    ModificationLine,
    PricePoint,
)
from concierta.budgets.queries.cells import appropriation, changes_by_line
from concierta.budgets.queries.standing import lines_without_cut, standing_cuts
from concierta.engines.finance import FIELDS, Stages
from concierta.plans.models import Project
from concierta.publishing.formats.column import Column, ColumnType, Read
from concierta.publishing.formats.table import ForeignKey, PublishedTable
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables.columns import code, day, entity, origin, pesos, text, whole, words


def fiscal_year(read: Read) -> Column:
    return whole("fiscal_year", "Vigencia", "Fiscal year", required=True, read=read)


#: In the order in which money moves; each is cumulative in the fiscal year. Empty: the source does not say it.
STAGES: tuple[Column, ...] = (
    pesos("initial", "Apropiación inicial", "Initial appropriation", read="stages.initial"),
    pesos("additions", "Adiciones", "Additions", read="stages.additions"),
    pesos("reductions", "Reducciones", "Reductions", read="stages.reductions"),
    pesos("credits", "Créditos (traslados que entran)", "Credits (transfers in)", read="stages.credits"),
    pesos(
        "counter_credits",
        "Contracréditos (traslados que salen)",
        "Counter-credits (transfers out)",
        read="stages.counter_credits",
    ),
    pesos("deferred", "Aplazado y sin levantar", "Deferred and not released", read="stages.deferred"),
    pesos("final", "Apropiación definitiva", "Final appropriation", read="stages.final"),
    pesos(
        "availability",
        "Certificados de disponibilidad (CDP)",
        "Budget availability certificates (CDP)",
        read="stages.availability",
    ),
    pesos(
        "registration",
        "Registros presupuestales (RP): comprometido",
        "Commitment registrations (RP)",
        read="stages.registration",
    ),
    pesos("obligation", "Obligaciones", "Accrued obligations", read="stages.obligation"),
    pesos("payment", "Pagos", "Payments", read="stages.payment"),
)


def _funding_sources(snapshot: Snapshot) -> list[FundingSource]:
    return sorted(FundingSource.objects.filter(plan=snapshot.plan), key=lambda source: source.code)


FUNDING_SOURCES = PublishedTable(
    "funding_sources",
    "Fuentes de financiación",
    "Funding sources",
    "De dónde sale el dinero, como lo nombra el presupuesto, y de qué clase es.",
    "Where money comes from, as the budget names it, and of which kind it is.",
    ("funding_source",),
    (
        code("funding_source", "Código de la fuente", "Code of the source", required=True, read="code"),
        text("name", "Nombre", "Name", required=True),
        text("kind", "Clase: propios, transferencias, regalías, crédito, cooperación, privados, en especie o sin decir",
             "Kind: own, transfers, royalties, credit, cooperation, private, in kind or not said",
             values=("own", "transfers", "royalties", "credit", "cooperation", "private", "in_kind", "unclassified"),
             required=True),
        text("classification", "La clase en palabras de la fuente", "The kind in the source's own words"),
    ),
    objects=_funding_sources,
)  # fmt: skip

_OF_LINE = ("line__entity", "line__territory", "line__funding_source", "budget_import")


class _Line(NamedTuple):
    """A line as it stands at the cut-off: by its last cut, or by what acts have changed of it where it has none."""

    line: BudgetLine
    cut: ExecutionCut | None
    stages: Stages
    project: Project | None

    @property
    def key(self) -> tuple[int, str]:
        return self.line.fiscal_year, self.line.key


def _budget_lines(snapshot: Snapshot) -> list[_Line]:
    cuts = standing_cuts(snapshot.plan, snapshot.cut_off).order_by().select_related("line", *_OF_LINE)
    lines = [_line(snapshot, cut.line, cut, Stages(**{name: getattr(cut, name) for name in FIELDS})) for cut in cuts]
    uncut = list(
        lines_without_cut(snapshot.plan, snapshot.cut_off).select_related("entity", "territory", "funding_source")
    )
    changes = changes_by_line((line.pk for line in uncut), snapshot.cut_off)
    for line in uncut:
        lines.append(_line(snapshot, line, None, appropriation(line.initial, changes.get(line.pk, {}))))
    return sorted(lines, key=lambda line: line.key)


def _line(snapshot: Snapshot, line: BudgetLine, cut: ExecutionCut | None, stages: Stages) -> _Line:
    return _Line(line, cut, stages, snapshot.projects.get(line.project_id) if line.project_id else None)


def _file(row: _Line, _snapshot: Snapshot) -> str:
    return row.cut.budget_import.sha256 if row.cut and row.cut.budget_import else ""


BUDGET_LINES = PublishedTable(
    "budget_lines",
    "Líneas del presupuesto",
    "Budget lines",
    "Cada línea del plan anual de inversiones con su ejecución al corte. Lo oficial es lo que afirma su archivo, fila "
    "por fila: nada se repara. Las obligaciones miden la ejecución.",
    "Each line of the annual investment plan with its execution at the cut-off. Official rows are what their file "
    "states, row by row: nothing is repaired. Execution is read on obligations.",
    ("fiscal_year", "line"),
    (
        fiscal_year("line.fiscal_year"),
        code("line", "Clave de la línea en su vigencia", "Key of the line in its fiscal year", required=True,
             read="line.key"),
        text("vintage", "Vigencia actual o reserva", "Current year or reserve", values=("current", "reserve"),
             read="line.vintage"),
        code("project", "Proyecto del plan", "Project of the plan", references="projects.project",
             read=lambda row, _: row.project.code if row.project else ""),
        code("project_code", "Código del proyecto (BP), sea del plan o no", "Project code (BP), in the plan or not",
             read="line.project_code"),
        code("bpin", "Código BPIN", "BPIN code", read="line.bpin"),
        text("project_name", "Nombre del proyecto que el plan no tiene", "Name of a project the plan does not have",
             read=lambda row, _: "" if row.project else row.line.project_name),
        code("activity_code", "Código de la actividad", "Code of the activity", read="line.activity_code"),
        text("activity_name", "Actividad", "Activity", read="line.activity_name"),
        entity("entity", "Entidad que ejecuta", "Entity that executes", read="line.entity.code"),
        code("territory", "Territorio; vacío es toda la ciudad", "Territory; empty is the whole city",
             references="territories.territory",
             read=lambda row, _: row.line.territory.code if row.line.territory else ""),
        code("funding_source", "Fuente", "Funding source", references="funding_sources.funding_source", required=True,
             read="line.funding_source.code"),
        code("object_code", "Rubro", "Budget item", read="line.object_code"),
        text("object_name", "Nombre del rubro", "Name of the budget item", read="line.object_name"),
        day("cut_off", "Fecha a la que están las cifras", "Date of the figures",
            read=lambda row, _: row.cut and row.cut.cut_off),
        *STAGES,
        code("file", "SHA-256 del archivo", "SHA-256 of the file", read=_file),
        whole("row", "Renglón del archivo", "Row of the file", read=lambda row, _: row.cut and row.cut.row),
        *origin("line."),
    ),
    objects=_budget_lines,
)  # fmt: skip


def _modifications(snapshot: Snapshot) -> list[ModificationLine]:
    """Of the lines that are shown, by all that the table says of them, in the order of its columns."""
    shown = {line.key for line in _budget_lines(snapshot)}
    changes = ModificationLine.objects.filter(
        modification__plan=snapshot.plan, modification__act_date__lte=snapshot.cut_off
    )
    known = [
        change
        for change in changes.order_by().select_related("modification__decision", "line")
        if (change.modification.fiscal_year, change.line.key) in shown
    ]
    return sorted(known, key=_order_of_change)


def _order_of_change(change: ModificationLine) -> tuple[Any, ...]:
    act = change.modification
    return (act.fiscal_year, act.act_type, act.act_number, act.act_date, act.kind, change.line.key, change.effect)


def _decision(change: ModificationLine, _snapshot: Snapshot) -> str:
    return change.modification.decision.number if change.modification.decision else ""


BUDGET_MODIFICATIONS = PublishedTable(
    "budget_modifications",
    "Modificaciones del presupuesto",
    "Budget modifications",
    "Cada acto que cambió una apropiación, línea por línea. Los traslados suman cero.",
    "Each act that changed an appropriation, line by line. Transfers add to zero.",
    ("fiscal_year", "act_type", "act_number", "act_date", "kind", "line", "effect"),
    (
        fiscal_year("modification.fiscal_year"),
        text("act_type", "Clase de acto", "Type of act", required=True, read="modification.act_type"),
        text("act_number", "Número del acto", "Number of the act", required=True, read="modification.act_number"),
        day("act_date", "Fecha del acto", "Date of the act", required=True, read="modification.act_date"),
        text("kind", "Qué hace", "What it does", required=True, read="modification.kind"),
        code("line", "Línea", "Line", required=True, read="line.key"),
        text("effect", "Efecto en la línea", "Effect on the line", required=True),
        pesos("amount", "Valor", "Amount"),
        words("reason", "Por qué", "Why", read="modification.reason"),
        code("decision", "Decisión de la mesa, si la hubo", "Decision of the table, if any", read=_decision),
    ),
    (ForeignKey(("fiscal_year", "line"), "budget_lines", ("fiscal_year", "line")),),
    objects=_modifications,
)


def _contracts(snapshot: Snapshot) -> list[Contract]:
    dated = Q(signed_on__isnull=True) | Q(signed_on__lte=snapshot.cut_off)
    contracts = Contract.objects.filter(dated, plan=snapshot.plan)
    shown = [contract for contract in contracts if contract.project_id in snapshot.projects]
    return sorted(shown, key=lambda contract: (_project_code(contract, snapshot), contract.process_id))


def _project_code(contract: Contract, snapshot: Snapshot) -> str:
    return snapshot.projects[contract.project_id].code


CONTRACTS = PublishedTable(
    "contracts",
    "Contratos",
    "Contracts",
    "Los procesos de contratación a los que fue el dinero de cada proyecto. A quién se adjudicaron lo dice el SECOP.",
    "The procurement processes that the money of each project went to. SECOP says whom they were awarded to.",
    ("project", "process"),
    (
        code("project", "Proyecto", "Project", references="projects.project", required=True, read=_project_code),
        code("process", "Proceso en el SECOP", "SECOP process", required=True, read="process_id"),
        text("number", "Número del contrato", "Contract number"),
        text("url", "Dirección en el SECOP", "Address in SECOP"),
        text("subject", "Objeto", "Subject"),
        pesos("value", "Valor", "Value"),
        day("signed_on", "Fecha de firma", "Signed on"),
        entity("entity", "Entidad que contrata", "Contracting entity"),
    ),
    objects=_contracts,
)


def _price_points(snapshot: Snapshot) -> list[PricePoint]:
    points = PricePoint.objects.filter(year__lte=snapshot.cut_off.year).select_related("index")
    return sorted(points, key=lambda point: (point.index.slug, point.year))


PRICE_INDEX = PublishedTable(
    "price_index",
    "Índices de precios",
    "Price indexes",
    "Con qué se descuenta la inflación.",
    "What inflation is discounted with.",
    ("index", "year"),
    (
        code("index", "Índice", "Index", required=True, read="index.slug"),
        text("name", "Nombre", "Name", required=True, read="index.name"),
        whole("year", "Año", "Year", required=True),
        Column("value", ColumnType.DECIMAL, "Valor", "Value", required=True),
        text("base", "Cuándo vale 100", "When it is 100", required=True, read="index.base"),
        text("source", "Quién lo publica", "Who publishes it", required=True, read="index.source"),
    ),
    objects=_price_points,
)
