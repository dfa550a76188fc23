"""What may be asked about published cortes."""

from concierta.publishing.queries.package import Package, read_package

__all__ = ["Package", "read_package"]
