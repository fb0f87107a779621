"""Plain words for what the model calls by short names, and help with names that are not quite right."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

from greatgame.errors import GreatGameError

CONSIDERATIONS: Mapping[str, str] = {
    "commerce": "there is money in it",
    "supply": "it secures materials",
    "influence": "it extends influence",
    "contest": "a rival must not have the field",
    "autonomy": "it keeps independence from any one partner",
    "growth": "it brings growth",
    "quality": "it builds skills and institutions",
    "relations": "it warms relations",
    "grievance": "a grievance calls for an answer",
    "leverage": "it uses a hold on the other side",
    "caution": "caution advises it",
    "debt": "it eases the debt",
    "security": "it serves security",
    "commitment": "a promise must be kept",
    "connectivity": "it opens a way out",
    "habit": "it is what was done before",
    "taste": "it is how this government works",
    "price": "it is cheap",
    "perception": "it looked good at the time",
    "foresight": "looking ahead speaks for it",
    "rule": "a rule of the strategy calls for it",
}
"""What speaks for a move, by consideration."""

AGAINST: Mapping[str, str] = {
    "commerce": "it costs business",
    "supply": "it does little for supply",
    "influence": "it gives influence away",
    "contest": "it leaves the field to a rival",
    "autonomy": "it narrows independence",
    "growth": "it slows growth",
    "quality": "it does little for skills and institutions",
    "relations": "it strains relations",
    "grievance": "an old grievance stands in the way",
    "leverage": "it gives up a hold",
    "caution": "caution advises against it",
    "debt": "it adds to the debt",
    "security": "it weakens security",
    "commitment": "it is not what was promised",
    "connectivity": "it closes a way out",
    "habit": "it breaks with what was done before",
    "taste": "it is not how this government works",
    "price": "its price",
    "perception": "it looked doubtful at the time",
    "foresight": "looking ahead speaks against it",
    "rule": "a rule of the strategy advises against it",
}
"""What speaks against it."""

PURSES: Mapping[str, str] = {
    "diplomacy": "leaders' time",
    "grants": "grants",
    "loans": "ODA loans",
    "bank": "policy-bank loans",
    "insurance": "export insurance",
    "equity": "equity and stockpiles",
}
"""Resource of a budget -> what its purse is called."""

AS_PUBLISHED = "as-published"
"""The temper of the doctrines as they stand."""

FEW = 10
"""Names that are listed in full beside the closest ones."""
STAGES = ("open", "signed", "building", "operating")
"""Stages at which a scenario's project can start."""


def plainly(consideration: str, part: float) -> str:
    """A consideration in words, for or against by the sign of its weighted part."""
    book = CONSIDERATIONS if part >= 0 else AGAINST
    return book.get(consideration, consideration)


def known(what: str, name: str, names: Iterable[str]) -> str:
    """``name`` if it is one of ``names``.

    Raises:
        GreatGameError: with the closest names, or with all of them when none is close or they are few.
    """
    possible = list(names)
    if name in possible:
        return name
    if not possible:
        raise GreatGameError(f"unknown {what} {name!r}: there is none at all")
    near = difflib.get_close_matches(str(name), possible, n=3, cutoff=0.5)
    hints = [f"did you mean {' or '.join(near)}?"] if near else []
    if not near or len(possible) <= FEW:
        hints.append(f"{'There' if near else 'there'} are: {', '.join(possible)}")
    raise GreatGameError(f"unknown {what} {name!r}: {' '.join(hints)}")


def suggestion(name: str, allowed: Collection[str]) -> str:
    """What to write instead of a name that is not among ``allowed``."""
    near = difflib.get_close_matches(name, allowed, n=1)
    if near:
        return f"did you mean {near[0]!r}?"
    if not allowed:
        return "remove it: this scenario has none"
    shown = list(allowed)[:20]
    return f"use one of: {', '.join(shown)}{', ...' if len(allowed) > len(shown) else ''}"


def checked_name(name: str) -> None:
    """Refuse what cannot be a strategy's name.

    Raises:
        GreatGameError: saying what a name looks like.
    """
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name) or len(name) > 40:
        raise GreatGameError(f"{name!r} is no name for a strategy: use lower-case words joined by hyphens")


def short(name: str) -> str:
    """A name of one word as it is, of several as their initials."""
    words = name.split()
    return name if len(words) == 1 else "".join(word[0] for word in words)


def possessive(name: str) -> str:
    """Whose something is, in English: a name that ends in s takes the apostrophe alone."""
    return f"{name}'" if name.endswith(("s", "S")) else f"{name}'s"


def significant(value: float, digits: int = 3, sign: bool = False) -> str:
    """A figure with so many significant digits and without powers of ten; with ``sign``, a gain has its plus."""
    return unpowered(f"{value:{'+' if sign else ''}.{digits}g}")


def unpowered(figure: str) -> str:
    """A figure in digits that anybody reads: ``1.07e+03`` is ``1,070``."""
    if "e" not in figure:
        return figure
    return f"{Decimal(figure):{'+' if figure.startswith('+') else ''},f}"
