"""A log that nobody can rewrite: Merkle tree, tiles, signed checkpoints, witnesses and proofs.

No Django, no clock, no disk: times and readers are passed in. RFC 9162 §2.1 (RFC 6962 §2.1) with SHA-256,
published as C2SP tlog-tiles with tlog-checkpoint, signed-note (Ed25519), tlog-cosignature, tlog-witness and tlog-proof;
cosignatures in ML-DSA-44 are verified where `cryptography` offers it.
What does not hold raises `LogProblem`, whose `problem` is a stable code.

    >>> from concierta.engines.translog import Checkpoint, SignerKey, LogProof, hashes_in_memory, hash_entries
    >>> from concierta.engines.translog import inclusion_proof, tree_root
    >>> entries = [b"reported", b"verified", b"published"]
    >>> key = SignerKey.generate("example.org/log")
    >>> note = Checkpoint("example.org/log", 3, tree_root(entries)).sign(key)
    >>> path = inclusion_proof(1, 3, hashes_in_memory(hash_entries(entries)))
    >>> proof = LogProof.parse(str(LogProof(index=1, hashes=tuple(path), note=note)))
    >>> proof.verify(b"verified", log_keys=[key.verifier]).checkpoint.size
    3
"""

from .audit import Finding, audit_log
from .bundles import MAX_ENTRY_SIZE, pack_entries, unpack_entries
from .checkpoint import Checkpoint, SignedCheckpoint, open_checkpoint
from .cosignature import timestamp_of
from .errors import LogProblem, Problem
from .growing import GrowingTiles
from .hashing import EMPTY_ROOT, HASH_SIZE, hash_entries, leaf_hash, node_hash
from .key_list import KeyList, UnreadKey
from .keys import Algorithm, SignerKey, VerifierKey
from .merkle import CompactRange, root_of_hashes, tree_root
from .note import Note, NoteSignature, open_note, sign_note
from .proof import FILE_SUFFIX, LogProof
from .proving import HashReader, consistency_proof, hashes_in_memory, inclusion_proof, range_hash
from .reading import ReadFile, TileReader
from .splitview import SplitView, find_split_view
from .tiles import TILE_WIDTH, Tile, parse_path, tile_at, tiles_for_growth, tiles_of
from .verifying import verify_consistency, verify_inclusion
from .witness import AddCheckpoint, Answer, Seen, decide

__all__ = [
    "EMPTY_ROOT",
    "FILE_SUFFIX",
    "HASH_SIZE",
    "MAX_ENTRY_SIZE",
    "TILE_WIDTH",
    "AddCheckpoint",
    "Algorithm",
    "Answer",
    "Checkpoint",
    "CompactRange",
    "Finding",
    "GrowingTiles",
    "HashReader",
    "KeyList",
    "LogProblem",
    "LogProof",
    "Note",
    "NoteSignature",
    "Problem",
    "ReadFile",
    "Seen",
    "SignedCheckpoint",
    "SignerKey",
    "SplitView",
    "Tile",
    "TileReader",
    "UnreadKey",
    "VerifierKey",
    "audit_log",
    "consistency_proof",
    "decide",
    "find_split_view",
    "hash_entries",
    "hashes_in_memory",
    "inclusion_proof",
    "leaf_hash",
    "node_hash",
    "open_checkpoint",
    "open_note",
    "pack_entries",
    "parse_path",
    "range_hash",
    "root_of_hashes",
    "sign_note",
    "tile_at",
    "tiles_for_growth",
    "tiles_of",
    "timestamp_of",
    "tree_root",
    "unpack_entries",
    "verify_consistency",
    "verify_inclusion",
]
