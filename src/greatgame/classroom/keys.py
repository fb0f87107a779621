"""What opens doors: keys that links end in, and the PIN."""

from __future__ import annotations

import secrets
import unicodedata

KEY_BYTES = 16
"""Bytes of chance in a link: 128 bits."""
PIN_DIGITS = 6


def fresh_key() -> str:
    """A key that nobody guesses."""
    return secrets.token_urlsafe(KEY_BYTES)


def fresh_pin() -> str:
    """Digits that can be read from a wall."""
    return "".join(str(secrets.randbelow(10)) for _ in range(PIN_DIGITS))


def typed(pin: str) -> str:
    """A PIN as it was typed, in plain digits: a Japanese keyboard makes wide ones, and a phone adds a space."""
    return unicodedata.normalize("NFKC", pin).strip()


def same(one: str, other: str) -> bool:
    """Whether two are the same; how long that takes tells nothing of where they differ."""
    return secrets.compare_digest(one.encode(), other.encode())
