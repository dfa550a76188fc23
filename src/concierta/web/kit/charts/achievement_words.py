"""The signature picture in words and as a table, for whoever does not see it."""

from datetime import date
from fractions import Fraction

from django.utils.translation import gettext

from concierta.web.kit import formats, marks
from concierta.web.kit.charts import svg
from concierta.web.kit.tabular import Column, Table


def achievement_sentence(
    *,
    verified: Fraction | None,
    reported: Fraction | None,
    state: str,
    expected: Fraction | None = None,
    expected_on: date | None = None,
    expected_label: str = "",
    original_target: Fraction | None = None,
    awaited: bool = False,
) -> str:
    """What the picture shows, in the order it is looked at."""
    percent = formats.percent
    sentences = []
    if verified is None and reported is None:
        sentences.append(gettext("Sin dato: nadie ha reportado un valor."))
    if verified is not None:
        sentences.append(gettext("Verificado: %(percent)s de la meta.") % {"percent": percent(verified)})
    if reported is not None and reported != verified and awaited:
        sentences.append(gettext("Si se confirma lo que espera: %(percent)s.") % {"percent": percent(reported)})
    elif reported is not None and reported != verified:
        sentences.append(
            gettext("Reportado: %(percent)s. Estado: %(state)s.")
            % {"percent": percent(reported), "state": marks.state_word(state).lower()}
        )
    if expected is not None and expected_on is not None:
        sentences.append(
            gettext("Al %(date)s se esperaba %(percent)s.")
            % {"date": formats.long_date(expected_on), "percent": expected_label or percent(expected)}
        )
    elif expected is not None:
        sentences.append(gettext("Hoy se esperaba %(percent)s.") % {"percent": expected_label or percent(expected)})
    if original_target is not None:
        sentences.append(
            gettext("La meta original era %(percent)s de la vigente.") % {"percent": percent(original_target)}
        )
    return " ".join(sentences)


def achievement_table(
    *,
    verified: svg.Value,
    reported: svg.Value,
    state: str,
    expected: svg.Value = None,
    expected_on: date | None = None,
    original_target: svg.Value = None,
    awaited: bool = False,
) -> Table:
    """The same figures as rows, to stand beside the large picture."""
    percent = formats.percent
    rows: list[list[str]] = [
        [gettext("Verificado"), percent(svg.exact(verified))],
        [
            gettext("Si se confirma lo que espera verificación") if awaited else gettext("Reportado"),
            percent(svg.exact(reported)),
        ],
    ]
    if expected is not None:
        when = f" ({formats.long_date(expected_on)})" if expected_on else ""
        rows.append([gettext("Esperado a la fecha") + when, percent(svg.exact(expected))])
    rows.append([gettext("Meta vigente"), percent(1)])
    if original_target is not None:
        rows.append([gettext("Meta original"), percent(svg.exact(original_target))])
    rows.append([gettext("Estado del reporte"), marks.state_word(state)])
    share = Column(gettext("Parte de la meta vigente"), numeric=True)
    return Table(columns=[Column(gettext("Concepto")), share], rows=rows)
