import pytest

from concierta.engines.translog import (
    AddCheckpoint,
    Algorithm,
    Checkpoint,
    LogProblem,
    Note,
    Problem,
    Seen,
    SignerKey,
    SplitView,
    consistency_proof,
    decide,
    find_split_view,
    hash_entries,
    hashes_in_memory,
    open_checkpoint,
    sign_note,
    tree_root,
)
from concierta.engines.translog.lines import encode_base64

NOW = 1_800_000_000
LOG = SignerKey("example.org/log", b"\x10" * 32)
WITNESS = SignerKey("witness.example/w", b"\x20" * 32, Algorithm.COSIGNATURE_V1)
HONEST = [b"entry %d" % i for i in range(20)]
REWRITTEN = [*HONEST[:5], b"not what was said", *HONEST[6:]]


def signed(entries, size, key=LOG):
    return Checkpoint(LOG.name, size, tree_root(entries[:size])).sign(key)


def reader(entries):
    return hashes_in_memory(hash_entries(entries))


def request(old, size, entries=HONEST, key=LOG, proof=None):
    made = consistency_proof(old, size, reader(entries)) if proof is None and old <= size else proof or ()
    return AddCheckpoint(old, tuple(made), signed(entries, size, key)).to_bytes()


def ask(body, seen=None, logs=None):
    return decide(
        body,
        logs={LOG.name: [LOG.verifier]} if logs is None else logs,
        state_of=lambda origin: seen if origin == LOG.name else None,
        cosigner=WITNESS,
        at=NOW,
    )


def seen_at(size, entries=HONEST):
    answer = ask(request(0, size, entries))
    assert answer.status == 200
    return answer.state


def test_the_first_checkpoint_is_cosigned_without_a_proof():
    body = request(0, 7)
    answer = ask(body)
    assert (answer.status, answer.problem, answer.evidence) == (200, None, None)
    assert (answer.state.size, answer.state.root) == (7, tree_root(HONEST[:7]))
    note = Note.parse(str(AddCheckpoint.parse(body).note) + answer.body)
    opened = open_checkpoint(note, log_keys=[LOG.verifier], witness_keys=[WITNESS.verifier], quorum=1)
    assert opened.witnessed == {WITNESS.verifier: NOW}


def test_a_log_that_grows_is_followed():
    seen = None
    for old, new in ((0, 3), (3, 3), (3, 8), (8, 20)):
        answer = ask(request(old, new), seen)
        assert answer.status == 200
        seen = answer.state
    assert seen == Seen(20, tree_root(HONEST), str(signed(HONEST, 20).signed(WITNESS, timestamp=NOW)))


