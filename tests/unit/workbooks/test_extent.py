"""A small file cannot ask for the memory of the whole machine."""

import subprocess
import sys
from pathlib import Path

import pytest

from concierta.workbooks import refusals
from concierta.workbooks.container import check_container
from concierta.workbooks.extent import MAX_GRID, Extent
from factories.greedy_workbooks import KINDS, write_greedy_workbook

#: What the whole process may address. The largest workbook that is accepted stays under it.
LIMIT_MB = 1200
READ = """
import resource, sys
limit = int(sys.argv[2]) << 20
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
from concierta.kernel.errors import Refusal
from concierta.workbooks.book import Book, ForeignFile
data = open(sys.argv[1], "rb").read()
try:
    for sheet in Book(ForeignFile("m.xlsx", data)).sheets([]):
        len(sheet.rows)
except Refusal as refusal:
    print(type(refusal).__name__)
"""


@pytest.mark.parametrize("kind", KINDS)
def test_a_greedy_workbook_is_refused_within_a_bounded_memory(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "m.xlsx"
    write_greedy_workbook(kind, path)
    assert path.stat().st_size < 400_000

    read = subprocess.run(
        [sys.executable, "-c", READ, str(path), str(LIMIT_MB)], capture_output=True, text=True, check=False
    )

    assert (read.returncode, read.stdout, read.stderr) == (0, "SuspiciousWorkbook\n", "")


def test_the_reason_is_said(tmp_path: Path) -> None:
    path = tmp_path / "m.xlsx"
    write_greedy_workbook("far-cells", path)

    with pytest.raises(refusals.SuspiciousWorkbook, match="demasiado lejos"):
        check_container(path.read_bytes(), "m.xlsx")


def test_a_grid_is_measured_between_its_farthest_cells() -> None:
    rows = MAX_GRID // 27
    assert Extent().sheet(iter([f'<c r="AA1"/><c r="B{rows}"/>'.encode()]))
    assert not Extent().sheet(iter([f'<c r="AA1"/><c r="B{rows + 1}"/>'.encode()]))


def test_a_string_counts_each_time_that_it_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("concierta.workbooks.extent.MAX_TEXT", 100)
    cell = b'<c r="A1" t="s"><v>1</v></c>'

    def too_much(times: int) -> bool:
        extent = Extent()
        extent.sheet(iter([cell * times]))
        extent.strings(b"<sst><si><t>corta</t></si><si><r><t>diez letra</t></r></si></sst>")
        return extent.too_much_text

    assert [too_much(times) for times in (10, 11)] == [False, True]


def test_a_cell_that_is_written_oddly_counts_as_the_longest_string(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("concierta.workbooks.extent.MAX_TEXT", 100)
    extent = Extent()
    extent.strings(b"<sst><si><t>a</t></si><si><t>diez letra</t></si></sst>")
    extent.sheet(iter([b"<c r=\"A1\" t='s'><v>0</v></c>" * 11]))

    assert extent.too_much_text
