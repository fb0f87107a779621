"""Run the laboratory's studies of a scenario and keep their tables in ``docs/``.

    python tools/study.py                          all of them, with the seeds of the record
    python tools/study.py --only patterns          one of them
    python tools/study.py --seeds 8 --out /tmp     a quick look elsewhere
    python tools/study.py --restamp                results are as they were: renew the hash only

A scenario's hash also changes where something is added that no existing campaign
reads, such as a strategy or a temper.  ``--restamp`` then plays the golden campaign
again, and if it still ends every quarter as recorded, writes the present hash into
the pages.

Every page states scenario, hash, program, strategy and number of campaigns; the
same command on the same scenario writes the same page.
"""

from __future__ import annotations

import argparse
import math
import re
import textwrap
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from greatgame import __version__
from greatgame.lab import ablate, calibration, effects, patterns, startyear
from greatgame.lab.statistics import Paired
from greatgame.scenario import IndexedScenario, available, open_scenario
from greatgame.scenario.vocabulary import PILLARS
from greatgame.session import Session

ROOT = Path(__file__).resolve().parents[1]
PAGE = 118
"""Columns of a page's text."""
LEAST = 0.05
"""Points below which a pillar's change is not worth a word."""


@dataclass(frozen=True)
class Study:
    """A page of docs/: its file, the seeds of the record, and who writes its lines."""

    page: str
    seeds: int
    write: Callable[[IndexedScenario, int], list[str]]


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A Markdown table; a column whose name starts with ``>`` is set right."""
    names = [column.lstrip(">") for column in columns]
    rules = ["---:" if column.startswith(">") else "---" for column in columns]
    cells = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    return [f"| {' | '.join(row)} |" for row in (names, rules, *cells)]


def heading(title: str, scenario: IndexedScenario, seeds: int, command: str) -> list[str]:
    """Title and provenance of a page."""
    provenance = (
        f"Scenario `{scenario.id}` (hash `{scenario.hash}`), greatgame {__version__}, seeds 0 to {seeds - 1}. "
        f"Printed by `{command}`, written by `python tools/study.py`; do not edit by hand."
    )
    return [f"# {title}", "", *paragraph(provenance)]


def paragraph(words: str) -> list[str]:
    """Words in lines of a page's width, and an empty line."""
    return [*textwrap.wrap(words, PAGE, break_long_words=False, break_on_hyphens=False), ""]


def effect(p: Paired) -> str:
    """An effect in standard deviations with half its interval, bold where zero is outside."""
    text = f"{p.effect:+.2f} ± {(p.effect_high - p.effect_low) / 2:.2f}"
    return f"**{text}**" if p.clear else text


def yes(holds: bool) -> str:
    return "yes" if holds else "**no**"


def starting_year(scenario: IndexedScenario, seeds: int) -> list[str]:
    """The first year without shocks beside published figures."""
    lines = startyear.run(scenario, seeds).lines
    rows = [
        (
            line.name,
            f"{line.published:g}",
            f"± {100 * line.tolerance:.0f} %",
            _measured(line.found, line.spread),
            line.unit,
            yes(line.near),
            line.source.replace("+", ", "),
        )
        for line in lines
    ]
    command = f"greatgame startyear {scenario.id} --seeds {seeds}"
    method = (
        "Two quiet years are played by the strategy `all-round`: no events, no jumps of prices, tension, growth or the "
        "level of the sea; projects still fare well or badly. *Found* is the mean over campaigns at the end of the "
        "first year (memoranda: after eight quarters) with one standard deviation; *near* says whether the mean lies "
        f"within the tolerance. Sources are keys of `scenarios/{scenario.id}/sources.toml`."
    )
    return [
        *heading("The starting year beside the data", scenario, seeds, command),
        *paragraph(method),
        *paragraph(f"{sum(line.near for line in lines)} of {len(lines)} figures are near."),
        *table(("figure", ">published", ">tolerance", ">found", "unit", "near", "source"), rows),
    ]


def _measured(value: float, spread: float) -> str:
    """A mean with its deviation, both to the deviation's second digit; without one, to four digits."""
    if spread < 1e-9:
        return f"{value:.4g}"
    digits = max(0, 1 - math.floor(math.log10(spread)))
    return f"{value:.{digits}f} ± {spread:.{digits}f}"


def ablation(scenario: IndexedScenario, seeds: int) -> list[str]:
    """What each mechanism moves."""
    found = ablate.run(scenario, seeds=seeds)
    rows = [(f"`{name}`", *(effect(row[pillar]) for pillar in PILLARS)) for name, row in found.effects.items()]
    verdict = f"Beyond noise nothing is moved by: {', '.join(found.idle)}." if found.idle else "No mechanism is idle."
    method = (
        f"Each mechanism is switched off and the campaigns of the strategy `{found.strategy}` are played again on the "
        "same luck. A cell is the change of the pillar, off less on, in standard deviations over campaigns, with half "
        "of its 95 % interval; bold where the interval leaves out zero. A mechanism is idle when no pillar moves once "
        f"the interval is widened for looking at {len(PILLARS)} of them."
    )
    return [
        *heading("What each mechanism does", scenario, seeds, f"greatgame ablate {scenario.id} --seeds {seeds}"),
        *paragraph(method),
        *paragraph(verdict),
        *table(("off", *(f">{pillar}" for pillar in PILLARS)), rows),
    ]


