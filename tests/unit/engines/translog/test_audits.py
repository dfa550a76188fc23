import random

import pytest

from concierta.engines.translog import Finding, Problem, audit_log, tree_root


def findings(files, size, root, **options):
    return list(audit_log(files.__getitem__, size=size, root=root, **options))


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 512, 1000])
def test_a_log_that_holds_has_no_findings(size, entries, publish):
    seen = {}
    files = publish(entries[:size])
    assert findings(files, size, tree_root(entries[:size]), on_entry=seen.__setitem__, also=sorted(files)) == []
    assert seen == dict(enumerate(entries[:size]))


def test_any_byte_of_any_file_changed_is_found_and_its_file_named(entries, publish):
    root, files, draw = tree_root(entries), publish(entries), random.Random(3)
    for _ in range(300):
        path = draw.choice(sorted(files))
        changed = bytearray(files[path])
        changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
        assert [found.path for found in findings(files | {path: bytes(changed)}, 1000, root)] == [path]


@pytest.mark.parametrize("path", ["tile/0/000", "tile/0/003.p/232", "tile/1/000.p/3", "tile/entries/001"])
def test_a_file_that_is_gone_is_named(path, entries, publish):
    files = publish(entries)
    del files[path]
    assert findings(files, 1000, tree_root(entries)) == [Finding(path, Problem.TILE_MISSING)]


def test_a_bundle_and_its_tile_gone_together_are_named(entries, publish):
    files = publish(entries)
    del files["tile/0/001"], files["tile/entries/001"]
    found = {finding.path for finding in findings(files, 1000, tree_root(entries))}
    assert found == {"tile/0/001", "tile/entries/001", "tile/1/000.p/3", ""}


def test_a_history_rewritten_throughout_does_not_have_the_signed_root(entries, publish):
    rewritten = [*entries[:300], b"another", *entries[301:]]
    assert findings(publish(rewritten), 1000, tree_root(entries)) == [Finding("", Problem.ROOT_MISMATCH)]


def test_an_entry_rewritten_with_its_tile_is_found_one_level_up(entries, publish):
    rewritten = publish([*entries[:300], b"another", *entries[301:]])
    files = publish(entries) | {path: rewritten[path] for path in ("tile/0/001", "tile/entries/001")}
    assert [found.path for found in findings(files, 1000, tree_root(entries))] == ["tile/1/000.p/3", ""]


def test_files_of_earlier_checkpoints_must_be_the_beginning_of_the_present_ones(entries, publish):
    earlier = publish(entries[:300])
    files, root = earlier | publish(entries), tree_root(entries)
    assert findings(files, 1000, root, also=sorted(earlier)) == []
    draw = random.Random(4)
    for path in set(earlier) - set(publish(entries)):
        changed = bytearray(files[path])
        changed[draw.randrange(len(changed))] ^= 1
        found = findings(files | {path: bytes(changed)}, 1000, root, also=sorted(earlier))
        assert [finding.path for finding in found] == [path]


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("tile/0/004", Problem.TILE_UNEXPECTED),
        ("tile/0/003", Problem.TILE_UNEXPECTED),
        ("tile/2/000.p/1", Problem.TILE_UNEXPECTED),
        ("tile/0/0004", Problem.BAD_TILE_PATH),
        ("tile/0/003.p/7", Problem.TILE_MISSING),
    ],
)
def test_files_that_do_not_belong_there_are_named(path, problem, entries, publish):
    assert findings(publish(entries), 1000, tree_root(entries), also=[path]) == [Finding(path, problem)]
