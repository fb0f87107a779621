"""A tournament as people read it: the answer in words, tables, CSV files and pictures."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Group, RenderableType
from rich.text import Text

from greatgame import pictures
from greatgame.errors import GreatGameError
from greatgame.files import replacing
from greatgame.lab.tournament import Field, Tournament
from greatgame.printing import Heading, counted, listed, percent, table

CELL = 0.62
"""Inches of a contestant's row in pictures."""


def answer(found: Tournament) -> str:
    """Who won, and what is left of the rest, in a sentence or two."""
    first = found.ranking[0]
    worlds = counted(len(found.arenas) * found.seeds, "world")
    if found.winner is not None:
        words = f"{first.label} wins: mean total {first.mean:.1f}, clearly ahead of all others over {worlds}."
    else:
        level = [row.label for row in found.ranking if row.best_place == 1 and row.label != first.label]
        words = f"No clear winner: {first.label} leads with {first.mean:.1f}, and {listed(level)} may be as good."
    alive = found.survivors
    words += f" Copied by success, {listed(alive)} {'remains' if len(alive) == 1 else 'remain'}."
    if found.disqualified:
        words += f" Disqualified: {listed([row.label for row in found.disqualified])}."
    return words


def render(found: Tournament) -> RenderableType:
    """The tournament for a terminal."""
    parts: list[RenderableType] = [Text(answer(found), style="bold")]
    parts += [Heading("Ranking", "mean total with 95 % interval; places that each may have"), _ranking(found)]
    parts += [Heading("Worlds won", "share in which the row has the higher total"), _payoff(found)]
    if len(found.arenas) > 1:
        parts += [Heading("Arenas", "mean total"), _arenas(found)]
    if found.disqualified:
        made = table("disqualified", "where", "*because")
        for row in found.disqualified:
            made.add_row(row.label, f"{row.scenario}, {row.temper}", row.message)
        parts += [Heading("Disqualified"), made]
    note = (
        f"{counted(len(found.arenas), 'arena')}, {counted(found.seeds, 'seed')} each, the same for all. A place is "
        f"certain with {counted(found.comparisons, 'difference')} judged together."
    )
    return Group(*parts, "", Text(note, style="dim"))


def _ranking(found: Tournament) -> RenderableType:
    pillars = list(found.ranking[0].pillars)
    made = table(">", "strategy", ">total", ">95 % interval", ">places", ">worlds won", *(f">{p}" for p in pillars))
    for row in found.ranking:
        made.add_row(
            str(row.place),
            row.label,
            f"{row.mean:.1f}",
            f"{row.low:.1f} to {row.high:.1f}",
            _places(row.best_place, row.worst_place),
            percent(row.worlds_won),
            *(f"{row.pillars[pillar]:.1f}" for pillar in pillars),
        )
    return made


def _places(best: int, worst: int) -> str:
    return str(best) if best == worst else f"{best} to {worst}"


def _payoff(found: Tournament) -> RenderableType:
    labels = [row.label for row in found.ranking]
    made = table("against", *(f">{row.place}" for row in found.ranking))
    for place, label in enumerate(labels, start=1):
        cells = ["·" if other == label else percent(found.payoff[label][other]) for other in labels]
        made.add_row(f"{place} {label}", *cells)
    return made


def _arenas(found: Tournament) -> RenderableType:
    made = table("arena", *(f">{row.label}" for row in found.ranking))
    for place, arena in enumerate(found.arenas):
        cells = [f"{row.by_arena[place]:.1f}" for row in found.ranking]
        made.add_row(f"{arena.scenario}, {arena.temper}", *cells)
    return made


