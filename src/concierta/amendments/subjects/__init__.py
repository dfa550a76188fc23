"""What of a plan in force an amendment may change, how each part is named, and how its values are written."""

from concierta.amendments.subjects.attributes import (
    Part,
    Wanted,
    attribute_of,
    columns_of,
    parts_of,
    subject_of,
)
from concierta.amendments.subjects.new_project import NewActivity, NewIndicator, NewProduct, NewProject, read_project
from concierta.plans.queries import activity_subject, node_subject, product_subject

__all__ = [
    "NewActivity",
    "NewIndicator",
    "NewProduct",
    "NewProject",
    "Part",
    "Wanted",
    "activity_subject",
    "attribute_of",
    "columns_of",
    "node_subject",
    "parts_of",
    "product_subject",
    "read_project",
    "subject_of",
]