def move_effects(scenario: IndexedScenario, seeds: int) -> list[str]:
    """What each kind of move does."""
    moves = effects.run(scenario, seeds).moves
    tried = [m for m in moves if m.effect is not None and m.sign is not None]
    command = f"greatgame moves {scenario.id} --effects --seeds {seeds}"
    method = (
        "One actor makes the move once a turn whenever it can, or never, and otherwise follows its doctrine. *Effect* "
        "is the difference of the documented figure, mean over the campaign, in standard deviations over campaigns, "
        "with half of its 95 % interval (bold: zero is outside). *Says* is the direction that the scenario documents, "
        "and whether it came true. The last column names the player's pillars that move beyond noise by "
        f"{LEAST:g} points or more."
    )
    return [
        *heading("What each kind of move does", scenario, seeds, command),
        *paragraph(method),
        *paragraph(f"{sum(m.as_documented for m in tried)} of {len(tried)} documented directions came true."),
        *table(("move", "by", ">orders", "figure", ">effect", "says", "pillars"), [_move(m) for m in moves]),
    ]


def _move(m: effects.MoveEffect) -> tuple[str, ...]:
    clear = [f"{name} {p.mean:+.1f}" for name, p in m.pillars.items() if p.clear and abs(p.mean) >= LEAST]
    return (
        f"{m.kind}: {m.item}" if m.item else m.kind,
        m.actor,
        f"{m.made:.0f}",
        f"`{m.measure}`" if m.measure else "",
        effect(m.effect) if m.effect else "",
        f"{m.sign} {yes(m.as_documented)}" if m.sign else "",
        ", ".join(clear),
    )


def pattern_findings(scenario: IndexedScenario, seeds: int) -> list[str]:
    """Which patterns of the field come out."""
    findings = patterns.run(scenario, seeds).findings
    rows = [
        (
            str(f.pattern) if f.pattern else "answers",
            f.claim,
            _short(f.effect.mean),
            f"{_short(f.effect.low)} to {_short(f.effect.high)}",
            yes(f.holds),
        )
        for f in findings
    ]
    command = f"greatgame patterns {scenario.id} --seeds {seeds}"
    method = (
        "Each claim is a paired comparison of two arms on the same luck, in the unit of the figure compared. It holds "
        "when the whole 95 % interval lies on the side claimed. Numbers are those of the patterns in docs/MODEL.md; "
        "*answers* are comparisons of what rivals and hosts order when the player plays otherwise."
    )
    return [
        *heading("Patterns that the model must reproduce", scenario, seeds, command),
        *paragraph(method),
        *paragraph(f"{sum(f.holds for f in findings)} of {len(findings)} claims hold."),
        *table(("pattern", "claim", ">difference", ">95 % interval", "holds"), rows),
    ]


def calibrated(scenario: IndexedScenario, seeds: int) -> list[str]:
    """Whether forecasts come true and intervals cover."""
    found = calibration.reliability(scenario, seeds)
    intervals = calibration.coverage(scenario)
    moments = ", ".join(f"{quarter} {score:.3f}" for quarter, score in found.brier_by_moment.items())
    classes = [
        (
            f"{100 * line.low:.0f} to {100 * line.high:.0f} %",
            f"{line.reached.n:,}",
            f"{100 * line.mean:.1f} %",
            f"{100 * line.reached.share:.1f} %",
            f"{100 * line.reached.low:.1f} to {100 * line.reached.high:.1f} %",
        )
        for line in found.lines
    ]
    samples = [
        (
            str(row.worlds),
            f"{100 * row.covered:.1f} %",
            f"{100 * row.least:.1f} %",
            f"{100 * row.invented:.1f} %",
            f"{100 * row.found:.1f} %",
        )
        for row in intervals
    ]
    method = (
        f"{found.campaigns} campaigns, a quarter each by {', '.join(calibration.STRATEGIES)}, are forecast from "
        f"{calibration.MOMENTS} positions each with {found.futures} futures: does the total, or a pillar, end above a "
        "value? The values are the quintiles of other campaigns by the same strategies. The forecast knows who plays, "
        "never the luck. Then the campaign is played on."
    )
    caution = (
        "Goals of one position hang together, and so do positions of one campaign: the intervals, which take every "
        "forecast as a case of its own, are narrower than they should be. A forecast that is given the wrong "
        "strategy for the rest of the campaign is worth less than the table says."
    )
    verdict = (
        f"Brier score {found.brier:.4f} over {found.forecasts:,} forecasts from {found.positions} positions; whoever "
        f"always says how often a goal is reached at all scores {found.brier_base:.4f}. By quarter of the position: "
        f"{moments}. Of the outcomes {100 * found.inside_half:.1f} % lie between the 25 and the 75 % line and "
        f"{100 * found.inside_most:.1f} % between the 5 and the 95 % line."
    )
    cover = (
        f"From 2,000 campaigns each of two strategies, whose true differences are then known, {calibration.DRAWS:,} "
        "samples of worlds are drawn for each size. *Covered*: 95 % intervals that hold the true difference, mean over "
        "the total and the pillars; *least*: the figure that fares worst. *Invented*: samples without any true "
        "difference in which a verdict is given on some figure. *Found*: samples in which "
        f"{calibration.PLANTED:g} points added to the total are called by a verdict among all figures."
    )
    return [
        *heading("Do forecasts come true?", scenario, seeds, "python tools/study.py --only forecast"),
        *paragraph(method),
        *paragraph(verdict),
        *table(("forecast", ">cases", ">mean forecast", ">came true", ">95 % interval"), classes),
        "",
        *paragraph(caution),
        "## Do intervals cover?",
        "",
        *paragraph(cover),
        *table((">worlds", ">covered", ">least", ">invented", ">found"), samples),
    ]


