"""What something was worth on any day, from its changes: a plan in force keeps every version of itself."""

from concierta.engines.versions.changes import Change, original_of, state_as_of, value_as_of

__all__ = ["Change", "original_of", "state_as_of", "value_as_of"]
