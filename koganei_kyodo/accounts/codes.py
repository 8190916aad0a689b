"""One-time codes on paper: made, read back from what a person typed, and hashed."""

import hashlib
import re
import secrets
import unicodedata

# Without 0, O, 1, I and L, which look alike in print: 31 signs, 16 of them make 79 bits.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 16
GROUP = 4
_LOOKS_LIKE_A_HYPHEN = r"[\s\-‐‑‒–—―−ーｰ]"


def new_code() -> str:
    """Return a new code of 16 signs without separators."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def groups_of(code: str) -> list[str]:
    """Return the code in groups of four, as it is printed."""
    return [code[start : start + GROUP] for start in range(0, len(code), GROUP)]


def read_code(text: str) -> str:
    """Return what a person typed as a code: any width and case, with or without separators."""
    return re.sub(_LOOKS_LIKE_A_HYPHEN, "", unicodedata.normalize("NFKC", text)).upper()


def hash_code(code: str) -> str:
    """Return what is stored of a code. 79 random bits need neither salt nor a slow hash."""
    return hashlib.sha256(code.encode()).hexdigest()


def same_hash(first: str, second: str) -> bool:
    """Compare two hashes in constant time."""
    return secrets.compare_digest(first, second)
