"""A list of the admin as a file: the rows of its search and filters, in its order, no others.

The columns are those of the list (``list_display``), or those that the list's admin class names in
``export_display``, for a column that the screen shortens or leaves out. Values keep their kind: a
date is written as a date, a number as a number. Rows are read in pieces and written as they come,
so that a list of 100,000 rows needs no more memory than one of ten.
"""

import datetime as dt
import tempfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, cast

from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import label_for_field, lookup_field
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db import models
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.utils.html import strip_tags
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeData

from koganei_kyodo.documents.csv_files import Cell, iter_csv
from koganei_kyodo.documents.excel import Kind, Sheet, save_workbook

EXCEL_ROWS = 1_048_576 - 1  # of a sheet, without the header
_ROWS_AT_ONCE = 1000
_IN_MEMORY = 1 << 20
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class AdminList:
    """What a person sees in one list of the admin, all pages of it.

    Args:
        admin: the list's admin class.
        request: a request whose query string is that of the list; its page is of no account.

    Raises:
        IncorrectLookupParameters: a filter of the address is none of the list.
    """

    def __init__(self, admin: ModelAdmin, request: HttpRequest) -> None:
        self.admin = admin
        self.request = request
        columns: Any = getattr(admin, "export_display", None) or admin.get_list_display(request)
        self.columns: list[str] = list(columns)
        every_page = request.GET.copy()
        for name in ("p", "all"):
            every_page.pop(name, None)
        request.GET = every_page  # type: ignore[assignment]
        self._changelist = admin.get_changelist_instance(request)

    @property
    def is_filtered(self) -> bool:
        """Tell whether the list leaves rows out: by a search or by a filter."""
        return bool(self._changelist.query or self._changelist.has_active_filters)

    @property
    def count(self) -> int:
        """Return the number of rows."""
        return int(self._changelist.result_count)

    @property
    def name(self) -> str:
        """Return what the rows are called."""
        return str(self.admin.opts.verbose_name_plural)

    @property
    def header(self) -> list[str]:
        """Return the names of the columns."""
        return [str(label_for_field(c, self.admin.model, self.admin)) for c in self.columns]

    def rows(self) -> Iterator[list[Cell]]:
        """Yield the rows, in the order of the list."""
        found: QuerySet[Any] = self._changelist.queryset
        beside = getattr(self.admin, "export_select_related", None)
        if beside:
            found = found.select_related(*beside)
        for row in found.iterator(chunk_size=_ROWS_AT_ONCE):
            yield [self._cell(column, row) for column in self.columns]

    def kinds(self) -> list[Kind]:
        """Return the kinds of the columns for Excel."""
        return [self._kind(column) for column in self.columns]

    def _kind(self, column: str) -> Kind:
        try:
            field = self.admin.opts.get_field(column)
        except FieldDoesNotExist:
            return "text"
        if isinstance(field, models.DateTimeField):
            return "datetime"
        return "date" if isinstance(field, models.DateField) else "text"

    def _cell(self, column: str, row: Any) -> Cell:
        try:
            field, _, value = lookup_field(column, row, self.admin)
        except ObjectDoesNotExist:
            return None
        if field is not None:
            if getattr(field, "flatchoices", None):
                value = dict(cast(Any, field).flatchoices).get(value, value)
            elif field.remote_field:
                value = getattr(row, field.name)
        if isinstance(value, SafeData):
            return strip_tags(str(value))
        plain = (str, bool, int, float, Decimal, dt.date, dt.datetime)
        return value if value is None or type(value) in plain else str(value)


def csv_response(found: AdminList, filename: str) -> StreamingHttpResponse:
    """Send the list as CSV (UTF-8 with BOM, guarded against formulas) while it is read."""
    return StreamingHttpResponse(
        iter_csv(found.header, found.rows()),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(True, filename) or ""},
    )


def excel_response(found: AdminList, filename: str) -> FileResponse:
    """Send the list as one sheet of Excel; a long one waits on the disk, not in memory."""
    sheet = Sheet(
        name=found.name,
        header=found.header,
        rows=cast(Sequence[Any], found.rows()),
        kinds=found.kinds(),
        widths=[24],
    )
    file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 (the response closes it)
    save_workbook(file, [sheet], title=found.name)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=filename, content_type=_XLSX)
