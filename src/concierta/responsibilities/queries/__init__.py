"""Who answers for what, on any date."""

from concierta.responsibilities.queries.holders import PersonDuty, duties_of_person, history_of, holder_of
from concierta.responsibilities.queries.matrix import PAGE_SIZE, Cell, Matrix, Row, responsibility_matrix
from concierta.responsibilities.queries.people import fitting_people
from concierta.responsibilities.queries.problems import DUTY_WORDS, KIND_WORDS, Gap, holes_and_clashes
from concierta.responsibilities.queries.subjects import Subject, kind_of, plan_of, subject_for

__all__ = [
    "DUTY_WORDS",
    "KIND_WORDS",
    "PAGE_SIZE",
    "Cell",
    "Gap",
    "Matrix",
    "PersonDuty",
    "Row",
    "Subject",
    "duties_of_person",
    "fitting_people",
    "history_of",
    "holder_of",
    "holes_and_clashes",
    "kind_of",
    "plan_of",
    "responsibility_matrix",
    "subject_for",
]
