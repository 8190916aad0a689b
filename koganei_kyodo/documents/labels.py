"""Sheets of address labels on A4, in the usual layouts of the shops."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from koganei_kyodo.documents.pdf import render_pdf


@dataclass(frozen=True)
class Layout:
    """How a sheet is divided; lengths in millimetres."""

    key: str
    name: str
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    gap: float = 0.0  # between columns


LAYOUTS = {
    layout.key: layout
    for layout in (
        Layout("12", "12面（2列×6段、86.4×42.3mm）", 2, 6, 86.4, 42.3, 18.6, 21.6),
        Layout("18", "18面（3列×6段、63.5×46.6mm）", 3, 6, 63.5, 46.6, 7.2, 8.7, 2.55),
        Layout("21", "21面（3列×7段、70×42.4mm）", 3, 7, 70.0, 42.4, 0.0, 0.1),
        Layout("24", "24面（3列×8段、66×33.9mm）", 3, 8, 66.0, 33.9, 6.0, 12.9),
    )
}


@dataclass(frozen=True)
class Address:
    """One label: postcode, lines of the address, and to whom."""

    postcode: str
    lines: Sequence[str]
    recipient: str


def labels_pdf(addresses: Sequence[Address], layout: str, *, title: str) -> bytes:
    """Return the sheets as a PDF file.

    Args:
        addresses: one for each label, in order.
        layout: a key of ``LAYOUTS``.
        title: of the file.

    Raises:
        KeyError: nobody knows the layout.
        PdfError: the sheets can't be set.
    """
    sheet = LAYOUTS[layout]
    data: dict[str, Any] = {
        "title": title,
        "columns": sheet.columns,
        "rows": sheet.rows,
        "width": sheet.width,
        "height": sheet.height,
        "left": sheet.left,
        "top": sheet.top,
        "gap": sheet.gap,
        "labels": [
            {"postcode": a.postcode, "lines": list(a.lines), "recipient": a.recipient}
            for a in addresses
        ],
    }
    return render_pdf("labels", data)
