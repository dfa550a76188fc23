"""Every component on one page, to be looked at and to be measured. All figures are invented."""

from datetime import date
from fractions import Fraction
from pathlib import Path

from django import forms
from django.template import Context, Template

from concierta.web.kit import bundle
from concierta.web.kit.charts import (
    FlowLink,
    RankedItem,
    SeriesPoint,
    achievement_table,
    flow,
    flow_table,
    ranked_bars,
    ranked_table,
    series_chart,
    series_table,
)
from concierta.web.kit.formats import pesos
from concierta.web.kit.marks import STATE_WORDS
from concierta.web.kit.registry import engine
from concierta.web.kit.wrapping import unwrapped

CUT_OFF = date(2026, 6, 30)
EXPECTED = Fraction(912, 1461)
_AMENDED = {
    "verified": Fraction(1380, 2250),
    "reported": Fraction(1440, 2250),
    "state": "adjusted",
    "expected": EXPECTED,
    "expected_on": CUT_OFF,
    "original_target": Fraction(1800, 2250),
}


class _ReviewForm(forms.Form):
    note = forms.CharField(label="Nota para la entidad", help_text="La leerá quien reportó.", widget=forms.Textarea)
    outcome = forms.ChoiceField(
        label="Resultado",
        choices=[("reviewed", "Está completo"), ("returned", "Se devuelve")],
        widget=forms.RadioSelect,
    )
    sure = forms.BooleanField(label="Leí toda la evidencia", help_text="También los anexos.")


def gallery_html(*, theme: str = "", work: bool = False) -> str:
    """A whole page, beside whose file the stylesheet and the script must lie (see ``write_gallery``)."""
    template = Template(unwrapped(Path(__file__).with_suffix(".html").read_text(encoding="utf-8")), engine=engine())
    return template.render(Context(_context() | {"theme": theme, "work": work}))


def write_gallery(folder: Path, *, theme: str = "", work: bool = False) -> Path:
    """The page with its two companions; returns the page."""
    for name, content in (bundle.stylesheet(), bundle.script()):
        (folder / name).write_bytes(content)
    page = folder / "gallery.html"
    page.write_text(gallery_html(theme=theme, work=work), encoding="utf-8")
    return page


