"""What somebody typed into a search box, as words to look for."""

from django.http import HttpRequest

from koganei_kyodo.search.folding import normalise

MAX_CHARACTERS = 200
MAX_WORDS = 10


def typed(request: HttpRequest) -> str:
    """Return what stands in the address for the search box `q`, without what no text can hold.

    It is safe for `words` and for the database.
    """
    text = request.GET.get("q", "").replace("\0", "").encode(errors="ignore").decode()
    return text.strip()


def words(keyword: str) -> tuple[str, ...]:
    """Return the normalised words of `keyword`, each once, in the order they were typed.

    White space of any kind separates words. Characters after the 200th and words after the tenth
    are left out: a pasted page is no search. A word of nothing but dots or invisible characters
    is none.

    Raises:
        ValueError: `keyword` holds NUL or half of a surrogate pair.
    """
    found = (normalise(word) for word in keyword[:MAX_CHARACTERS].split())
    return tuple(dict.fromkeys(word for word in found if word))[:MAX_WORDS]
