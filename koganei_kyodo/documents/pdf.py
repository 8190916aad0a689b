"""PDF files: typst templates filled from JSON data.

A template never receives code, only data it reads from ``data.json``: nothing a user wrote can
act as markup. The files are tagged (PDF/UA-1), in Japanese, A4, with the vendored typeface.
"""

import datetime as dt
import functools
import json
import re
import shutil
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import typst

from koganei_kyodo.documents.charts.rendering import FONTS_DIRECTORY

TEMPLATES_DIRECTORY = Path(__file__).resolve().parent / "typst"
PDF_STANDARD: Literal["ua-1"] = "ua-1"
_SAFE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*(\.[a-z0-9]+)?")


class PdfError(Exception):
    """The template could not be filled; the message is the compiler's, for the log."""


@functools.cache
def _fonts() -> typst.Fonts:
    """The vendored typeface, read once for the life of the process."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(FONTS_DIRECTORY)],
    )


def _to_json(value: Any) -> str | float:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"a template cannot read a {type(value).__name__}")


def render_pdf(template: str, data: dict[str, Any], files: dict[str, bytes] | None = None) -> bytes:
    """Fill a template and return the PDF file.

    Args:
        template: name of a file in ``documents/typst`` without its suffix
            (``figures_report``, whose data ``report.figures_report_data`` builds).
        data: what the template reads: JSON values, and decimals and dates as text.
        files: images the data name, by file name (``figure-2.svg``).

    Returns:
        The PDF file, tagged as PDF/UA-1.

    Raises:
        ValueError: a name is not a plain lower-case file name.
        LookupError: there is no such template.
        PdfError: the data lack what the template needs, or an image cannot be read.
    """
    for name in (template, *(files or {})):
        if not _SAFE_NAME.fullmatch(name):
            raise ValueError(f"not a plain file name: {name!r}")
    source = TEMPLATES_DIRECTORY / f"{template}.typ"
    if not source.is_file():
        raise LookupError(f"no template {template!r}")
    with tempfile.TemporaryDirectory(prefix="kyodo-pdf-") as folder:
        root = Path(folder)
        for shared in TEMPLATES_DIRECTORY.glob("*.typ"):
            shutil.copy(shared, root / shared.name)
        (root / "data.json").write_text(
            json.dumps(data, ensure_ascii=False, default=_to_json), encoding="utf-8"
        )
        for name, content in (files or {}).items():
            (root / name).write_bytes(content)
        try:
            result = typst.compile(
                str(root / source.name),
                root=str(root),
                font_paths=_fonts(),
                ignore_system_fonts=True,
                format="pdf",
                pdf_standards=PDF_STANDARD,
            )
        except typst.TypstError as error:
            raise PdfError(str(error)) from error
    if not isinstance(result, bytes):
        raise PdfError("the compiler returned no file")
    return result
