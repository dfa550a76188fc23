"""Reading plan matrices: workbook bytes and a profile in; typed drafts and findings out. No database, no Django."""

from concierta.plans.matrix.draft import MatrixDraft
from concierta.plans.matrix.profile import known_profiles, load_profile
from concierta.plans.matrix.reader import read_matrix
from concierta.plans.matrix.template import write_template

__all__ = ["MatrixDraft", "known_profiles", "load_profile", "read_matrix", "write_template"]
