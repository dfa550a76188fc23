"""Small workbooks that ask for a great deal of memory: by repetition, by long cells, by distance.

python -m factories.greedy_workbooks KIND FILE
"""

import sys
import zipfile
from pathlib import Path

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
#: Its last letter makes Python keep four bytes for each of the others.
_LONG = "x" * 32_000 + "😀"

KINDS = ("one-string-many-cells", "oddly-written-cells", "long-cells", "far-cells")


def greedy_parts(kind: str) -> tuple[str, str]:
    """The shared strings and the rows of a workbook of `kind`."""
    if kind == "far-cells":
        return "x", '<row><c r="A1"><v>1</v></c></row><row><c r="DZ99999"><v>1</v></c></row>'
    if kind == "long-cells":
        cell = f't="inlineStr"><is><t>{_LONG}</t></is>'
        return "x", "".join(f'<row><c r="A{row}" {cell}</c></row>' for row in range(1, 6000))
    quote = "'" if kind == "oddly-written-cells" else '"'
    shown = f"t={quote}s{quote}><v>0</v>"
    rows = "".join(
        "<row>" + "".join(f'<c r="{chr(65 + column)}{row}" {shown}</c>' for column in range(20)) + "</row>"
        for row in range(1, 3001)
    )
    return _LONG, rows


def write_greedy_workbook(kind: str, path: Path) -> None:
    text, rows = greedy_parts(kind)
    relation = f'<Relationships xmlns="{_PACKAGE}/relationships">%s</Relationships>'
    one = f'<Relationship Id="r%d" Type="{_OFFICE}/%s" Target="%s"/>'
    sheets = one % (1, "worksheet", "worksheets/sheet1.xml") + one % (2, "sharedStrings", "sharedStrings.xml")
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}"/></Types>',
        "_rels/.rels": relation % (one % (1, "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="Hoja" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relation % sheets,
        "xl/sharedStrings.xml": f"<sst {_MAIN}><si><t>{text}</t></si></sst>",
        "xl/worksheets/sheet1.xml": f"<worksheet {_MAIN}><sheetData>{rows}</sheetData></worksheet>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)


if __name__ == "__main__":
    write_greedy_workbook(sys.argv[1], Path(sys.argv[2]))