def _short(value: float) -> str:
    """Three digits with a sign, never in powers of ten."""
    return f"{value:+,.0f}" if abs(value) >= 100 else f"{value:+.3g}"


BALANCE = "BALANCE.md"
"""Page of the study of balance, which ``greatgame balance`` writes."""
GOLDEN = ROOT / "tests" / "golden"
SEED, STRATEGY = 7, "all-round"
"""The golden campaign, see tests/test_golden.py."""


def _as_recorded(scenario: IndexedScenario) -> bool:
    """Whether the golden campaign of a scenario still ends every turn as its file says."""
    golden = (GOLDEN / f"{scenario.id}.txt").read_text(encoding="utf-8")
    recorded = re.findall(r"^  digest (\w+)$", golden, re.MULTILINE)
    return Session.new(scenario, seed=SEED, strategy=STRATEGY).play().digests == recorded


def restamp(scenario: IndexedScenario, pages: Iterable[Path]) -> None:
    """Write the scenario's present hash into pages whose results are as they were.

    Raises:
        SystemExit: where the golden campaign differs: then the studies must be run again.
    """
    if not _as_recorded(scenario):
        raise SystemExit("the golden campaign ends otherwise than recorded: run python tools/study.py in full")
    for page in pages:
        text = page.read_text(encoding="utf-8")
        page.write_text(re.sub(r"hash `\w+`", f"hash `{scenario.hash}`", text, count=1), encoding="utf-8")
        print(f"restamped: {page}")


def restamp_balance(page: Path) -> None:
    """Write the present hashes of all scenarios into the page of balance, which names one in each line of an arena.

    Raises:
        SystemExit: where a golden campaign differs: then the study must be run again.
    """
    text = page.read_text(encoding="utf-8")
    for name in available():
        scenario = open_scenario(name)
        if not _as_recorded(scenario):
            raise SystemExit(f"{name} ends otherwise than recorded: run the command that {page.name} names")
        text = re.sub(rf"^\| {name} \| `\w+` \|", f"| {name} | `{scenario.hash}` |", text, flags=re.MULTILINE)
    page.write_text(text, encoding="utf-8")
    print(f"restamped: {page}")


STUDIES = {
    "startyear": Study("STARTING-YEAR.md", 64, starting_year),
    "patterns": Study("PATTERNS.md", 200, pattern_findings),
    "ablation": Study("ABLATION.md", 200, ablation),
    "effects": Study("EFFECTS.md", 200, move_effects),
    "forecast": Study("FORECAST.md", 100, calibrated),
}


def main() -> None:
    """Run the chosen studies one after the other."""
    parser = argparse.ArgumentParser(description="Write the studies of a scenario into docs/.")
    parser.add_argument("--scenario", default="tokyo-2026")
    parser.add_argument("--only", choices=STUDIES, nargs="+", default=list(STUDIES), help="studies to run")
    parser.add_argument("--seeds", type=int, help="campaigns of each study, instead of those of the record")
    parser.add_argument("--out", type=Path, default=ROOT / "docs", help="folder of the pages")
    parser.add_argument("--restamp", action="store_true", help="renew the hash only, where results are as they were")
    chosen = parser.parse_args()
    if chosen.seeds is not None and chosen.seeds < 2:
        parser.error(f"--seeds {chosen.seeds}: an interval takes 2 campaigns or more")
    scenario = open_scenario(chosen.scenario)
    if chosen.restamp:
        restamp(scenario, [chosen.out / STUDIES[name].page for name in chosen.only])
        if (page := chosen.out / BALANCE).is_file():
            restamp_balance(page)
        return
    try:
        chosen.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        parser.error(f"--out {chosen.out}: no folder can be made there: {error.strerror}")
    for name in chosen.only:
        study, begun = STUDIES[name], time.perf_counter()
        lines = study.write(scenario, chosen.seeds or study.seeds)
        page = chosen.out / study.page
        page.write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"written: {page} ({time.perf_counter() - begun:.0f} s)")


if __name__ == "__main__":
    main()
