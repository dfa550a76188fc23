from pathlib import Path

from concierta.web.portal.writing import Listing, check_folder, entries, remove_stale, write_if_changed


def test_the_same_bytes_are_not_written_again(tmp_path: Path):
    assert write_if_changed(tmp_path, "a/b.html", b"uno").changed
    before = (tmp_path / "a/b.html").stat().st_mtime_ns
    assert not write_if_changed(tmp_path, "a/b.html", b"uno").changed
    assert (tmp_path / "a/b.html").stat().st_mtime_ns == before


def test_other_bytes_of_the_same_length_are_written(tmp_path: Path):
    write_if_changed(tmp_path, "b.html", b"uno")
    assert write_if_changed(tmp_path, "b.html", b"dos").changed
    assert (tmp_path / "b.html").read_bytes() == b"dos"


def test_only_what_an_earlier_rendering_wrote_is_removed(tmp_path: Path):
    old = write_if_changed(tmp_path, "viejo/index.html", b"x")
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "checkpoint").write_bytes(b"de otro")
    before = Listing("huella", "paquete", entries([old]))
    assert remove_stale(tmp_path, before, ["index.html"]) == 1
    assert not (tmp_path / "viejo").exists()
    assert (tmp_path / "log" / "checkpoint").read_bytes() == b"de otro"


def test_a_folder_with_a_file_missing_is_not_whole(tmp_path: Path):
    file = write_if_changed(tmp_path, "index.html", b"x")
    listing = Listing("huella", "paquete", entries([file]))
    listing.write(tmp_path)
    assert Listing.read(tmp_path) == listing
    assert listing.is_whole(tmp_path)
    (tmp_path / "index.html").unlink()
    assert not listing.is_whole(tmp_path)
    assert check_folder(tmp_path) == ["index.html"]


def test_a_byte_changed_behind_our_back_is_found(tmp_path: Path):
    file = write_if_changed(tmp_path, "index.html", b"uno")
    Listing("huella", "paquete", entries([file])).write(tmp_path)
    assert check_folder(tmp_path) == []
    (tmp_path / "index.html").write_bytes(b"dos")
    assert check_folder(tmp_path) == ["index.html"]


def test_a_listing_that_cannot_be_read_is_an_empty_one(tmp_path: Path):
    (tmp_path / "paginas.json").write_text("{medio")
    assert Listing.read(tmp_path) == Listing("", "")
