"""How a figure and its account are set: heading, lines that add up, sources."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from greatgame.text import ENGLISH, grouped
from greatgame.ui.kit.labels import SMALL, Label, Rich
from greatgame.ui.kit.widget import Row, Rule, Spacer, Widget
from greatgame.ui.kit.words import Span, sentence

if TYPE_CHECKING:
    from greatgame.ui.kit.context import Ui
    from greatgame.views.figures import Account, AccountLine, Figure

Opens = Callable[["Figure"], None]


def amount_text(amount: float, unit: str = "", signed: bool = True, language: str = ENGLISH, least: int = 0) -> str:
    """An amount without its unit: as many digits as tell something, a true minus sign, a language's own groups.

    Where it has decimals at all, it has ``least`` of them or more.
    """
    digits = _decimals(abs(amount))
    digits = max(digits, least) if digits else 0
    # A minus before nothing tells nothing.
    amount = round(amount, digits) + 0.0
    text = f"{amount:+,.{digits}f}" if signed else f"{amount:,.{digits}f}"
    return grouped(amount, unit, language, signed) or text.replace("-", "−")


def _decimals(size: float) -> int:
    """Decimals that an amount of some size is worth: two figures that matter or more, as far as three decimals go."""
    if size >= 1000 or size == round(size):
        return 0
    if size >= 10:
        return 1
    if size >= 0.1 or size == round(size, 2) or size < 0.00005:
        return 2
    return 3 if size >= 0.0005 else 4


def figure_heading(ui: Ui, figure: Figure, titled: bool = True) -> list[Widget]:
    """What is said of a figure at once: scope, value with unit, threshold."""
    parts: list[Widget] = [Rich((Span(ui.tell(figure.title), bold=True),), size=16)] if titled else []
    value = f"{ui.tell(figure.text)} {ui.tell(figure.unit)}".rstrip()
    parts.append(Label(value, size=20, bold=True, ink="accent"))
    if figure.threshold:
        parts.append(Rich((Span(sentence(ui.tell(figure.threshold))),), size=15, ink="muted"))
    return parts


def account_lines(ui: Ui, account: Account, most: int | None = None, opens: Opens | None = None) -> list[Widget]:
    """Lines of an account with their sum: own orders bold, chance last.

    Where there are more than ``most`` lines, the smallest are summed in one.
    """

    lines = sorted(account.lines, key=lambda line: line.chance)
    # With fewer decimals on the large amounts than on small ones, nobody could add them up.
    least = min(2, max((_decimals(abs(line.amount)) for line in lines), default=0))

    def told(amount: float, signed: bool = True) -> str:
        return amount_text(amount, account.unit, signed, ui.language, least)

    parts: list[Widget] = [Rule()]
    shown = lines
    rest = 0.0
    if most is not None and len(lines) > most:
        by_size = sorted(lines, key=lambda line: -abs(line.amount))[: most - 1]
        shown = [line for line in lines if line in by_size]
        rest = sum(line.amount for line in lines if line not in by_size)
    parts += [_line(ui, line, told(line.amount), opens) for line in shown]
    if len(shown) < len(lines):
        said = ui.say("kit-account-rest", count=len(lines) - len(shown))
        parts.append(_row(Label(said, size=15, ink="muted", elide=True), told(rest), False, "muted"))
    total = f"{told(account.total, False)} {ui.tell(account.unit)}".rstrip()
    parts += [Rule(), _row(Label(ui.say("kit-account-total"), size=15, bold=True), total, True, "text")]
    if account.note:
        parts.append(Rich((Span(ui.tell(account.note)),), size=SMALL, ink="muted"))
    if account.sources and most is None:
        parts.append(Label(ui.say("kit-sources"), size=SMALL, bold=True, ink="muted"))
        parts += [Rich((Span(ui.tell(source)),), size=SMALL, ink="muted") for source in account.sources]
    return parts


def _line(ui: Ui, line: AccountLine, amount: str, opens: Opens | None) -> Widget:
    label = sentence(ui.tell(line.label))
    ink = "chance" if line.chance else "text"
    inner = line.opens
    said: Widget
    if inner is not None and opens is not None:
        opener = opens
        said = Rich((Span(label, bold=line.mine, ink="link", link="open"),), size=15, on_link=lambda _: opener(inner))
    else:
        icon = (Span("", icon="dices", ink="chance"),) if line.chance else ()
        said = Rich((*icon, Span(label, bold=line.mine)), size=15, ink=ink)
    said.tip = line.note or None
    amount_ink = "chance" if line.chance else "gain" if line.amount > 0 else "loss" if line.amount < 0 else "muted"
    return _row(said, amount, line.mine, amount_ink)


def _row(said: Widget, amount: str, bold: bool, ink: str) -> Widget:
    return Row([said.growing(), Spacer(4), Label(amount, size=15, bold=bold, ink=ink, align="right")], gap=6)
