"""Documents that people hand in: told apart by their content, never by their name.

Taken are PDF, Word and Excel without macros, and photos of paper. What could run something on the
machine of whoever opens it is refused: macros, embedded objects, HTML, SVG, the old binary formats of
Office. A document is stored as it came; a photo is drawn anew, without the place and time it was taken
at (``pictures``). Both are only ever sent as a download.
"""

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from koganei_kyodo import house_messages as say
from koganei_kyodo.documents.pictures import PictureRefused, read_page

KINDS = ("PDF", "Word", "Excel", "写真")
ACCEPT = ".pdf,.docx,.xlsx,.jpg,.jpeg,.png,.heic"
MAX_MEGABYTES = 10
TAKEN = f"{'・'.join(KINDS)}、{MAX_MEGABYTES}MBまで。写真を撮った場所と日時の記録は消します"
_MEGABYTE = 1024 * 1024
_LARGEST_UNPACKED = 200 * _MEGABYTE
_MOST_PARTS = 5_000
_LONGEST_NAME = 120
OFFICE = "application/vnd.openxmlformats-officedocument."
# The part that every file of the kind has → content type and ending.
_OFFICE_PARTS = {
    "word/document.xml": (f"{OFFICE}wordprocessingml.document", "docx"),
    "xl/workbook.xml": (f"{OFFICE}spreadsheetml.sheet", "xlsx"),
}
# What makes a document run something: macros, programs and old files put inside it.
_ACTIVE = re.compile(r"vbaproject|activex|macrosheets|/embeddings/.*\.(?:bin|exe|js|vbs)$", re.I)
_PDF_ACTIVE = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFile|RichMedia)\b")
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1")
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Upload:
    """A file that was handed in and may be kept."""

    name: str
    content: bytes
    content_type: str

    @property
    def size(self) -> int:
        """Return how many bytes there are."""
        return len(self.content)


class UploadRefused(ValueError):
    """Raised with a sentence for whoever handed the file in."""


def read_upload(file: Any, *, label: str = "ファイル") -> Upload:
    """Check a file by its content.

    Args:
        file: an ``UploadedFile``; no more than ``MAX_MEGABYTES`` of it are read.
        label: what the form calls it, for the sentences.

    Raises:
        UploadRefused: it is empty, too large, of another kind, or could run something.
    """
    if file.size > MAX_MEGABYTES * _MEGABYTE:
        size_mb = -(-file.size // _MEGABYTE)
        raise UploadRefused(say.file_size(label, limit_mb=MAX_MEGABYTES, size_mb=size_mb))
    content = file.read(MAX_MEGABYTES * _MEGABYTE + 1)
    if not content:
        raise UploadRefused(say.upload_broke(label))
    content_type, ending = _kind_of(content, label)
    if content_type.startswith("image/"):
        try:
            page = read_page(content, label=label)
        except PictureRefused as error:
            raise UploadRefused(str(error)) from error
        name = clean_name(str(file.name), ending).removesuffix(f".{ending}")
        return Upload(f"{name}.jpg", page.content, page.content_type)
    return Upload(clean_name(str(file.name), ending), content, content_type)


def clean_name(name: str, ending: str) -> str:
    """Return a name to keep: no folders, no signs that steer a terminal, the ending of its kind."""
    base = re.split(r"[\\/]", name)[-1]
    plain = "".join(c for c in base if unicodedata.category(c)[0] != "C").strip(" .")
    stem, dot, given = plain.rpartition(".")
    same = {"jpeg": "jpg", "heif": "heic"}
    if dot and same.get(given.lower(), given.lower()) == ending:
        plain = stem
    return f"{plain[:_LONGEST_NAME] or 'ファイル'}.{ending}"


def _kind_of(content: bytes, label: str) -> tuple[str, str]:
    if content.startswith(b"%PDF-"):
        return _pdf(content, label)
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg", "jpg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png", "png"
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        return "image/heic", "heic"
    if content.startswith(OLD_OFFICE):
        raise UploadRefused(
            f"{label}は、古い形式（.doc・.xls）か、パスワードつきのため受け取れません。"
            "WordやExcelで開き、「名前を付けて保存」でPDFにしてから選んでください"
        )
    if content.startswith(b"PK\x03\x04"):
        return _office(content, label)
    raise UploadRefused(say.file_type(label, kinds=KINDS))


def _pdf(content: bytes, label: str) -> tuple[str, str]:
    if _PDF_ACTIVE.search(content):
        raise UploadRefused(
            f"{label}には、動くしくみ（スクリプトなど）が入っているため受け取れません。"
            "印刷の画面で「PDFとして保存」したものを選んでください"
        )
    return "application/pdf", "pdf"


def _office(content: bytes, label: str) -> tuple[str, str]:
    """Return the kind of an Office file; nothing of it is unpacked but its list of contents."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            declared = archive.open("[Content_Types].xml").read(_MEGABYTE)
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, ValueError):
        raise UploadRefused(say.file_type(label, kinds=KINDS)) from None
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _LARGEST_UNPACKED:
        raise UploadRefused(say.upload_broke(label))
    if b"macroEnabled" in declared or any(_ACTIVE.search(name) for name in names):
        raise UploadRefused(
            f"{label}には、マクロなどの動くしくみが入っているため受け取れません。"
            "PDFか、マクロのない形式（.docx・.xlsx）で保存し直してください"
        )
    for part, kind in _OFFICE_PARTS.items():
        if part in names:
            return kind
    raise UploadRefused(say.file_type(label, kinds=KINDS))


class DocumentField(forms.FileField):
    """A file in a form that becomes an ``Upload``, or None where none was chosen."""

    widget = forms.FileInput(attrs={"accept": ACCEPT})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", TAKEN)
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the file; raise ``ValidationError`` with the sentence of ``read_upload``."""
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            return read_upload(upload, label=str(self.label))
        except UploadRefused as error:
            raise ValidationError(str(error)) from error


def download(content: bytes, content_type: str, name: str) -> HttpResponse:
    """Send a file that somebody handed in: saved, never shown, by the browser; kept nowhere else."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
