"""A folder that is never seen half changed: what is shown is the old one or the new one, whole."""

import os
import stat
from pathlib import Path

import pytest

from concierta.kernel import builds
from concierta.kernel.builds import before_it, built_beside, shown_at


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "site"


def write(place: Path, **files: str) -> None:
    with built_beside(place) as build:
        for name, text in files.items():
            # As everything of ours is written: never into a file that somebody may be reading.
            part = build / f"{name}.part"
            part.write_text(text)
            os.replace(part, build / name)


def texts(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


def built(place: Path) -> list[str]:
    return sorted(os.listdir(place.with_name("sites")))


def test_what_is_built_is_shown_when_it_is_whole(place: Path):
    write(place, a="uno", b="dos")
    with built_beside(place) as build:
        (build / "a").unlink()
        assert texts(place) == {"a": "uno", "b": "dos"}
    assert texts(place) == {"b": "dos"}


def test_what_fails_changes_nothing_and_leaves_nothing(place: Path):
    write(place, a="uno")
    before = built(place)

    def fail() -> None:
        with built_beside(place) as build:
            (build / "b").write_text("dos")
            raise OSError("lleno")

    with pytest.raises(OSError, match="lleno"):
        fail()
    assert (texts(place), built(place)) == ({"a": "uno"}, before)


def test_what_did_not_change_takes_no_room(place: Path):
    write(place, a="uno")
    inode = (place / "a").stat().st_ino
    write(place, b="dos")
    assert (place / "a").stat().st_ino == inode


def test_whoever_reads_the_one_before_still_has_it_until_the_next(place: Path):
    write(place, a="uno")
    first = shown_at(place)
    write(place, a="dos")
    assert texts(first) == {"a": "uno"}
    assert before_it(shown_at(place)) == first
    write(place, a="tres")
    assert texts(first) == {"a": "uno"}
    write(place, a="cuatro")
    assert not first.exists()


def test_what_a_killed_publisher_left_goes_at_the_next(place: Path):
    write(place, a="uno")
    (place.with_name("sites") / "000009-0a0b0c0d").mkdir()
    (place.with_name("sites") / "de-otro").mkdir()
    write(place, a="dos")
    assert len(built(place)) == 3
    assert "de-otro" in built(place)
    assert "000009-0a0b0c0d" not in built(place)


@pytest.mark.parametrize("exchanged", [True, False])
def test_a_folder_of_before_becomes_a_build(place: Path, monkeypatch: pytest.MonkeyPatch, exchanged: bool):
    place.mkdir()
    (place / "a").write_text("uno")
    if not exchanged:
        monkeypatch.setattr(builds, "_exchange", lambda one, other: False)
    write(place, b="dos")
    assert place.is_symlink()
    assert texts(place) == {"a": "uno", "b": "dos"}
    assert texts(before_it(shown_at(place))) == {"a": "uno"}


def test_a_stroke_that_was_interrupted_is_finished(place: Path):
    write(place, a="uno")
    link = place.with_name("sites") / ".000001-00000000.link"
    os.rename(place, link)
    assert shown_at(place) is None
    write(place, b="dos")
    assert texts(place) == {"a": "uno", "b": "dos"}
    assert not link.is_symlink()


def test_a_link_that_somebody_made_to_another_disk_is_followed(place: Path, tmp_path: Path):
    elsewhere = tmp_path / "www" / "portal"
    elsewhere.mkdir(parents=True)
    place.symlink_to(elsewhere)
    write(place, a="uno")
    assert texts(elsewhere) == texts(place) == {"a": "uno"}
    assert os.readlink(place) == str(elsewhere)


def test_a_web_server_reads_it_whatever_the_umask(place: Path):
    before = os.umask(0o077)
    try:
        with built_beside(place) as build:
            (build / "en").mkdir()
            (build / "en" / "index.html").write_text("x")
    finally:
        os.umask(before)
    modes = {
        path.name: stat.S_IMODE(path.stat().st_mode) for path in (place, place / "en", place / "en" / "index.html")
    }
    assert modes == {"site": 0o755, "en": 0o755, "index.html": 0o644}
    assert stat.S_IMODE(place.with_name("sites").stat().st_mode) == 0o755
