"""Charts as functions that return SVG: same arguments, same bytes.

Horizontal places are percentages of whatever width there is and vertical ones pixels, so that a chart
fills a telephone or a page without its letters changing size. Colour comes from the stylesheet through
classes; without it (a PDF, an e-mail) everything is drawn in the ink of the text and still reads.
"""

from .achievement import achievement_bar
from .achievement_words import achievement_table
from .flow import FlowLink, flow, flow_table
from .legend import legend
from .ranked import RankedItem, ranked_bars, ranked_table
from .series import SeriesPoint, series_chart, series_table

__all__ = [
    "FlowLink", "RankedItem", "SeriesPoint", "achievement_bar", "achievement_table", "flow", "flow_table",
    "legend", "ranked_bars", "ranked_table", "series_chart", "series_table",
]  # fmt: skip
