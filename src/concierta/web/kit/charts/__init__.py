"""Charts as functions that return SVG: same arguments, same bytes.

Horizontal places are percentages of whatever width there is and vertical ones pixels, so that a chart
fills a telephone or a page without its letters changing size. Colour comes from the stylesheet through
classes; without it (a PDF, an e-mail) everything is drawn in the ink of the text and still reads.
"""

from concierta.web.kit.charts.achievement import achievement_bar
from concierta.web.kit.charts.achievement_words import achievement_table
from concierta.web.kit.charts.flow import FlowLink, flow, flow_table
from concierta.web.kit.charts.legend import legend
from concierta.web.kit.charts.ranked import RankedItem, ranked_bars, ranked_table
from concierta.web.kit.charts.series import SeriesPoint, series_chart, series_table

__all__ = [
    "FlowLink", "RankedItem", "SeriesPoint", "achievement_bar", "achievement_table", "flow", "flow_table",
    "legend", "ranked_bars", "ranked_table", "series_chart", "series_table",
]  # fmt: skip
