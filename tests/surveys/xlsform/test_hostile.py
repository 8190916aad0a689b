"""Files made to do harm: refused by a process with little memory and time, each for its reason.

The limits themselves are set by the process (`workbooks.Limits`, `workbook_process.MEMORY`); these tests
look at what is refused and that nothing of it reaches the portal.
"""

import io
import json
import subprocess
import sys
import zipfile

import pytest

from koganei_kyodo.documents import workbook_process
from koganei_kyodo.documents.workbooks import MAX_BYTES, PROCESS
from surveys import external_checks
from surveys.fielding import excel_sheet, frame_file
from surveys.figure_check import FigureFileError
from surveys.xlsform import reader
from surveys.xlsform.book import XlsformError, open_book
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
    "a bomb of zeros": (_changed("", b"", more={"xl/media/a.png": bytes(40_000_000)}), "大きすぎ"),
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


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_its_reason(name: str) -> None:
    content, reason = HOSTILE[name]
    with pytest.raises(XlsformError, match=reason):
        reader.read(content)


@pytest.mark.parametrize("name", ["a bomb of zeros", "a million empty rows", "macros"])
def test_every_upload_of_surveys_has_the_same_reader(name: str) -> None:
    content, reason = HOSTILE[name]
    with pytest.raises(frame_file.FrameFileError, match=reason):
        frame_file._rows(content)
    with pytest.raises(excel_sheet.SheetFileError, match=reason):
        excel_sheet.read(content, [])
    with pytest.raises(FigureFileError, match=reason):
        external_checks.read_figures(content)


def test_a_file_above_the_limit_is_not_even_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", pytest.fail)
    with pytest.raises(XlsformError, match="5MB"):
        open_book(b"PK" + bytes(MAX_BYTES))


def test_the_process_that_reads_never_grows_above_its_limit() -> None:
    content, _ = HOSTILE["a huge cell"]
    watched = (
        "import resource, subprocess, sys\n"
        "done = subprocess.run([sys.executable, '-I', *sys.argv[1:]], stdin=sys.stdin)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
    )
    wanted = {"rows": 5_000, "columns": 200, "sheets": 100, "seconds": 3, "sizes": [len(content)]}
    command = [sys.executable, "-c", watched, str(PROCESS), json.dumps(wanted)]
    done = subprocess.run(command, input=content, capture_output=True, check=True)
    told, used = done.stdout.decode().rsplit("}", 1)
    assert "refused" in told
    assert 0 < int(used) * 1024 <= workbook_process.MEMORY
