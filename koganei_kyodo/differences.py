"""What two people wrote differently: shown to who saves second, by `includes/differences.html`."""

from typing import NamedTuple


class Difference(NamedTuple):
    """One answer in words: what it is about, what is stored, what was typed."""

    label: str
    theirs: str
    yours: str
