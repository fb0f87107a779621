"""Draw the first screen of a campaign's report as ``assets/report.svg``.

    python tools/picture.py

The picture is the report itself, as the command line prints it, recorded by
rich; run it again when the report's words or the scenario's figures change.
"""

from __future__ import annotations

import argparse
import io
from pathlib import Path

from rich.console import Console, RenderableType
from rich.segment import Segment, Segments
from rich.terminal_theme import TerminalTheme

from greatgame.report import Report
from greatgame.session import Session

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "assets" / "report.svg"
COMMAND = "greatgame run {scenario} --seed {seed}"
COLUMNS = 100
ENDS_AT = "SUPPLY OF MINERALS"
"""Heading before which the picture stops: two tables and the summary are what a page has room for."""

INK, FADED = (38, 42, 48), (90, 94, 100)
HUES = [(176, 42, 48), (20, 116, 72), (140, 98, 0), (30, 86, 160), (124, 58, 140), (0, 112, 122)]
PAPER = TerminalTheme((250, 250, 247), INK, [INK, *HUES, FADED], [FADED, *HUES, INK])

# Rich's own frame fetches a font from another site; a picture in a repository should fetch nothing.
FRAME = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img">
<title>First screen of the report of a campaign</title>
<style>
.{unique_id}-matrix {{
    font-family: "Fira Code", "DejaVu Sans Mono", Menlo, Consolas, monospace;
    font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width;
}}
.{unique_id}-title {{ font-size: 17px; font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: #6a6e74; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def first_screen(report: RenderableType) -> list[list[Segment]]:
    """Lines of the report up to the heading where the picture ends.

    Raises:
        SystemExit: where the report has no such heading any more.
    """
    console = Console(width=COLUMNS, highlight=False, emoji=False, force_terminal=True, color_system="truecolor")
    lines = console.render_lines(report, console.options, pad=False)
    for number, line in enumerate(lines):
        if "".join(segment.text for segment in line).startswith(ENDS_AT):
            return lines[:number]
    raise SystemExit(f"the report has no heading {ENDS_AT!r}: name in tools/picture.py where the picture should end")


def drawing(lines: list[list[Segment]], title: str) -> str:
    """The lines in a frame, as SVG."""
    console = Console(width=COLUMNS, record=True, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    for line in lines:
        console.print(Segments([*line, Segment.line()]), end="")
    return console.export_svg(title=title, theme=PAPER, code_format=FRAME, unique_id="report")


def main() -> None:
    """Play, draw, write."""
    parser = argparse.ArgumentParser(description="Draw the first screen of a campaign's report.")
    parser.add_argument("--scenario", default="tokyo-2026")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, default=PICTURE)
    chosen = parser.parse_args()
    session = Session.new(chosen.scenario, seed=chosen.seed, strategy="all-round").play()
    title = COMMAND.format(scenario=chosen.scenario, seed=chosen.seed)
    chosen.out.write_text(drawing(first_screen(Report(session).render()), title), encoding="utf-8")
    print(f"written: {chosen.out}")


if __name__ == "__main__":
    main()
