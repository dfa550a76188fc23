import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.engines.translog import (
    Algorithm,
    LogProblem,
    Note,
    Problem,
    SignerKey,
    VerifierKey,
    open_note,
    sign_note,
)
from unit.engines.translog import vectors

PETER, ENOCH = VerifierKey.parse(vectors.PETER), VerifierKey.parse(vectors.ENOCH)


def refusal(call, *args, **kwargs):
    with pytest.raises(LogProblem) as refused:
        call(*args, **kwargs)
    return refused.value.problem


def test_the_published_signer_makes_the_published_note():
    signer = SignerKey.parse(vectors.PETER_SIGNER)
    assert str(signer.verifier) == vectors.PETER
    assert signer.to_text() == vectors.PETER_SIGNER
    assert str(sign_note(vectors.GO_TEXT, signer)) == f"{vectors.GO_TEXT}\n{vectors.PETER_LINE}"


def test_published_notes_are_opened():
    assert open_note(vectors.C2SP_NOTE, [VerifierKey.parse(vectors.C2SP_KEY)]).text == "This is an example message.\n"
    both = f"{vectors.GO_TEXT}\n{vectors.PETER_LINE}{vectors.ENOCH_LINE}"
    assert list(open_note(both, [PETER, ENOCH]).verified_by([PETER, ENOCH])) == [PETER, ENOCH]


def test_unknown_signatures_are_ignored_also_bad_and_repeated_ones():
    bad = vectors.ENOCH_LINE[:60] + "ABCD" + vectors.ENOCH_LINE[60:]
    note = open_note(f"{vectors.GO_TEXT}\n{bad}{vectors.PETER_LINE}{vectors.PETER_LINE}{bad}", [PETER])
    assert list(note.verified_by([PETER])) == [PETER]
    assert str(note.signed_only_by([PETER])) == f"{vectors.GO_TEXT}\n{vectors.PETER_LINE}"


def test_one_bad_signature_of_a_known_key_refuses_the_note():
    bad = vectors.PETER_LINE[:60] + "ABCD" + vectors.PETER_LINE[60:]
    for lines in (bad, vectors.PETER_LINE + bad, vectors.ENOCH_LINE + bad):
        assert refusal(open_note, f"{vectors.GO_TEXT}\n{lines}", [PETER, ENOCH]) is Problem.SIGNATURE_INVALID


def test_a_note_nobody_known_signed_is_refused():
    note = f"{vectors.GO_TEXT}\n{vectors.PETER_LINE}"
    assert refusal(open_note, note, [ENOCH]) is Problem.NO_KNOWN_SIGNATURE
    assert refusal(open_note, note, []) is Problem.NO_KNOWN_SIGNATURE


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (vectors.GO_TEXT, Problem.NOTE_WITHOUT_SIGNATURES),
        (vectors.GO_TEXT + "\n", Problem.NOTE_WITHOUT_SIGNATURES),
        (vectors.GO_TEXT + "\n" + vectors.PETER_LINE[:-1], Problem.NOTE_WITHOUT_SIGNATURES),
        (vectors.GO_TEXT + vectors.PETER_LINE, Problem.NOTE_WITHOUT_SIGNATURES),
        ("\x01" + vectors.GO_TEXT + "\n" + vectors.PETER_LINE, Problem.NOTE_CONTROL_CHARACTER),
        (vectors.GO_TEXT + "\r\n" + vectors.PETER_LINE, Problem.NOTE_CONTROL_CHARACTER),
        (b"\xff" + (vectors.GO_TEXT + "\n" + vectors.PETER_LINE).encode(), Problem.NOTE_NOT_UTF8),
        ("\ud800" + vectors.GO_TEXT + "\n" + vectors.PETER_LINE, Problem.NOTE_NOT_UTF8),
        (vectors.GO_TEXT + "\n" + vectors.PETER_LINE.replace("Peter", "Peter "), Problem.BAD_BASE64),
        (vectors.GO_TEXT + "\n" + vectors.PETER_LINE.replace("Peter", "Peter+"), Problem.BAD_KEY_NAME),
        (vectors.GO_TEXT + "\n" + vectors.PETER_LINE.replace("Peter", "Peter\u2003"), Problem.BAD_KEY_NAME),
        (vectors.GO_TEXT + "\n" + vectors.PETER_LINE + "Unexpected line.\n", Problem.SIGNATURE_LINE_MALFORMED),
        (vectors.GO_TEXT + "\n— PeterNeumann x08goA=\n", Problem.BAD_BASE64),
        (vectors.GO_TEXT + "\n— PeterNeumann x08gow==\n", Problem.SIGNATURE_LINE_MALFORMED),
        (vectors.GO_TEXT + "\n" + vectors.PETER_LINE.replace("JnAM=", "JnAN="), Problem.BAD_BASE64),
        (vectors.GO_TEXT + "\n" + vectors.PETER_LINE * 101, Problem.TOO_MANY_SIGNATURES),
        ("x" * 1_000_001, Problem.NOTE_TOO_LARGE),
    ],
)
def test_malformed_notes_are_refused_by_name(data, problem):
    assert refusal(open_note, data, [PETER]) is problem


