"""What can be wrong with a published site, as codes."""

from dataclasses import dataclass, field
from enum import StrEnum

from concierta.engines.translog import LogProblem


class Mismatch(StrEnum):
    """Why a file of the site was refused. One member, one sentence in the interface."""

    FILE_MISSING = "file_missing"
    FILE_CHANGED = "file_changed"
    FILE_UNLISTED = "file_unlisted"
    PATH_REFUSED = "path_refused"
    LISTING_MALFORMED = "listing_malformed"
    MANIFEST_MALFORMED = "manifest_malformed"
    CORTE_UNRECORDED = "corte_unrecorded"
    CORTE_MISSING = "corte_missing"
    ENTRY_MALFORMED = "entry_malformed"
    ROTATION_INVALID = "rotation_invalid"
    KEY_FILE_CHANGED = "key_file_changed"
    WITNESS_FILE_CHANGED = "witness_file_changed"
    UNKNOWN_SIGNATURE = "unknown_signature"
    ANOTHER_LOG = "another_log"
    LOG_SHRANK = "log_shrank"
    LOG_REWRITTEN = "log_rewritten"


@dataclass(frozen=True)
class Finding:
    """`code` is a `Mismatch` or a `translog.Problem`, as text; `path` is relative to the site."""

    path: str
    code: str
    details: dict[str, object] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, path: str, problem: LogProblem) -> "Finding":
        return cls(path, problem.problem.value, problem.details)