@pytest.mark.parametrize(
    ("body", "seen_size", "status", "problem"),
    [
        (request(0, 3), 7, 409, Problem.OLD_SIZE_CONFLICT),
        (request(3, 8), None, 409, Problem.OLD_SIZE_CONFLICT),
        (request(8, 20), 7, 409, Problem.OLD_SIZE_CONFLICT),
        (request(7, 3), 7, 400, Problem.SIZES_BACKWARDS),
        (request(7, 7, REWRITTEN), 7, 422, Problem.ROOT_MISMATCH),
        (request(7, 20, REWRITTEN), 7, 422, Problem.OLD_ROOT_MISMATCH),
        (request(7, 20, proof=[bytes(32)]), 7, 422, Problem.PROOF_WRONG_LENGTH),
        (request(0, 3, proof=[bytes(32)]), None, 422, Problem.PROOF_WRONG_LENGTH),
        (request(7, 7, proof=[bytes(32)]), 7, 422, Problem.PROOF_WRONG_LENGTH),
        (request(0, 3, key=SignerKey("example.org/log", b"\x66" * 32)), None, 403, Problem.NO_KNOWN_SIGNATURE),
        (request(0, 3, key=SignerKey("other.example", b"\x10" * 32)), None, 403, Problem.NO_KNOWN_SIGNATURE),
        (b"", None, 400, Problem.REQUEST_MALFORMED),
        (request(0, 3).replace(b"old 0", b"new 0"), None, 400, Problem.REQUEST_MALFORMED),
        (request(0, 3).replace(b"old 0", b"old 00"), None, 400, Problem.BAD_NUMBER),
        (request(0, 3).replace(b"old 0\n", b"old 0\r\n"), None, 400, Problem.BAD_NUMBER),
        (request(0, 3).replace(b"old 0", b"old 9223372036854775808"), None, 400, Problem.BAD_NUMBER),
        (request(3, 8, proof=[bytes(32)] * 64), None, 400, Problem.REQUEST_MALFORMED),
        (request(3, 8, proof=[bytes(31)]), None, 400, Problem.BAD_HASH_LENGTH),
        (request(0, 3).replace(b"old 0", b"old \xff"), None, 400, Problem.REQUEST_MALFORMED),
        (request(0, 3)[:-1], None, 400, Problem.NOTE_WITHOUT_SIGNATURES),
        (request(0, 3).replace(b"\n3\n", b"\n03\n"), None, 400, Problem.BAD_NUMBER),
    ],
)
def test_each_refusal_has_its_status(body, seen_size, status, problem):
    answer = ask(body, None if seen_size is None else seen_at(seen_size))
    assert (answer.status, answer.problem, answer.state) == (status, problem, None)
    if status == 409:
        assert (answer.body, answer.media_type) == (f"{seen_size or 0}\n", "text/x.tlog.size")


def test_a_log_that_is_not_followed_is_not_found():
    assert ask(request(0, 3), logs={}).status == 404
    assert ask(request(0, 3), logs={"other.example": [LOG.verifier]}).problem is Problem.UNKNOWN_LOG


def test_one_bad_signature_by_the_log_is_forbidden():
    body = request(0, 3)
    line = str(signed(HONEST, 4).signatures[0]).encode()
    answer = ask(body + line)
    assert (answer.status, answer.problem) == (403, Problem.SIGNATURE_INVALID)


def empty_with_a_root(key=LOG):
    text = f"{LOG.name}\n0\n{encode_base64(bytes(32))}\n"
    return AddCheckpoint(0, (), sign_note(text, key)).to_bytes()


def test_a_tree_without_leaves_has_one_root():
    body = empty_with_a_root()
    assert (ask(body).status, ask(body).problem) == (422, Problem.EMPTY_TREE_WITH_ROOT)
    assert (ask(body, seen_at(7)).status, ask(body, seen_at(7)).state) == (422, None)
    assert (ask(body, logs={}).status, ask(body, logs={}).problem) == (404, Problem.UNKNOWN_LOG)
    assert ask(empty_with_a_root(SignerKey(LOG.name, b"\x66" * 32))).status == 403
    assert ask(body.replace(b"old 0", b"old 00")).status == 400


def test_the_empty_tree_itself_is_cosigned():
    assert (ask(request(0, 0)).status, ask(request(0, 0), logs={}).status) == (200, 404)


@pytest.mark.parametrize("at", [0, -1])
def test_without_a_time_nothing_is_cosigned(at):
    answer = decide(request(0, 3), logs={LOG.name: [LOG.verifier]}, state_of=lambda _: None, cosigner=WITNESS, at=at)
    assert (answer.status, answer.problem, answer.state) == (503, Problem.BAD_TIMESTAMP, None)


def test_what_others_added_to_the_note_is_not_kept():
    stranger = SignerKey("stranger.example", b"\x77" * 32)
    note = signed(HONEST, 3).signed(*[stranger] * 99)
    answer = ask(AddCheckpoint(0, (), note).to_bytes())
    assert answer.status == 200
    assert answer.state.note == str(signed(HONEST, 3).signed(WITNESS, timestamp=NOW))


