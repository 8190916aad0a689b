"""What a questionnaire could not carry over, or carries in another way: listed, never dropped."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Note:
    """One thing that is different afterwards.

    Args:
        sheet: the sheet it stands in; empty for the file as a whole.
        rows: numbers of the rows as Excel shows them.
        message: what it is and what becomes of it, in Japanese.
    """

    sheet: str
    rows: tuple[int, ...]
    message: str

    def __str__(self) -> str:
        where = self.sheet
        if self.rows:
            shown = "・".join(map(str, self.rows[:8]))
            where += f" {shown}{'…' if len(self.rows) > 8 else ''}行目"
        return f"{where}：{self.message}" if where else self.message


@dataclass
class Notes:
    """Collects notes; the same message about several rows becomes one."""

    _left: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    _changed: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    def left(self, sheet: str, row: int | None, message: str) -> None:
        """Note something that is not carried over."""
        self._left.setdefault((sheet, message), []).extend([] if row is None else [row])

    def changed(self, sheet: str, row: int | None, message: str) -> None:
        """Note something that is carried over in another way."""
        self._changed.setdefault((sheet, message), []).extend([] if row is None else [row])

    def all_left(self) -> list[Note]:
        """Return what is not carried over."""
        return list(_notes(self._left))

    def all_changed(self) -> list[Note]:
        """Return what is carried over in another way."""
        return list(_notes(self._changed))


def _notes(found: dict[tuple[str, str], list[int]]) -> Iterator[Note]:
    for (sheet, message), rows in found.items():
        yield Note(sheet, tuple(rows), message)