def _context() -> dict[str, object]:
    points = [
        SeriesPoint("2024-T4", 500, 450, 450, "verified"),
        SeriesPoint("2025-T1", 600, 560, 520, "adjusted"),
        SeriesPoint("2025-T2", 600, 640, 640, "verified"),
        SeriesPoint("2025-T3", 700, None, None, "no_data"),
        SeriesPoint("2025-T4", 700, 710, 0, "rejected"),
        SeriesPoint("2026-T1", 800, 300, 0, "not_verifiable"),
        SeriesPoint("2026-T2", 800, 620, 400, "reported"),
    ]
    items = [
        RankedItem("Comercio y reparación", 298_400, "298.400"),
        RankedItem("Industria manufacturera", 171_300, "171.300", stress=True),
        RankedItem("Alojamiento y servicios de comida", 104_900, "104.900"),
        RankedItem("Construcción", 68_200, "68.200"),
        RankedItem("Minas y canteras", None, "Sin dato"),
    ]
    million = 10**6
    links = [
        FlowLink("Alcaldía de Cali", "Empleo de calidad", "Pagado", 420 * million),
        FlowLink("Alcaldía de Cali", "Emprendimiento", "Obligado sin pagar", 160 * million),
        FlowLink("Gobernación", "Emprendimiento", "Pagado", 250 * million),
        FlowLink("Gobernación", "Inversión", "Sin comprometer", 130 * million),
        FlowLink("Comfandi", "Empleo de calidad", "Sin comprometer", 90 * million),
    ]
    bars = [
        {
            "name": "Personas formadas para el trabajo",
            "values": (Fraction(9, 10), Fraction(9, 10)),
            "state": "verified",
        },
        {
            "name": "Unidades productivas fortalecidas",
            "values": (Fraction(46, 100), Fraction(6, 10)),
            "state": "adjusted",
        },
        {"name": "Vacantes gestionadas", "values": (Fraction(3, 10), Fraction(72, 100)), "state": "reported"},
        {"name": "Jóvenes con primer empleo", "values": (Fraction(0), Fraction(64, 100)), "state": "rejected"},
        {
            "name": "Mujeres en oficios no tradicionales",
            "values": (Fraction(2, 10), Fraction(1, 2)),
            "state": "not_verifiable",
        },
        {
            "name": "Empresas que llegaron a la ciudad",
            "values": (Fraction(13, 10), Fraction(13, 10)),
            "state": "verified",
        },
        {"name": "Reducción de la informalidad", "values": (Fraction(-8, 100), Fraction(-8, 100)), "state": "verified"},
        {"name": "Ruedas de servicio en corregimientos", "values": (Fraction(0), Fraction(0)), "state": "verified"},
        {"name": "Personas mayores colocadas", "values": (None, None), "state": "no_data"},
        {"name": "Créditos a la microempresa", "values": (Fraction(5), Fraction(5)), "state": "verified"},
    ]
    return {
        "stylesheet": bundle.stylesheet()[0],
        "script": bundle.script()[0],
        "cut_off": CUT_OFF,
        "form": _ReviewForm({"outcome": "returned"}),
        "expected": EXPECTED,
        "amended": _AMENDED,
        "amended_table": achievement_table(**_AMENDED),  # type: ignore[arg-type]
        "states": list(STATE_WORDS),
        "bars": bars,
        "series": series_chart(id="serie", points=points, name="Personas formadas por trimestre", unit="personas"),
        "series_table": series_table(points, unit="personas"),
        "ranked": ranked_bars(id="ramas", items=items, name="Ocupados por rama de actividad"),
        "ranked_table": ranked_table(items, label="Rama de actividad", value="Ocupados"),
        "flow": flow(id="dinero", links=links, name="De dónde sale y en qué va el dinero"),
        "flow_table": flow_table(links),
        "money": [2_527 * 10**9, 1_500 * million, 950_000, None],
        "pesos_text": pesos(1_500 * million),
        "menu": [
            {"label": "Inicio", "href": "#", "current": True},
            *(
                {"label": label, "href": f"#{label.lower()}"}
                for label in (
                    "Ejes",
                    "Indicadores",
                    "Entidades",
                    "Compromisos",
                    "Mesa técnica",
                    "Dinero",
                    "Datos",
                    "Cómo medimos",
                )
            ),
        ],
        "trail": [
            {"label": "Inicio", "href": "#"},
            {"label": "Indicadores", "href": "#"},
            {"label": "Personas formadas"},
        ],
        "languages": [
            {"code": "es", "label": "Español", "href": "#", "current": True},
            {"code": "en", "label": "English", "href": "en/"},
        ],
        "tabs": [
            {"label": "Por verificar", "href": "#", "current": True, "count": 12},
            {"label": "Devueltos", "href": "#d", "count": 0},
            {"label": "Cerrados", "href": "#c", "count": 148},
        ],
        "errors": [
            {"href": "#valor", "label": "Escriba el valor que quiere reportar."},
            {"href": "#archivo", "label": "Adjunte al menos una evidencia."},
        ],
        "methods": [("desk", "Revisión documental", "Lee la evidencia adjunta."), ("visit", "Visita al sitio")],
        "periods": [("2026-T1", "Primer trimestre de 2026"), ("2026-T2", "Segundo trimestre de 2026")],
        "pairs": [
            ("Responsable", "SENA Regional Valle"),
            ("Verifica", "Control Interno"),
            ("Código BPIN", "2024760010042"),
            ("Fuente de verificación", None),
        ],
        "history": [
            {
                "title": "Reportado: 1.440 personas",
                "when": "4 de julio de 2026",
                "by": "SENA Regional Valle",
                "state": "reported",
            },
            {"title": "Revisado: está completo", "when": "10 de julio de 2026", "by": "Planeación Municipal"},
            {
                "title": "Verificado con ajuste: 1.380 personas",
                "when": "16 de julio de 2026",
                "by": "Control Interno",
                "state": "adjusted",
                "note": "60 personas aparecían en dos cohortes.",
                "current": True,
            },
            {"title": "Se publica con el corte", "when": "24 de julio de 2026", "pending": True},
        ],
    }
