"""The debrief to be printed: pages of the class, two for each team, and at the end what the figures are made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from greatgame.classroom.digits import plain, signed
from greatgame.classroom.packet_content import Opened, Page
from greatgame.leaf import Block, Bullets, Grid, Heading, Leaf, Lines, Paragraph, Picture, Tile, Tiles
from greatgame.messages import Messages, messages

LEAST = 0.005
"""Parts that would be told as nothing are left out."""
_TRUE = {True: "packet-yes", False: "packet-no"}
SQUARE = 0.4
"""Share of the line that the picture of the calibration takes."""


def leaf_of(of_class: Page, of_teams: Sequence[Page], language: str) -> Leaf:
    """The document: every figure with lines behind it bears their number."""
    say = messages(language)
    leaf = Leaf("debrief", f"{of_class.says['title']} - {say('page-debrief')}", language)
    leaf.add(*_class(of_class, say))
    first = len(of_class.opened)
    opened = list(of_class.opened)
    for page in of_teams:
        leaf.add(*_team(page, say, first))
        first += len(page.opened)
        opened += page.opened
    if opened:
        leaf.add(Heading(say("packet-opened"), 1), Paragraph(say("packet-opened-printed"), "note"))
        leaf.add(*(_opened(number, each, say) for number, each in enumerate(opened, 1)))
    return leaf


def _class(page: Page, say: Messages) -> Iterator[Block]:
    says = page.says
    yield Heading(says["title"], 1, say("page-debrief"))
    yield Paragraph(says["summary"])
    yield Heading(say("packet-teams"))
    yield _standings(says, say)
    if says["decided"]:
        yield Paragraph(says["hint"], "note")
    if says["measures"]:
        yield Paragraph(says["measures"], "note")
    if says["figures"]:
        names, rows = says["figures"]["names"], [(team, *texts) for team, texts in says["figures"]["rows"]]
        yield Heading(say("page-figures"))
        yield Grid((say("page-team"), *names), rows, (3, *(2 for _ in names)), _right(1 + len(names)))
    if says["strategies"]:
        names = says["strategies"]["pillars"]
        yield Heading(say("packet-strategies"))
        rows = [
            (f"{team}{say('paper-colon')}{weights}", *(plain(mean, 1) for mean in means))
            for team, weights, means in says["strategies"]["rows"]
        ]
        yield Grid((say("page-team"), *names), rows, (4, *(1.5 for _ in names)), _right(1 + len(names)), small=True)
    if says["course"]:
        yield Heading(say("packet-course"))
        yield Picture(says["course"])
    yield from _parted(says["parted"], say)
    if says["wisest"]:
        yield Heading(say("packet-luck-and-decisions"))
        yield Paragraph(say("office-sentences").join([says["wisest"], says["lucky"]]))
    yield from _forecasts(says, say)
    if says["hosts"]:
        yield Heading(say("packet-hosts"))
        yield Paragraph(say("packet-hosts-hint"), "note")
        teams = says["hosts"]["teams"]
        rows = [(row["name"], *(signed(cell, 1) for cell in row["cells"])) for row in says["hosts"]["rows"]]
        yield Grid(("", *teams), rows, (3, *(2 for _ in teams)), _right(1 + len(teams)), small=len(teams) > 5)
    if says["compared"]:
        yield Heading(say("packet-compared"))
        yield Paragraph(say("packet-compared-hint"), "note")
        compared = [(row["text"], row["before"], row["after"]) for row in says["compared"]]
        yield Grid(("", say("packet-right-before"), say("packet-right-after")), compared, (5, 1.6, 1.6), _right(3))
    if says["questions"]:
        yield Heading(say("packet-questions"))
        yield Bullets(says["questions"], numbered=True)
    yield Heading(say("packet-limits"), 3)
    yield Bullets(says["limits"])


def _standings(says: dict[str, Any], say: Messages) -> Grid:
    """A line for each team; what was measured of none has no column."""
    shown = [("packet-decisions", says["decided"]), ("packet-luck", says["lucked"])]
    names = [*(name for name, there in shown if there), "packet-brier", "packet-defaulted"]
    head = [say("page-team"), says["score"], *(say(name) for name in names)]
    rows = []
    for row in says["rows"]:
        total = plain(row["total"], 1) + (_leads(row["anchor"], 0) if row["anchor"] else "")
        decisions = [plain(row["decisions"], 1)] if says["decided"] else []
        luck = [signed(row["luck"], 1)] if says["lucked"] else []
        rows.append([row["name"], total, *decisions, *luck, plain(row["brier"], 3), str(row["defaulted"])])
    return Grid(head, rows, (3, *(2 for _ in head[1:])), _right(len(head)))


def _parted(parted: dict[str, Any] | None, say: Messages) -> Iterator[Block]:
    if parted is None:
        return
    yield Heading(say("packet-parted"))
    yield Paragraph(parted["when"])
    sides = [_stacked(parted["ahead"]), _stacked(parted["behind"])]
    yield Grid((parted["best"], parted["worst"]), [sides], (1, 1))


def _forecasts(says: dict[str, Any], say: Messages) -> Iterator[Block]:
    if not says["forecasts"]:
        return
    yield Heading(say("page-forecasts"))
    yield Picture(says["calibration"], SQUARE)
    yield Paragraph(say("packet-calibration-hint"), "note")
    rows = [
        (row["text"], f"{100 * row['mean']:.0f} %", f"{row['true']} / {row['of']}", plain(row["brier"], 3))
        for row in says["forecasts"]
    ]
    names = ("packet-statement", "packet-mean-chance", "packet-came-true", "packet-brier")
    yield Grid([say(name) for name in names], rows, (5, 1.4, 1.4, 1.4), _right(4))


def _team(page: Page, say: Messages, first: int) -> Iterator[Block]:
    says = page.says
    alone = says["of"] < 2
    yield Heading(says["team"], 1, says["title"])
    yield Paragraph(say("paper-comma").join(says["members"]), "note")
    tiles = [Tile(says["score"], plain(says["total"], 1))]
    if says["decisions"] is not None:
        tiles.append(Tile(say("packet-decisions"), plain(says["decisions"], 1), says["rank"] or ""))
    if says["luck"] is not None:
        tiles.append(Tile(say("packet-luck"), signed(says["luck"], 1)))
    yield Tiles(tiles)
    yield from _goals(says, say, first, alone)
    if says["best"] or says["costliest"]:
        yield Heading(say("packet-turning"))
        yield Paragraph(say("packet-turning-hint"), "note")
        for title, points in (("packet-best", says["best"]), ("packet-costliest", says["costliest"])):
            yield Heading(say(title), 3)
            lines = [_point(each, say, first) for each in points]
            yield Bullets(lines or [say("packet-none")])
    yield from _offices(says["offices"], say, first)
    if says["waterfall"]:
        title = say("packet-waterfall", figure=says["waterfall"]["title"])
        yield Heading(title + _leads(says["waterfall"]["anchor"], first))
        yield Picture(says["waterfall"]["picture"])
    if says["fallen"]:
        yield Heading(say("page-fallen"))
        yield Bullets([f"{step}{say('paper-colon')}{say('paper-comma').join(texts)}" for step, texts in says["fallen"]])
    if says["asked"]:
        yield Heading(say("page-forecasts"))
        given = say("packet-foretold", given=says["given"], asked=says["asked"])
        score = say("packet-brier-said", score=plain(says["brier"], 3))
        yield Paragraph(say("office-sentences").join([given, score, say("packet-brier-hint")]))
        names = ("packet-statement", "packet-mean-chance", "page-true", "packet-brier")
        rows = [
            (row["text"], f"{100 * row['chance']:.0f} %", say(_TRUE[row["true"]]), plain(row["brier"], 3))
            for row in says["foretold"]
        ]
        if rows:
            yield Grid([say(name) for name in names], rows, (5, 1.4, 1.4, 1.4), _right(4), small=True)
    yield Heading(say("packet-strength"))
    yield Paragraph(says["strength"])
    if says["question"]:
        yield Paragraph(says["question"], "watch", say("packet-question"))
        if not says["offices"]:
            yield Lines(3)


def _offices(rows: list[dict[str, Any]], say: Messages, first: int) -> Iterator[Block]:
    """What each office of a team brought through."""
    if not rows:
        return
    yield Heading(say("packet-offices"))
    names = ("paper-office", "packet-drafted", "packet-ordered", "packet-worth")
    cells = [(row["office"], str(row["drafted"]), str(row["ordered"]), _worth(row, first)) for row in rows]
    yield Grid([say(name) for name in names], cells, (4, 1.5, 1.5, 2), _right(4), small=True)
    yield Paragraph(say("packet-offices-hint"), "note")


def _goals(says: dict[str, Any], say: Messages, first: int, alone: bool) -> Iterator[Block]:
    """Points by pillar, the aims of other governments that the team played, or the weights that it wrote."""
    if says["goals"]:
        yield Heading(say("page-pillars"))
        rows = [
            (
                goal["name"],
                plain(goal["before"], 1),
                plain(goal["points"], 1) + _leads(goal["anchor"], first),
                f"{goal['goal']:g}",
                plain(goal["mean"], 1),
            )
            for goal in says["goals"]
        ]
        shown = 4 if alone else 5
        head = ["", say("page-before"), say("packet-at-end"), says["goal_by"], say("packet-class-mean")]
        widths = (4, 1.7, 2, 2.3, 1.7)
        yield Grid(head[:shown], [row[:shown] for row in rows], widths[:shown], _right(shown), small=True)
    for game in says["games"]:
        yield Heading(game["name"])
        aims = [(name, plain(before, 1), plain(after, 1)) for name, before, after in game["aims"]]
        yield Grid((say("page-aims"), say("page-before"), say("packet-at-end")), aims, (5, 2, 2), _right(3))
    if says["pillars"]:
        yield Heading(say("page-pillars"))
        means = [(name, plain(mean, 1), plain(beside, 1)) for name, mean, beside in says["pillars"]]
        yield Grid(("", say("page-mean"), say("packet-class-mean")), means, (5, 2, 2), _right(3))
    if says["weights"]:
        yield Heading(say("page-strategy"))
        yield Grid(("", ""), [(name, f"{value:.1f}") for name, value in says["weights"].items()], (5, 1), _right(2))


def _point(point: dict[str, Any], say: Messages, first: int) -> str:
    effect = f"{signed(point['effect'], 2)}{_leads(point['anchor'], first)}"
    agreed = say("packet-agreed", offices=say("paper-comma").join(point["agreed"])) if point["agreed"] else ""
    return f"{point['quarter']} · {point['text']}{say('paper-colon')}{effect} {say('page-points')}{agreed}"


def _opened(number: int, opened: Opened, say: Messages) -> Block:
    """The lines behind a figure, one after the other: a class has more than a hundred such figures."""
    shown = [row for row in opened.lines if abs(row[1]) >= LEAST]
    lines = say("packet-between").join(f"{label} {signed(amount, 2)}" for label, amount in shown)
    total = f"{plain(opened.total, 2)} {opened.unit}"
    return Paragraph(f"[{number}] {opened.title}{say('paper-colon')}{total} = {lines}", "note")


def _worth(row: dict[str, Any], first: int) -> str:
    return signed(row["worth"], 2) + _leads(row["anchor"], first) if row["anchor"] else signed(None, 2)


def _leads(anchor: int, first: int) -> str:
    """The number under which the lines of a figure stand at the end."""
    return f" [{first + anchor}]"


def _right(columns: int) -> frozenset[int]:
    """All columns but the first hold numbers."""
    return frozenset(range(1, columns))


def _stacked(lines: Sequence[str]) -> str:
    return "\n".join(f"• {line}" for line in lines)
