"""The arithmetic of a table that deliberates: who must be there, how many must say yes, and joining what two wrote."""

from concierta.engines.deliberation.counting import quorum_needed, votes_needed
from concierta.engines.deliberation.merging import merge_lines

__all__ = ["merge_lines", "quorum_needed", "votes_needed"]