def test_a_request_survives_its_bytes():
    body = request(7, 20)
    assert AddCheckpoint.parse(body).to_bytes() == body


def test_a_key_that_does_not_date_cannot_witness():
    with pytest.raises(LogProblem) as refused:
        decide(request(0, 3), logs={}, state_of=lambda origin: None, cosigner=LOG, at=NOW)
    assert refused.value.problem is Problem.UNKNOWN_ALGORITHM


def test_every_bit_of_a_request_counts():
    body, seen = request(7, 20), seen_at(7)
    for bit in range(len(body) * 8):
        changed = bytearray(body)
        changed[bit // 8] ^= 1 << bit % 8
        assert ask(bytes(changed), seen).status != 200


# --- two histories ----------------------------------------------------------------------------------------------------


def test_two_witnesses_that_were_shown_different_histories_convict_the_log():
    here, there = seen_at(7), seen_at(7, REWRITTEN)
    evidence = find_split_view(Note.parse(here.note), Note.parse(there.note), log_keys=[LOG.verifier])
    assert evidence is not None
    first, second = SplitView.from_json(evidence.to_json()).verify([LOG.verifier])
    assert first.size == second.size == 7
    assert first.root != second.root


def test_a_witness_that_is_shown_another_root_of_the_same_size_keeps_the_evidence():
    seen = seen_at(7)
    for old, status in ((7, 422), (0, 409)):
        answer = ask(request(old, 7, REWRITTEN), seen)
        assert answer.status == status
        assert answer.evidence.verify([LOG.verifier])[0].size == 7


def test_different_sizes_convict_through_the_tiles_of_the_larger_one():
    small, large = signed(HONEST, 7), signed(REWRITTEN, 20)
    assert find_split_view(small, large, log_keys=[LOG.verifier]) is None
    for one, other in ((small, large), (large, small)):
        evidence = find_split_view(one, other, log_keys=[LOG.verifier], read_larger=reader(REWRITTEN))
        first, second = SplitView.from_json(evidence.to_json()).verify([LOG.verifier])
        assert (first.size, second.size) == (7, 20)


def test_an_honest_log_cannot_be_accused():
    small, large = signed(HONEST, 7), signed(HONEST, 20)
    keys = [LOG.verifier]
    assert find_split_view(small, large, log_keys=keys, read_larger=reader(HONEST)) is None
    assert find_split_view(small, small, log_keys=keys) is None
    proof = tuple(consistency_proof(7, 20, reader(HONEST)))
    for false in (
        SplitView(str(small), str(large)),
        SplitView(str(small), str(large), tree_root(HONEST[:7]), proof),
        SplitView(str(small), str(large), bytes(32), proof),
        SplitView(str(large), str(small), bytes(32), proof),
        SplitView(str(small), str(small)),
        SplitView(str(small), str(signed(REWRITTEN, 7, SignerKey(LOG.name, b"\x66" * 32)))),
    ):
        with pytest.raises(LogProblem):
            false.verify(keys)


def test_histories_of_two_logs_do_not_contradict_each_other():
    other = SignerKey("other.example/log", b"\x10" * 32)
    theirs = Checkpoint(other.name, 7, tree_root(REWRITTEN[:7])).sign(other)
    keys = [LOG.verifier, other.verifier]
    assert find_split_view(signed(HONEST, 7), theirs, log_keys=keys) is None
    with pytest.raises(LogProblem) as refused:
        SplitView(str(signed(HONEST, 7)), str(theirs)).verify(keys)
    assert refused.value.problem is Problem.EVIDENCE_SHOWS_NOTHING


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format": "other"}', "null", '{"format": "concierta/split-view@v1"}']
)
def test_evidence_that_is_none_is_refused(text):
    with pytest.raises(LogProblem) as refused:
        SplitView.from_json(text)
    assert refused.value.problem is Problem.EVIDENCE_MALFORMED
