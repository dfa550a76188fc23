"""What the log refuses, as codes: the layers above hold the sentence a person reads."""

from enum import StrEnum


class Problem(StrEnum):
    """Why a hash, tile, note, checkpoint or proof was refused. One member, one sentence in the interface."""

    BAD_HASH_LENGTH = "bad_hash_length"
    BAD_BASE64 = "bad_base64"
    BAD_NUMBER = "bad_number"

    SIZES_BACKWARDS = "sizes_backwards"
    INDEX_OUTSIDE_TREE = "index_outside_tree"
    PROOF_WRONG_LENGTH = "proof_wrong_length"
    ROOT_MISMATCH = "root_mismatch"
    OLD_ROOT_MISMATCH = "old_root_mismatch"

    BAD_TILE_PATH = "bad_tile_path"
    TILE_MISSING = "tile_missing"
    TILE_WRONG_LENGTH = "tile_wrong_length"
    TILE_MISMATCH = "tile_mismatch"
    TILE_UNEXPECTED = "tile_unexpected"
    ENTRY_TOO_LARGE = "entry_too_large"
    BUNDLE_MALFORMED = "bundle_malformed"
    BUNDLE_MISMATCH = "bundle_mismatch"

    BAD_KEY = "bad_key"
    BAD_KEY_NAME = "bad_key_name"
    KEY_ID_MISMATCH = "key_id_mismatch"
    UNKNOWN_ALGORITHM = "unknown_algorithm"

    NOTE_TOO_LARGE = "note_too_large"
    NOTE_NOT_UTF8 = "note_not_utf8"
    NOTE_CONTROL_CHARACTER = "note_control_character"
    NOTE_WITHOUT_SIGNATURES = "note_without_signatures"
    SIGNATURE_LINE_MALFORMED = "signature_line_malformed"
    TOO_MANY_SIGNATURES = "too_many_signatures"
    SIGNATURE_INVALID = "signature_invalid"
    NO_KNOWN_SIGNATURE = "no_known_signature"

    CHECKPOINT_MALFORMED = "checkpoint_malformed"
    EMPTY_TREE_WITH_ROOT = "empty_tree_with_root"
    ORIGIN_MISMATCH = "origin_mismatch"
    TOO_FEW_WITNESSES = "too_few_witnesses"
    BAD_TIMESTAMP = "bad_timestamp"

    REQUEST_MALFORMED = "request_malformed"
    UNKNOWN_LOG = "unknown_log"
    OLD_SIZE_CONFLICT = "old_size_conflict"
    PROOF_FILE_MALFORMED = "proof_file_malformed"
    EVIDENCE_MALFORMED = "evidence_malformed"
    EVIDENCE_SHOWS_NOTHING = "evidence_shows_nothing"


class LogProblem(ValueError):
    """Something of the log that does not hold or cannot be read.

    `problem` is stable and translatable; `details` carries what to quote in the sentence.
    """

    def __init__(self, problem: Problem, **details: object) -> None:
        self.problem = problem
        self.details = details
        quoted = ", ".join(f"{name}={value}" for name, value in details.items())
        super().__init__(f"{problem.value} ({quoted})" if quoted else problem.value)
