"""Files made to do harm: refused by a process with little memory and time, each for its reason.

The limits themselves are set by the process (`workbooks.Limits`, `workbook_process.MEMORY`); these tests
look at what is refused and that nothing of it reaches the portal.
"""

import json
import subprocess
import sys
from dataclasses import asdict

import pytest

from koganei_kyodo.documents import workbook_process
from koganei_kyodo.documents.workbooks import MAX_BYTES, PROCESS, USUAL
from surveys import external_checks
from surveys.fielding import excel_sheet, frame_file
from surveys.figure_check import FigureFileError
from surveys.xlsform import reader
from surveys.xlsform.book import XlsformError, open_book
from tests.documents.hostile import HOSTILE


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
    wanted = {**asdict(USUAL), "sizes": [len(content)]}
    command = [sys.executable, "-c", watched, str(PROCESS), json.dumps(wanted)]
    done = subprocess.run(command, input=content, capture_output=True, check=True)
    told, used = done.stdout.decode().rsplit("}", 1)
    assert "refused" in told
    assert 0 < int(used) * 1024 <= workbook_process.MEMORY
