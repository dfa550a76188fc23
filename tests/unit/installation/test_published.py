"""The published site is served as it lies on the disk, at every request."""

import gzip
import os
from pathlib import Path
from typing import Any

import pytest

from concierta.installation import published
from concierta.installation.published import ONE_PIECE, PublishedSite
from concierta.kernel.builds import built_beside


class Visitor:
    def __init__(self, site: Path) -> None:
        self.application = PublishedSite(self._workspace, root=site, index_file=True, max_age=0)

    def _workspace(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("404 Not Found", [])
        return [b"workspace"]

    def get(self, path: str, *, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        answer: dict[str, Any] = {}

        def start_response(status: str, given: list[tuple[str, str]]) -> None:
            answer.update(status=int(status[:3]), headers=dict(given))

        body = self.application({"REQUEST_METHOD": method, "PATH_INFO": path, **headers}, start_response)
        content = b"".join(body)
        if hasattr(body, "close"):
            body.close()
        return answer["status"], answer["headers"], content


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text("portada")
    (tmp_path / "datos").mkdir()
    (tmp_path / "datos" / "cifras.csv").write_text("a,b\n1,2\n")
    return tmp_path


@pytest.fixture
def visitor(site: Path) -> Visitor:
    return Visitor(site)


def test_a_folder_is_its_index(visitor: Visitor) -> None:
    status, headers, content = visitor.get("/")

    assert (status, content) == (200, b"portada")
    assert headers["Content-Length"] == "7"


def test_the_same_answer_twice(visitor: Visitor) -> None:
    assert visitor.get("/datos/cifras.csv") == visitor.get("/datos/cifras.csv")


def test_a_page_published_meanwhile_is_there_at_once(site: Path, visitor: Visitor) -> None:
    visitor.get("/")
    part = site / ".index.html.part"
    part.write_text("nuevo corte")
    os.replace(part, site / "index.html")

    status, headers, content = visitor.get("/")

    assert (status, content, headers["Content-Length"]) == (200, b"nuevo corte", "11")


def test_a_page_taken_away_is_gone_at_once(site: Path, visitor: Visitor) -> None:
    visitor.get("/")
    (site / "index.html").unlink()

    assert visitor.get("/")[0] == 404


def test_what_the_site_lacks_is_asked_of_the_workspace(visitor: Visitor) -> None:
    assert visitor.get("/trabajo/") == (404, {}, b"workspace")


def test_nothing_outside_the_site_is_served(site: Path, visitor: Visitor) -> None:
    (site.parent / "secreto").write_text("clave")

    assert visitor.get("/../secreto")[2] == b"workspace"


def test_who_has_it_already_is_sent_nothing(visitor: Visitor) -> None:
    tag = visitor.get("/")[1]["ETag"]

    assert visitor.get("/", HTTP_IF_NONE_MATCH=tag)[::2] == (304, b"")


def test_a_part_of_a_file(visitor: Visitor) -> None:
    status, headers, content = visitor.get("/datos/cifras.csv", HTTP_RANGE="bytes=4-6")

    assert (status, content, headers["Content-Range"]) == (206, b"1,2", "bytes 4-6/8")


def test_only_the_headers(visitor: Visitor) -> None:
    status, headers, content = visitor.get("/", method="HEAD")

    assert (status, content, headers["Content-Length"]) == (200, b"", "7")


def test_a_large_file_comes_whole_though_in_pieces(site: Path, visitor: Visitor) -> None:
    content = os.urandom(ONE_PIECE + 1)
    (site / "datos" / "grande.parquet").write_bytes(content)

    assert visitor.get("/datos/grande.parquet")[2] == content


def test_search_engines_are_kept_out_of_the_workspace_only() -> None:
    from concierta.installation.wsgi import application

    visitor = Visitor(Path())
    visitor.application = application
    status, headers, content = visitor.get("/robots.txt")

    assert (status, headers["Content-Type"]) == (200, 'text/plain; charset="utf-8"')
    assert content.splitlines() == [b"User-agent: *", b"Disallow: /trabajo/", b"Disallow: /ingresar/"]


def test_a_page_travels_squeezed_to_whoever_can_open_it(site: Path):
    page = "<p>cifra</p>" * 500
    (site / "larga").mkdir()
    (site / "larga" / "index.html").write_text(page)
    visitor = Visitor(site)
    for _ in range(2):
        _, headers, content = visitor.get("/larga/", HTTP_ACCEPT_ENCODING="gzip, br")
        assert (headers["Content-Encoding"], headers["Vary"]) == ("gzip", "Accept-Encoding")
        assert int(headers["Content-Length"]) == len(content) < len(page) / 4
        assert gzip.decompress(content).decode() == page
    status, headers, content = visitor.get("/larga/")
    assert (status, content.decode(), "Content-Encoding" in headers) == (200, page, False)
    assert headers["Vary"] == "Accept-Encoding"


def test_a_squeezed_page_written_anew_is_the_new_one_at_once(site: Path):
    (site / "larga.html").write_text("a" * 5000)
    visitor = Visitor(site)
    visitor.get("/larga.html", HTTP_ACCEPT_ENCODING="gzip")
    (site / "larga.html").unlink()
    (site / "larga.html").write_text("b" * 5001)
    _, _, content = visitor.get("/larga.html", HTTP_ACCEPT_ENCODING="gzip")
    assert gzip.decompress(content) == b"b" * 5001


def test_a_part_of_a_file_is_not_squeezed(site: Path):
    (site / "cifras.csv").write_text("1,2\n" * 2000)
    status, headers, content = Visitor(site).get("/cifras.csv", HTTP_ACCEPT_ENCODING="gzip", HTTP_RANGE="bytes=0-9")
    assert (status, len(content), "Content-Encoding" in headers) == (206, 10, False)


def test_what_is_kept_squeezed_has_a_limit(site: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(published, "SQUEEZED_REMEMBERED", 2)
    visitor = Visitor(site)
    for number in range(5):
        (site / f"{number}.html").write_text("a" * 5000)
        visitor.get(f"/{number}.html", HTTP_ACCEPT_ENCODING="gzip")
    assert len(visitor.application._squeezed) <= 2


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "home" / "site"


def show(place: Path, **files: str) -> None:
    place.parent.mkdir(exist_ok=True)
    with built_beside(place) as build:
        for name, text in {"index.html": "portada", **files}.items():
            path = build / name.replace("__", "/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
            path.write_text(text)


def test_a_site_switched_meanwhile_is_the_new_one_at_once(place: Path) -> None:
    show(place)
    visitor = Visitor(place)
    show(place, cifra="uno")
    assert visitor.get("/cifra")[2] == visitor.get("/cifra")[2] == b"uno"
    show(place, cifra="dos")
    assert visitor.get("/cifra")[2] == b"dos"


def test_an_answer_is_of_one_build_although_another_is_switched_in_before_it_is_read(place: Path) -> None:
    show(place, cifra="la de antes, más larga")
    visitor = Visitor(place)
    file = visitor.application.find_file("/cifra")
    show(place, cifra="nueva")
    answer: dict[str, Any] = {}
    body = visitor.application.serve(file, {"REQUEST_METHOD": "GET"}, lambda _, given: answer.update(dict(given)))
    content = b"".join(body)
    assert (content.decode(), answer["Content-Length"]) == ("la de antes, más larga", str(len(content)))


def test_what_a_page_of_the_one_before_needs_is_still_there_and_the_page_itself_is_not(place: Path) -> None:
    show(place, recursos__portal_1="css", pagina="vieja", log__tile__x="pieza")
    visitor = Visitor(place)
    with built_beside(place) as build:
        for path in ("recursos/portal_1", "pagina", "log/tile/x"):
            (build / path).unlink()
    assert visitor.get("/recursos/portal_1")[2] == b"css"
    assert visitor.get("/log/tile/x")[2] == b"pieza"
    assert visitor.get("/pagina")[2] == b"workspace"
