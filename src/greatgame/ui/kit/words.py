"""Text in runs: bold, colours, links and icons within a line, and where lines may be broken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

NO_START = frozenset(
    "、。，．・：；？！）」』】〕〉》ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ%％°…‥!?,.:;)]}〜’”"
)
"""What may not begin a line in Japanese, nor in other scripts."""
BEHIND_SPACE = frozenset("%")
"""What stays with the word before it though a space stands between."""
NO_END = frozenset("（「『【〔〈《([{￥$‘“")
"""What may not end one."""
ALONE = 3
"""Letters of Japanese that do not stand alone in the last line."""
SCRIPTS = ("HIRAGANA", "KATAKANA", "CJK")
PREFIXES = frozenset("おご")
"""Particles that belong to the word after them."""


@dataclass(frozen=True)
class Span:
    """A run of text in one style."""

    text: str
    bold: bool = False
    ink: str | None = None
    """Colour by its role in the theme; None: that of the paragraph."""
    link: str | None = None
    """What is opened by a click on it."""
    icon: str | None = None
    """An icon that stands in place of the text."""

    @property
    def style(self) -> tuple[bool, str | None, str | None, str | None]:
        """All but the text."""
        return self.bold, self.ink, self.link, self.icon


@dataclass(frozen=True)
class Run:
    """A span as it was placed in a line."""

    span: Span
    left: int
    width: int


Line = tuple[Run, ...]
Measure = Callable[[Span], int]
Pieces = Callable[[str], list[str]]

MINUS = re.compile(r"(?<![A-Za-z0-9_-])-(?=\d)")
"""A hyphen that stands for a minus: before a digit, and after neither a Latin letter nor a digit."""
MARKUP = re.compile(
    r"\*\*(?P<bold>.+?)\*\*"
    r"|\[(?P<label>[^\]\n]+)\]\((?P<target>[^)\s]+)\)"
    r"|!\[(?P<icon>[a-z0-9-]+)\]"
    r"|\{(?P<ink>[a-z]+):(?P<inked>[^}]*)\}"
)


def marked(text: str) -> tuple[Span, ...]:
    """Spans of a text with ``**bold**``, ``[label](target)``, ``![icon]`` and ``{gain:coloured}``."""
    spans: list[Span] = []
    place = 0
    for match in MARKUP.finditer(text):
        if match.start() > place:
            spans.append(Span(text[place : match.start()]))
        if match["bold"]:
            spans += [replace(span, bold=True) for span in marked(match["bold"])]
        elif match["label"]:
            spans.append(Span(match["label"], ink="link", link=match["target"]))
        elif match["icon"]:
            spans.append(Span("", icon=match["icon"]))
        else:
            spans.append(Span(match["inked"], ink=match["ink"]))
        place = match.end()
    if place < len(text):
        spans.append(Span(text[place:]))
    return tuple(spans)


def typeset(text: str) -> str:
    """A text with a true minus sign before numbers, as figures have it."""
    return MINUS.sub("−", text) if "-" in text else text


def sentence(text: str) -> str:
    """A text as it begins a line: its first letter a capital, where its script has them."""
    return text[:1].upper() + text[1:]


def plain(spans: Iterable[Span]) -> str:
    """The words alone."""
    return "".join(span.text for span in spans)


def atoms(text: str) -> list[str]:
    """Pieces between which a line may be broken; spaces and line ends are pieces of their own."""
    pieces: list[str] = []
    piece = ""
    for sign in text:
        if sign in " \n":
            pieces += [piece] if piece else []
            pieces.append(sign)
            piece = ""
        elif unicodedata.east_asian_width(sign) in "WF":
            if piece and piece[-1] not in NO_END:
                pieces.append(piece)
                piece = ""
            piece += sign
            if sign not in NO_END:
                pieces.append(piece)
                piece = ""
        else:
            piece += sign
    pieces += [piece] if piece else []
    return _glued(pieces)


def _glued(pieces: Iterable[str]) -> list[str]:
    glued: list[str] = []
    for piece in pieces:
        if piece[0] in BEHIND_SPACE and glued[-1:] == [" "] and len(glued) > 1:
            space = glued.pop()
            glued[-1] += space + piece
        elif glued and piece[0] in NO_START and glued[-1] not in (" ", "\n"):
            glued[-1] += piece
        else:
            glued.append(piece)
    return glued


def phrases(text: str) -> list[str]:
    """Pieces between which a heading may be broken: Japanese words stay whole, with the particles that follow them."""
    pieces: list[str] = []
    for piece in atoms(text):
        if pieces and _of_one_word(pieces[-1][-1], piece[0]):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def _of_one_word(before: str, after: str) -> bool:
    one, other = _script(before), _script(after)
    if before.isdecimal():
        return other == "CJK"
    return bool(one and other) and (other in (one, "HIRAGANA") or before in PREFIXES)


def _script(sign: str) -> str:
    """Which of the Japanese scripts a sign is of; nothing where it is of none."""
    name = unicodedata.name(sign, "")
    return next((script for script in SCRIPTS if name.startswith(script) and sign != "・"), "")


def wrapped(spans: Sequence[Span], width: int, measure: Measure, pieces: Pieces = atoms) -> list[Line]:
    """Lines no wider than ``width``; a piece that alone is wider is broken between letters."""
    if _fits(spans, width, measure):
        return [_placed(_merged(spans), measure)]
    lines: list[Line] = []
    line: list[Span] = []
    begun = 0
    glue = _joints(spans, pieces)
    for number, (span, piece) in enumerate(glue):
        if piece == "\n":
            lines.append(_placed(line, measure))
            line, begun = [], len(lines)
            continue
        if piece == " " and not line and lines:
            continue
        grown = _grown(line, span, piece)
        follows = _unbreakable(glue, number)
        if line and _width(_with(grown, follows), measure) > width and piece != " ":
            lines.append(_placed(line, measure))
            line = [replace(span, text=piece)]
        else:
            line = grown
        while line and _width(line, measure) > width and len(line[-1].text) > 1:
            head, tail = _cut(line, width, measure)
            lines.append(_placed(head, measure))
            line = tail
    lines.append(_placed(line, measure))
    return lines if len(lines) - begun < 2 else [*lines[:-2], *_evened(lines[-2], lines[-1], width, measure)]


def _evened(before: Line, last: Line, width: int, measure: Measure) -> tuple[Line, Line]:
    """The last two lines, with a phrase of Japanese moved down where a letter or two would stand alone."""
    upper, lower = [run.span for run in before], [run.span for run in last]
    alone = plain(lower)
    if not 0 < len(alone) <= ALONE or not _script(alone[0]) or upper[-1].style != lower[0].style:
        return before, last
    pieces = phrases(upper[-1].text)
    moved = pieces.pop()
    while len(pieces) > 1 and len(moved + alone) <= ALONE:
        moved = pieces.pop() + moved
    lower[0] = replace(lower[0], text=moved + lower[0].text)
    if not pieces or _width(lower, measure) > width:
        return before, last
    upper[-1] = replace(upper[-1], text="".join(pieces))
    return _placed(upper, measure), _placed(lower, measure)


def _fits(spans: Sequence[Span], width: int, measure: Measure) -> bool:
    """Whether everything stands in one line, as most texts do."""
    return not any("\n" in span.text for span in spans) and sum(measure(span) for span in spans) <= width


def _merged(spans: Sequence[Span]) -> list[Span]:
    line: list[Span] = []
    for span in spans:
        line = _grown(line, span, span.text) if span.text or span.icon else line
    return line


def _joints(spans: Sequence[Span], pieces: Pieces) -> list[tuple[Span, str]]:
    return [(span, piece) for span in spans for piece in (pieces(span.text) if span.icon is None else [""])]


def _unbreakable(pieces: Sequence[tuple[Span, str]], number: int) -> list[tuple[Span, str]]:
    """Pieces of following spans that may not be parted from this one, such as a full stop after a bold word."""
    found = []
    for before, after in zip(pieces[number:], pieces[number + 1 :], strict=False):
        if after[0] is before[0] or not after[1] or after[1][0] not in NO_START or before[1] in (" ", "\n"):
            break
        found.append(after)
    return found


def _with(line: list[Span], pieces: Iterable[tuple[Span, str]]) -> list[Span]:
    for span, piece in pieces:
        line = _grown(line, span, piece)
    return line


def _grown(line: list[Span], span: Span, piece: str) -> list[Span]:
    """A line with a piece more; runs of one style stay one, so that they are measured as they are drawn."""
    if line and span.icon is None and span.style == line[-1].style:
        return [*line[:-1], Span(line[-1].text + piece, *span.style)]
    return [*line, Span(piece, *span.style)]


def _cut(line: list[Span], width: int, measure: Measure) -> tuple[list[Span], list[Span]]:
    last = line[-1]
    for keep in range(len(last.text) - 1, 0, -1):
        head = [*line[:-1], replace(last, text=last.text[:keep])]
        if keep == 1 or _width(head, measure) <= width:
            return head, [replace(last, text=last.text[keep:])]
    return line, []


def _width(line: Iterable[Span], measure: Measure) -> int:
    spans = list(line)
    if spans and spans[-1].text.endswith(" "):
        spans[-1] = Span(spans[-1].text.rstrip(" "), *spans[-1].style)
    return sum(measure(span) for span in spans)


def _placed(line: Iterable[Span], measure: Measure) -> Line:
    runs: list[Run] = []
    left = 0
    for span in line:
        width = measure(span)
        runs.append(Run(span, left, width))
        left += width
    return tuple(runs)
