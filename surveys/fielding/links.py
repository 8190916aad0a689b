"""Secret links: at least 128 bits, never stored; the database holds a nonce and a hash."""

import hashlib
import hmac
import secrets

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from surveys.models import ResponseReceipt, Survey, Target, TargetLink

# Without letters that look alike on paper: 26 letters of 32 are 130 bits.
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
LENGTH = 26


def hash_of(secret: str) -> str:
    """Return what the database holds of a secret; capital letters and hyphens make no odds."""
    return hashlib.sha256(secret.lower().replace("-", "").encode()).hexdigest()


def _secret(purpose: str, nonce: str) -> str:
    """Make a secret from the installation's key and a nonce."""
    key = f"surveys.{purpose}:{settings.SECRET_KEY}".encode()
    number = int.from_bytes(hmac.new(key, nonce.encode(), hashlib.sha256).digest())
    letters = []
    for _ in range(LENGTH):
        number, letter = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[letter])
    return "".join(letters)


def make_links(targets: list[Target], *, anew: bool = False) -> dict[int, str]:
    """Return the secret of each target by its id; those without a link get one.

    Args:
        targets: of one survey.
        anew: replace the links that are there: the old ones stop working.
    """
    with transaction.atomic():
        rows = TargetLink.objects.select_for_update().filter(target__in=targets)
        if anew:
            rows.delete()
        found = {link.target_id: link for link in rows}
        kept = {}
        made = []
        for target in targets:
            link = found.get(target.pk)
            # After a change of the installation's key the old secret cannot be made again.
            if link and hash_of(_secret("link", link.nonce)) == link.token_hash:
                kept[target.pk] = _secret("link", link.nonce)
                continue
            if link:
                link.delete()
            nonce = secrets.token_hex(16)
            kept[target.pk] = _secret("link", nonce)
            made.append(
                TargetLink(
                    target=target,
                    nonce=nonce,
                    token_hash=hash_of(kept[target.pk]),
                    made_on=timezone.localdate(),
                )
            )
        TargetLink.objects.bulk_create(made)
    return kept


def link_address(secret: str) -> str:
    """Return the whole address that a letter or mail carries."""
    return settings.SITE_URL + reverse("surveys:answer_link", args=[secret])


def target_of(secret: str) -> Target | None:
    """Return the target that a secret belongs to, None for any other text."""
    rows = Target.objects.select_related("survey")
    return rows.filter(link__token_hash=hash_of(secret)).first()


def edit_secret(token: str) -> str:
    """Return the secret with which an anonymous answer can be changed, from its draft's mark.

    The same draft sent twice gives the same secret: a receipt lost on the way comes again.
    """
    return _secret("edit", token)


def receipt_of(secret: str) -> ResponseReceipt | None:
    """Return the receipt that an edit secret belongs to, None for any other text."""
    rows = ResponseReceipt.objects.select_related("response__questionnaire__survey")
    return rows.filter(edit_hash=hash_of(secret)).first()


def destroy_links(survey: Survey) -> int:
    """Destroy every way to change an answer of a survey that is closed; return how many links."""
    gone, _ = TargetLink.objects.filter(target__survey=survey).delete()
    receipts = ResponseReceipt.objects.filter(response__questionnaire__survey=survey)
    receipts.exclude(edit_hash=None).update(edit_hash=None)
    return gone
