"""Documents that people hand in: what is taken, by content, and what is refused."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from koganei_kyodo.documents import uploads
from koganei_kyodo.documents.uploads import UploadRefused, clean_name, download, read_upload

HEIC = Path(__file__).with_name("sample.heic")  # 64 × 48, with a place in its EXIF


def photo(kind: str, size: tuple[int, int] = (40, 30)) -> bytes:
    """Return the photo of a paper with the place it was taken at."""
    exif = Image.Exif()
    exif[0x010F] = "Made-up Camera"
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind, exif=exif)
    return out.getvalue()


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
        (photo("JPEG"), "..\\..\\写真.JPEG", "写真.jpg"),
        (photo("PNG"), "a/b/c.png", "c.jpg"),
        (HEIC.read_bytes(), "IMG_1.HEIC", "IMG_1.jpg"),
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


@pytest.mark.parametrize("content", [photo("JPEG"), photo("PNG"), HEIC.read_bytes()])
def test_a_photo_of_a_paper_tells_no_place(content: bytes) -> None:
    assert b"Made-up Camera" in content
    kept = read(content, "様式.jpg")
    assert kept.content_type == "image/jpeg"
    assert b"Made-up" not in kept.content
    assert not Image.open(io.BytesIO(kept.content)).getexif()


def test_a_photo_of_a_paper_stays_large_enough_to_read() -> None:
    kept = read(photo("PNG", (3000, 4000)), "様式.png")
    assert Image.open(io.BytesIO(kept.content)).height == 3508


def test_a_broken_photo_is_refused() -> None:
    with pytest.raises(UploadRefused, match="受け取れませんでした"):
        read(photo("JPEG")[:200])


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
