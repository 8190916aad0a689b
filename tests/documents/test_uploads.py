"""Documents that people hand in: what is taken, by content, and what is refused."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from koganei_kyodo.documents import uploads
from koganei_kyodo.documents.uploads import UploadRefused, clean_name, download, read_upload


def office(*parts: str, types: bytes = b"<Types/>") -> bytes:
    """Return an Office file with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", types)
        for part in parts:
            archive.writestr(part, b"x")
    return out.getvalue()


def read(content: bytes, name: str = "会則.pdf") -> uploads.Upload:
    return read_upload(SimpleUploadedFile(name, content), label="会則")


@pytest.mark.parametrize(
    ("content", "name", "kept"),
    [
        (b"%PDF-1.7 x", "会則.pdf", "会則.pdf"),
        (b"%PDF-1.7 x", "会則.PDF", "会則.pdf"),
        (b"%PDF-1.7 x", "会則.html", "会則.html.pdf"),
        (b"\xff\xd8\xff\xe0 x", "..\\..\\写真.JPEG", "写真.jpg"),
        (b"\x89PNG\r\n\x1a\n x", "a/b/c.png", "c.png"),
        (b"\0\0\0\x18ftypheic x", "IMG_1.HEIC", "IMG_1.heic"),
        (office("word/document.xml"), "会則.docx", "会則.docx"),
        (office("xl/workbook.xml"), "予算\u202egpj.xlsx", "予算gpj.xlsx"),
    ],
)
def test_what_is_taken_gets_the_ending_of_its_content(content: bytes, name: str, kept: str) -> None:
    assert read(content, name).name == kept


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html><script>alert(1)</script>", "どれか"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "どれか"),
        (b"", "受け取れませんでした"),
        (b"%PDF-1.7 /OpenAction << /S /JavaScript >>", "動くしくみ"),
        (uploads.OLD_OFFICE + b"x", "古い形式"),
        (office("word/document.xml", "word/vbaProject.bin"), "マクロ"),
        (office("xl/workbook.xml", types=b"macroEnabled.main+xml"), "マクロ"),
        (office("xl/workbook.xml", "xl/macrosheets/sheet1.xml"), "マクロ"),
        (office("index.html"), "どれか"),
        (b"PK\x03\x04 broken", "どれか"),
        (b"MZ\x90\0", "どれか"),
    ],
)
def test_what_could_run_something_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(UploadRefused, match=words):
        read(content)


def test_a_file_may_be_ten_megabytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MAX_MEGABYTES", 1)
    with pytest.raises(UploadRefused, match="1MBまで"):
        read(b"%PDF-" + b"x" * 1024 * 1024)


def test_a_name_is_cut_and_never_empty() -> None:
    assert clean_name("x" * 500 + ".pdf", "pdf") == "x" * 120 + ".pdf"
    assert clean_name("\n/..", "pdf") == "ファイル.pdf"


def test_a_file_is_only_ever_downloaded() -> None:
    response = download(b"x", "application/pdf", "会則.pdf")
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]
