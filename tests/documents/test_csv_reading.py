"""CSV that people hand in: encodings, numbers of rows, and files made to do harm."""

import pytest

from koganei_kyodo.documents.csv_reading import read_csv
from koganei_kyodo.documents.workbooks import Limits, WorkbookRefused


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
@pytest.mark.parametrize("between", [",", "\t"])
def test_rows_have_the_numbers_of_excel_and_cells_no_spaces(encoding: str, between: str) -> None:
    text = '名前,目的\r\n\r\n 川の会 ,"一行目\n二行目",,\r\n,\r\n山の会,\'=1+1\r\n'
    rows = list(read_csv(text.replace(",", between).encode(encoding)))
    assert rows == [
        (1, ["名前", "目的"]),
        (3, ["川の会", "一行目\n二行目"]),
        (5, ["山の会", "=1+1"]),
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b" \n", "空です"),
        (b"\x89PNG\0", "CSV"),
        (b"\x81", "文字が読めません"),
        (bytes(1024**2 + 1), "1MBまで"),
        (b"a\n" * 3, r"行が多すぎます（2行まで）"),
        (b"a,b,c,d", r"列が多すぎます（3列まで）"),
        (b"a" + b"," * 1_000_000 + b"b", "列が多すぎます"),
        (b'a\n"' + b"x" * 900_000, "2行目あたりが読めません"),
        (b'a\n"b,c\nd,e\n', "3行目あたりが読めません"),  # two rows would be one
    ],
)
def test_what_is_no_table_of_a_usual_size_is_refused_with_what_to_do(
    content: bytes, says: str
) -> None:
    with pytest.raises(WorkbookRefused, match=says):
        list(read_csv(content, limits=Limits(rows=2, columns=3, megabytes=1)))


def test_columns_that_are_empty_to_the_right_are_none() -> None:
    assert list(read_csv(b"a,b,,,,,,\n", limits=Limits(columns=2))) == [(1, ["a", "b"])]
