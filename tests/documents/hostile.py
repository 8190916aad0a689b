"""Workbooks made to do harm, each with a word of the sentence that refuses it."""

import io
import zipfile

from tests.surveys.xlsform.forms import workbook

FORM = workbook(survey=[{"type": "text", "name": "q1", "label": "意見"}])
_SHEET = (
    '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>%s</sheetData></worksheet>"
)
_ROW = '<row><c t="inlineStr"><is><t>x</t></is></c></row>'


def _changed(part: str, content: bytes, *, more: dict[str, bytes] | None = None) -> bytes:
    """Return the form with one part of the archive replaced, and others added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(FORM)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
        for name, added in (more or {}).items():
            new.writestr(name, added)
    return out.getvalue()


def _sheet(content: str) -> bytes:
    return _changed("xl/worksheets/sheet1.xml", (_SHEET % content).encode())


_BILLION_LAUGHS = (
    '<!DOCTYPE z [<!ENTITY a "xxxxxxxxxx">'
    + "".join(
        f'<!ENTITY {n} "{"&" + p + ";"}{("&" + p + ";") * 9}">'
        for p, n in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
HOSTILE = {
    "no workbook": (b"hello", "Excelのファイル"),
    "an empty file": (b"", "Excelのファイル"),
    "a workbook of the old kind": (b"\xd0\xcf\x11\xe0" + bytes(600), "古い形式"),
    "another archive": (b"PK\x05\x06" + bytes(18), "Excelのファイル"),
    "half a workbook": (FORM[: len(FORM) // 2], "Excelのファイル"),
    "macros": (_changed("", b"", more={"xl/vbaProject.bin": b"x"}), "マクロ"),
    "a million rows": (_sheet(_ROW * 1_000_000), "大きすぎ"),
    "a million empty rows": (_sheet("<row/>" * 1_000_000), "行が多すぎ"),
    "a row at the very end": (_sheet('<row r="1048576"><c><v>1</v></c></row>'), "行が多すぎ"),
    "many rows": (_sheet(_ROW * 20_000), "行が多すぎ"),
    "many columns": (_sheet(f"<row>{'<c><v>1</v></c>' * 300}</row>"), "列が多すぎ"),
    "a bomb of zeros": (_changed("", b"", more={"xl/media/a.png": bytes(70_000_000)}), "大きすぎ"),
    "a bomb of entities": (
        _changed(
            "xl/worksheets/sheet1.xml",
            (_SHEET % "<row><c t='inlineStr'><is><t>&i;</t></is></c></row>")
            .replace("?>", "?>" + _BILLION_LAUGHS, 1)
            .encode(),
        ),
        "読めません",
    ),
    "a file of the server": (
        _changed(
            "xl/worksheets/sheet1.xml",
            (_SHEET % "<row><c t='inlineStr'><is><t>&f;</t></is></c></row>")
            .replace("?>", '?><!DOCTYPE z [<!ENTITY f SYSTEM "file:///etc/passwd">]>', 1)
            .encode(),
        ),
        "読めません",
    ),
    "deep nesting": (_sheet("<row>" * 20_000 + "</row>" * 20_000), "survey"),
    "a huge cell": (
        _sheet(f"<row><c t='inlineStr'><is><t>{'x' * 9_000_000}</t></is></c></row>"),
        "大きすぎ",
    ),
    "no questionnaire": (workbook(names=[{"name": "x"}]), "survey"),
}