def test_the_last_empty_line_ends_the_text():
    text = "one\n\n\ntwo\n\n"
    key = SignerKey("a", b"\x01" * 32)
    assert Note.parse(sign_note(text, key).to_bytes()).text == text


def test_a_text_without_its_newline_cannot_be_signed():
    assert refusal(sign_note, "one", SignerKey("a", b"\x01" * 32)) is Problem.NOTE_WITHOUT_SIGNATURES


@pytest.mark.parametrize("published", [vectors.PETER, vectors.C2SP_KEY])
def test_no_piece_and_no_altered_letter_of_a_verifier_key_is_one(published):
    assert str(VerifierKey.parse(published)) == published
    for start in range(len(published)):
        for end in range(start + 1, len(published) + 1):
            if (start, end) != (0, len(published)):
                refusal(VerifierKey.parse, published[start:end])
    for at, letter in enumerate(published):
        refusal(VerifierKey.parse, published[:at] + chr(ord(letter) + 1) + published[at + 1 :])


def test_no_altered_letter_of_a_signer_key_is_one_and_no_refusal_quotes_it():
    secret = vectors.PETER_SIGNER
    for at, letter in enumerate(secret):
        with pytest.raises(LogProblem) as refused:
            SignerKey.parse(secret[:at] + chr(ord(letter) + 1) + secret[at + 1 :])
        assert refused.value.details == {}
    assert secret[-20:] not in repr(SignerKey.parse(secret)) + str(SignerKey.parse(secret))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (vectors.PETER_TOO_LONG, Problem.BAD_BASE64),
        (vectors.PETER_ALGORITHM, Problem.UNKNOWN_ALGORITHM),
        (vectors.PETER.replace("c74f20a3", "c74f20a4"), Problem.KEY_ID_MISMATCH),
        (vectors.PETER.replace("c74f20a3", "C74F20A3"), Problem.BAD_KEY),
        ("PeterNeumann+c74f20a3+", Problem.BAD_KEY),
        ("+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", Problem.BAD_KEY_NAME),
    ],
)
def test_bad_verifier_keys_are_refused_by_name(text, problem):
    assert refusal(VerifierKey.parse, text) is problem


@given(st.sampled_from(Algorithm))
def test_a_new_key_survives_its_text(algorithm):
    key = SignerKey.generate("example.org/log", algorithm)
    assert SignerKey.parse(key.to_text()) == key
    assert VerifierKey.parse(str(key.verifier)) == key.verifier
    other = SignerKey(key.name, key.seed, next(a for a in Algorithm if a is not algorithm))
    assert other.verifier.key_id != key.verifier.key_id


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\u00a0b", "a\x01b"])
def test_names_that_would_break_a_line_are_refused(name):
    assert refusal(SignerKey, name, bytes(32)) is Problem.BAD_KEY_NAME
    assert refusal(SignerKey.generate, name) is Problem.BAD_KEY_NAME


def test_keys_have_32_bytes():
    assert refusal(SignerKey, "a", bytes(31)) is Problem.BAD_KEY
    assert refusal(VerifierKey, "a", bytes(33)) is Problem.BAD_KEY
