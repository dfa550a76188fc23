"""Whether a plan still makes sense with an amendment in force: everything that does not, each with its name."""

from concierta.amendments.queries.consistency.check import problems_of_amendment

__all__ = ["problems_of_amendment"]
