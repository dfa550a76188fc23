"""A published site holds or does not; what does not is named."""

import base64
import hashlib
import random

import pytest

from concierta.engines.sitelog import Kept, SiteReport, check_site
from concierta.engines.translog import SignerKey, SplitView
from unit.engines.sitelog.published import KEY, NEXT_KEY, NOON, WITNESS, Published, report, small_site


def named(report: SiteReport) -> list[tuple[str, str]]:
    return [(finding.path, finding.code) for finding in report.findings]


def kept_of(site: Published) -> Kept:
    kept = check_site(site).kept
    assert kept is not None
    return Kept.from_json(kept.to_json())


def test_a_whole_site_holds() -> None:
    found = check_site(small_site(), key=KEY.verifier)
    assert (named(found), found.unlisted, found.holds, found.trusted) == ([], [], True, True)
    assert (found.cortes, found.files) == (2, 8)
    assert found.witnessed == {WITNESS.name: NOON}


def test_the_key_of_the_site_itself_is_used_and_said_to_be() -> None:
    found = check_site(small_site())
    assert (found.holds, found.trusted, found.keys) == (True, False, [KEY.verifier])


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("index.html", "file_changed"),
        ("recursos/portal.css", "file_changed"),
        ("paginas.json", "file_changed"),
        ("cortes/2024-12-31/index.html", "file_changed"),
        ("cortes/2024-12-31/data/t.csv", "file_changed"),
        ("cortes/2024-12-31/paginas.json", "file_changed"),
        ("cortes/2024-12-31/manifest.json", "manifest_malformed"),
        ("log/tile/0/000", "tile_mismatch"),
        ("log/tile/0/001.p/49", "tile_mismatch"),
        ("log/tile/1/000.p/1", "tile_mismatch"),
        ("log/tile/entries/000", "bundle_mismatch"),
        ("log/checkpoint", "signature_invalid"),
        ("log/vkey", "key_file_changed"),
        ("log/witnesses", "witness_file_changed"),
    ],
)
def test_a_changed_byte_is_named(path: str, code: str) -> None:
    site = small_site()
    content = bytearray(site.files[path])
    # The last letter of a text, the last byte of a hash: still readable, and not what it was.
    content[-2 if content[-1:] == b"\n" else -1] ^= 1
    if path == "log/checkpoint":
        content = bytearray(content.replace(b"\n305\n", b"\n304\n").replace(b"\n306\n", b"\n304\n"))
    site.files[path] = bytes(content)
    found = check_site(site, key=KEY.verifier)
    assert path in {finding.path for finding in found.findings}
    assert not found.holds
    if path != "log/checkpoint" and not path.endswith("paginas.json"):
        assert (path, code) in named(found)


@pytest.mark.parametrize("path", sorted(small_site().files))
def test_a_missing_file_is_named(path: str) -> None:
    site = small_site()
    del site.files[path]
    if path == "log/checkpoint":
        with pytest.raises(FileNotFoundError):
            check_site(site)
        return
    found = check_site(site, key=KEY.verifier)
    # Without the list of witnesses it is the signature that nobody is known for.
    assert {"log/witnesses": "log/checkpoint"}.get(path, path) in {finding.path for finding in found.findings}


def test_any_byte_of_any_file_of_the_site() -> None:
    site, draw = small_site(), random.Random(3)
    paths = sorted(site.files)
    for _ in range(300):
        path = draw.choice(paths)
        whole = site.files[path]
        at, bit = draw.randrange(len(whole)), 1 << draw.randrange(8)
        site.files[path] = whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :]
        assert not check_site(site).holds, (path, at, bit)
        site.files[path] = whole
    assert check_site(site).holds


def test_a_page_that_nobody_recorded_is_shown_apart() -> None:
    site = small_site()
    site.files["cortes/2025-03-31/otra.html"] = b"<h1>100 %</h1>"
    found = check_site(site)
    assert (found.holds, found.unlisted) == (True, ["cortes/2025-03-31/otra.html"])


def test_a_corte_taken_off_the_site_is_missed() -> None:
    site = small_site()
    site.files = {name: content for name, content in site.files.items() if "2024-12-31" not in name}
    assert ("corte/cali/2024-12-31", "corte_missing") in named(check_site(site))


