"""Asks implementations by others, in whatever interpreter has them: cases as JSON on standard input, answers likewise.

aics-tlog (Python ≥ 3.12) verifies and makes proofs, checkpoints and cosignatures; sigstore verifies inclusion.
"""

import json
import sys
from types import SimpleNamespace

ENTRY = "entry {}"


def answer(request):
    return {name: peer(request) for name, peer in (("aics_tlog", aics), ("sigstore", sigstore)) if has(name)}


def has(name):
    try:
        __import__(name if name != "sigstore" else "sigstore._internal.merkle")
    except ImportError:
        return False
    return True


def aics(request):
    import aics_tlog as peer

    entries = [ENTRY.format(i).encode() for i in range(request["leaves"])]
    tree = peer.MerkleTree(entries)
    log, witness = peer.parse_vkey(request["log_key"]), peer.parse_vkey(request["witness_key"])
    unhex = bytes.fromhex
    return {
        "roots": [tree.root(size).hex() for size in request["sizes"]],
        "inclusion": [
            peer.verify_inclusion(unhex(c["leaf"]), c["index"], c["size"], [*map(unhex, c["proof"])], unhex(c["root"]))
            for c in request["inclusion"]
        ],
        "inclusion_proofs": [
            [h.hex() for h in tree.inclusion_proof(c["index"], c["size"])]
            for c in request["inclusion"]
            if c["size"] <= len(entries)
        ],
        "consistency": [
            peer.verify_consistency(
                c["old"], c["new"], unhex(c["old_root"]), unhex(c["new_root"]), [*map(unhex, c["proof"])]
            )
            for c in request["consistency"]
        ],
        "consistency_proofs": [
            [h.hex() for h in tree.consistency_proof(c["old"], c["new"])]
            for c in request["consistency"]
            if c["new"] <= len(entries)
        ],
        "notes": [signed_by_both(peer, note, log, witness) for note in request["notes"]],
        "tiles": {path: data.hex() for path, data in peer.tiles.materialise_tiles(entries).items()},
    }


def signed_by_both(peer, note, log, witness):
    try:
        return peer.verify_checkpoint(peer.parse_note(note), log, [witness], 1).ok
    except ValueError:
        return False


def sigstore(request):
    from sigstore._internal.merkle import verify_merkle_inclusion
    from sigstore.errors import VerificationError

    def holds(case):
        proof = SimpleNamespace(
            log_index=case["index"],
            tree_size=case["size"],
            hashes=[bytes.fromhex(h) for h in case["proof"]],
            root_hash=bytes.fromhex(case["root"]),
        )
        body = ENTRY.format(case["entry"]).encode()
        try:
            verify_merkle_inclusion(
                SimpleNamespace(_inner=SimpleNamespace(inclusion_proof=proof, canonicalized_body=body))
            )
        except VerificationError:
            return False
        return True

    return {"inclusion": [holds(case) for case in request["inclusion"]]}


if __name__ == "__main__":
    json.dump(answer(json.load(sys.stdin)), sys.stdout)
