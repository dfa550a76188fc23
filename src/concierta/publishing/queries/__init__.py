"""What may be asked about a plan at a cut-off, and about published cortes."""

from concierta.publishing.queries.achievement import BAND_SCALE, Achievement, achievement
from concierta.publishing.queries.package import Package, read_package

__all__ = ["BAND_SCALE", "Achievement", "Package", "achievement", "read_package"]