def write(found: Tournament, field: Field, folder: Path) -> list[Path]:
    """Everything as files in ``folder``, which is made where it is missing.

    Raises:
        GreatGameError: where it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error
    sheets = {
        "ranking.csv": _ranking_rows(found),
        "payoff.csv": _payoff_rows(found),
        "ecology.csv": _ecology_rows(found),
        "campaigns.csv": _campaign_rows(field),
    }
    for name, rows in sheets.items():
        stream = io.StringIO()
        csv.writer(stream, lineterminator="\n").writerows(rows)
        _put(folder / name, stream.getvalue())
    document = {**found.as_dict(), "answer": answer(found), "winner": found.winner, "survivors": found.survivors}
    _put(folder / "tournament.json", json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n")
    drawn = {"boxplot.svg": _draw_boxes, "payoff.svg": _draw_payoff, "ecology.svg": _draw_ecology}
    with pictures.look():
        for name, draw in drawn.items():
            pictures.save(draw(found, field), folder / name)
    return [folder / name for name in ("tournament.json", *sheets, *drawn)]


def _put(path: Path, text: str) -> None:
    try:
        with replacing(path) as stream:
            stream.write(text.encode())
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> GreatGameError:
    return GreatGameError(f"cannot write {str(path)!r}: {error.strerror or error}; choose another place")


Rows = Iterable[Sequence[object]]


def _ranking_rows(found: Tournament) -> Rows:
    pillars = list(found.ranking[0].pillars)
    head = ["place", "best_place", "worst_place", "label", "strategy", "mean", "low", "high", "worlds_won"]
    yield [*head, *pillars, "disqualified"]
    for row in found.ranking:
        yield [*(getattr(row, name) for name in head), *(row.pillars[pillar] for pillar in pillars), ""]
    for out in found.disqualified:
        yield ["", "", "", out.label, out.strategy, *[""] * (4 + len(pillars)), out.message]


def _payoff_rows(found: Tournament) -> Rows:
    yield ["label", *found.payoff]
    for label, shares in found.payoff.items():
        yield [label, *shares.values()]


def _ecology_rows(found: Tournament) -> Rows:
    yield ["generation", *found.ecology]
    for generation, shares in enumerate(zip(*found.ecology.values(), strict=True)):
        yield [generation, *shares]


def _campaign_rows(field: Field) -> Rows:
    pillars = list(dict.fromkeys(name for scenario in field.scenarios for name in scenario.names.pillars))
    yield ["scenario", "hash", "temper", "label", "seed", "total", *pillars]
    for arena, scenario, played in zip(field.arenas, field.scenarios, field.played, strict=True):
        place = scenario.names.pillars.place
        for label, found in played.items():
            for row, seed in enumerate(found.seeds):
                points = [float(found.score[row, place[name]]) if name in place else "" for name in pillars]
                yield [arena.scenario, arena.hash, arena.temper, label, seed, float(found.total[row]), *points]


def _aside(found: Tournament) -> str:
    arenas = "; ".join(f"{arena.scenario} ({arena.hash}), {arena.temper}" for arena in found.arenas[:3])
    more = f" and {len(found.arenas) - 3} more" if len(found.arenas) > 3 else ""
    return f"{arenas}{more}; {found.seeds} seeds each."


def _draw_boxes(found: Tournament, field: Field) -> Any:
    labels = [row.label for row in found.ranking]
    values = [np.concatenate(field.totals(label)) for label in labels]
    aside = f"{_aside(found)}\nBox: quartiles; whiskers 5 to 95 %; diamond: mean."
    made = pictures.figure(8.0, 1.4 + CELL * len(labels), "Totals of all worlds", aside)
    axes = made.subplots()
    pictures.bands(axes, len(labels))
    for row, sample in enumerate(values):
        low, first, middle, third, high = np.quantile(sample, (0.05, 0.25, 0.5, 0.75, 0.95))
        axes.plot([low, high], [row, row], color=pictures.INK, linewidth=1.0)
        axes.barh(row, third - first, left=first, height=0.5, color=pictures.COLOURS[5], edgecolor=pictures.INK)
        axes.plot([middle, middle], [row - 0.25, row + 0.25], color=pictures.INK, linewidth=1.6)
        axes.plot(sample.mean(), row, "D", color=pictures.COLOURS[1], markersize=5)
    axes.set_yticks(
        range(len(labels)), [f"{label}  {row.place}" for label, row in zip(labels, found.ranking, strict=True)]
    )
    axes.set_xlabel("total")
    return made


def _draw_payoff(found: Tournament, field: Field) -> Any:
    labels = [row.label for row in found.ranking]
    matrix = np.array([[found.payoff[a][b] for b in labels] for a in labels])
    np.fill_diagonal(matrix, np.nan)
    size = 2.6 + CELL * len(labels)
    made = pictures.figure(size + 1.2, size, "Share of worlds that the row wins", _aside(found))
    axes = made.subplots()
    axes.imshow(matrix, cmap="PuOr", vmin=-0.35, vmax=1.35, aspect="equal")
    for row, column in np.ndindex(matrix.shape):
        if row != column:
            words = f"{100 * matrix[row, column]:.0f}"
            axes.text(column, row, words, ha="center", va="center", fontsize=8)
    axes.set_yticks(range(len(labels)), labels)
    axes.set_xticks(range(len(labels)), labels, rotation=35, ha="right")
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    return made


def _draw_ecology(found: Tournament, field: Field) -> Any:
    aside = f"{_aside(found)}\nReplicator dynamics on the shares of worlds won, from equal shares."
    made = pictures.figure(8.4, 4.4, "Strategies that are copied by their success", aside)
    axes = made.subplots()
    labels = [row.label for row in found.ranking]
    generations = range(len(next(iter(found.ecology.values()))))
    shades = [pictures.colour(place) for place in range(len(labels))]
    lines = [found.ecology[label] for label in labels]
    axes.stackplot(generations, lines, colors=shades, labels=labels, edgecolor=pictures.PAPER, linewidth=0.8)
    axes.set_xlim(0, len(generations) - 1)
    axes.set_ylim(0, 1)
    axes.set_xlabel("generation")
    axes.set_ylabel("share of the population")
    axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), reverse=True)
    return made