def test_a_corte_that_was_never_frozen_is_not_one() -> None:
    site = small_site()
    folder = "cortes/2025-06-30/"
    site.files[f"{folder}manifest.json"] = b'{"cut_off":"2025-06-30","files":{},"plan":"cali"}'
    site.list_pages(folder)
    assert named(check_site(site.publish())) == [(f"{folder}manifest.json", "corte_unrecorded")]


def test_pages_rendered_again_are_what_the_last_act_says() -> None:
    site = small_site()
    site.files["index.html"] = b"<h1>Otra vez</h1>"
    assert not check_site(site).holds
    site.list_pages()
    assert check_site(site.publish()).holds


def test_a_path_that_leads_out_of_the_site_is_not_followed() -> None:
    site = small_site()
    site.files["../secreto"] = b"x"
    site.list_pages()
    found = check_site(site.publish())
    assert named(found) == [("../secreto", "path_refused")]


def test_another_key_is_not_believed() -> None:
    other = SignerKey("example.org/log", b"\x13" * 32)
    assert ("log/checkpoint", "no_known_signature") in named(check_site(small_site(), key=other.verifier))


def test_a_log_that_grew_continues_what_was_kept() -> None:
    site = small_site()
    kept = kept_of(site)
    site.entries += [report(number) for number in range(10)]
    assert check_site(site.publish(), kept=kept).holds


def test_a_log_rewritten_since_is_found_and_proved() -> None:
    site = small_site()
    kept = kept_of(site)
    site.entries[7] = report(7, "90")
    site.entries.append(report(8))
    found = check_site(site.publish(), kept=kept)
    assert ("log/checkpoint", "log_rewritten") in named(found)
    assert found.evidence is not None
    first, second = SplitView.from_json(found.evidence.to_json()).verify([KEY.verifier])
    assert (first.size, second.size) == (kept.checkpoint.size, len(site.entries))
    assert found.kept is None


def test_a_log_that_became_shorter_is_found() -> None:
    site = small_site()
    kept = kept_of(site)
    site.entries.pop()
    assert "log_shrank" in {code for _, code in named(check_site(site.publish(), kept=kept))}


def test_trust_follows_a_change_of_keys() -> None:
    site = small_site()
    kept = kept_of(site)
    site.rotate()
    for keys in ((NEXT_KEY, KEY), (NEXT_KEY,)):
        for trust in ({"key": KEY.verifier}, {"key": NEXT_KEY.verifier}, {"kept": kept}, {}):
            found = check_site(site.publish(*keys), **trust)
            assert (named(found), found.keys[-1]) == ([], NEXT_KEY.verifier)


def test_a_key_that_the_old_one_never_named_is_not_followed() -> None:
    site = small_site()
    forger = SignerKey("example.org/log", b"\x14" * 32)
    site.rotate(old=forger)
    assert ("log/checkpoint", "no_known_signature") in named(check_site(site.publish(NEXT_KEY), key=KEY.verifier))


def test_the_old_key_alone_no_longer_counts_after_a_change() -> None:
    site = small_site()
    site.rotate()
    assert ("log/checkpoint", "no_known_signature") in named(check_site(site.publish(KEY), key=KEY.verifier))


def test_a_signature_by_nobody_known_does_not_stay_unsaid() -> None:
    site = small_site()
    stranger = SignerKey("stranger.example", b"\x15" * 32)
    site.publish(KEY, stranger)
    del site.files["log/witnesses"]
    assert named(check_site(site)) == [("log/checkpoint", "unknown_signature")]


def test_a_witness_of_an_unknown_kind_is_told_and_hides_nobody() -> None:
    site = small_site()
    material = b"\x07" + b"\x01" * 90
    key_id = hashlib.sha256(b"future.example/w\n" + material).digest()[:4]
    line = f"future.example/w+{key_id.hex()}+{base64.b64encode(material).decode()}\n".encode()
    site.files["log/witnesses"] = line + site.files["log/witnesses"]
    signature = f"\N{EM DASH} future.example/w {base64.b64encode(key_id + b'signed').decode()}\n"
    site.files["log/checkpoint"] += signature.encode()
    found = check_site(site, key=KEY.verifier)
    assert (named(found), found.witnessed, found.unread_witnesses) == ([], {WITNESS.name: NOON}, ["future.example/w"])
    site.files["log/witnesses"] = site.files["log/witnesses"].removeprefix(line)
    assert named(check_site(site, key=KEY.verifier)) == [("log/checkpoint", "unknown_signature")]
