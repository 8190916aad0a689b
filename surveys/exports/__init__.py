"""Results out: raw data in words and in numbers, codebook, all tables; Excel, CSV and SPSS."""

from surveys.exports.files import FORMS, ExportForm, write_export
from surveys.exports.layout import Layout, Line, layout_of, lines_of

__all__ = ["FORMS", "ExportForm", "Layout", "Line", "layout_of", "lines_of", "write_export"]
