"""The report of a batch: one HTML file that needs nothing else and prints well."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

import numpy as np

from greatgame.analysis import plots
from greatgame.analysis.crossing import gaps_in_words
from greatgame.analysis.describe import Distribution, groups
from greatgame.analysis.discovery import PLAIN, Discovery
from greatgame.analysis.read import Floats, Outcome, Results
from greatgame.analysis.sensitivity import FAST, RATIO, SOBOL, Index
from greatgame.analysis.tables import Analysis, dictionary_rows
from greatgame.printing import counted, listed, percent
from greatgame.words import significant

FAILURES_SHOWN = 20
NO_NUMBER = "–"
TINY = 5e-4
"""Size below which three decimals would show nothing of a figure."""

STYLE = """
:root { --ink: #1b1f24; --quiet: #59616b; --line: #dfe3e8; --tint: #f4f6f8; --blue: #0072b2; }
* { box-sizing: border-box; }
body { font: 16px/1.55 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; color: var(--ink);
  max-width: 54rem; margin: 0 auto; padding: 2.5rem 1.25rem 5rem; background: #fff; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .3rem; }
h2 { font-size: 1.3rem; margin: 2.8rem 0 .6rem; padding-top: .6rem; border-top: 2px solid var(--ink); }
h3 { font-size: 1.02rem; margin: 1.6rem 0 .3rem; }
p { margin: .5rem 0 .8rem; max-width: 44rem; }
.under { color: var(--quiet); margin: 0 0 1.4rem; }
.key { background: var(--tint); border-left: 4px solid var(--blue); padding: .9rem 1.2rem; margin: 1.2rem 0; }
.key li { margin: .45rem 0; }
.key ul { margin: .2rem 0; padding-left: 1.1rem; }
figure { margin: 1rem 0 1.4rem; }
figure svg { width: 100%; height: auto; display: block; }
figcaption, .note { color: var(--quiet); font-size: .88rem; max-width: 44rem; }
.wide { overflow-x: auto; margin: .8rem 0 1.2rem; }
table { border-collapse: collapse; font-size: .88rem; font-variant-numeric: tabular-nums; width: 100%; }
th, td { padding: .28rem .6rem .28rem 0; text-align: left; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 600; border-bottom: 1px solid var(--ink); }
td.n, th.n { text-align: right; } td.n { white-space: nowrap; }
code { font: .86em ui-monospace, Consolas, Menlo, monospace; background: var(--tint); padding: .05em .25em; }
tr.group td { padding-top: .9rem; font-weight: 600; }
nav { font-size: .92rem; margin: 1rem 0; } nav a { color: var(--blue); margin-right: 1.1rem; }
@media print { body { max-width: none; padding: 0; font-size: 10.5pt; } nav { display: none; }
  h2 { break-after: avoid; } figure, tr { break-inside: avoid; } .wide { overflow: visible; } }
"""


def html(analysis: Analysis) -> str:
    """The whole report."""
    results = analysis.results
    title = f"{results.manifest['scenario']['id']}: {counted(results.campaigns, 'campaign')}"
    sections = [
        ("findings", "Findings", _findings(analysis)),
        ("run", "What was run", _run(results)),
        ("outcomes", "Outcomes", _outcomes(analysis)),
        ("sensitivity", "What matters", _sensitivity(analysis)),
        ("discovery", "When it fails", "".join(_discovery(analysis.results, found) for found in analysis.discoveries)),
    ]
    if results.lines is not None:
        sections.append(("courses", "Courses over time", _courses(results)))
    sections.append(("columns", "Data dictionary", _dictionary(analysis)))
    if results.failures:
        sections.append(("failures", "Campaigns that failed", _failures(results)))
    body = "".join(f'<h2 id="{name}">{heading}</h2>{text}' for name, heading, text in sections)
    links = "".join(f'<a href="#{name}">{heading}</a>' for name, heading, _ in sections)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>"
        f"<h1>{escape(title)}</h1>{_under(results)}<nav>{links}</nav>{body}</body></html>\n"
    )


def _under(results: Results) -> str:
    manifest = results.manifest
    return (
        f'<p class="under">Scenario <code>{escape(manifest["scenario"]["id"])}</code>, '
        f"hash <code>{escape(str(manifest['scenario']['hash'])[:16])}</code>; "
        f"Great Game {escape(manifest['version'])}. "
        "A model for thinking, not a forecast.</p>"
    )


def sentences(analysis: Analysis) -> list[str]:
    """The findings, one sentence each; the most important first."""
    results = analysis.results
    first = results.outcomes[0]
    whole = next(row for row in analysis.distributions if row.outcome == first.name and not row.group)
    sure = f"95 % interval {_number(whole.low)} to {_number(whole.high)}" if np.isfinite(whole.low) else "of one seed"
    ends = f"nine campaigns of ten end between {_number(whole.quantiles[0])} and {_number(whole.quantiles[4])}"
    found = [f"{gaps}; the figures are of the rest."] if (gaps := gaps_in_words(results)) else []
    found.append(f"{first.name.capitalize()} is {_number(whole.mean)} on average ({sure}); {ends}.")
    found += [row.sentence for row in analysis.discoveries]
    if told := _split_in_words(analysis, first.name):
        found.append(told)
    strongest = [row for row in analysis.sensitivity.of(first.name) if row.matters][:3]
    if strongest:
        parts = [f"{row.factor} ({100 * _widest(row)[0]:.0f} ± {100 * _widest(row)[1]:.0f} %)" for row in strongest]
        share = analysis.splits[first.name].points
        means = f"the points' means over these seeds, which are {percent(share)} of all differences"
        # Shares are formed where points share their seeds, so that there is one seed where no split can be told.
        between = means if np.isfinite(share) else "points on one seed"
        found.append(f"What moves {first.name} most: {listed(parts)}, as shares of the differences between {between}.")
    elif analysis.sensitivity.indices and first.name not in analysis.sensitivity.unclear:
        found.append(f"No factor was shown to move {first.name}.")
    if first.name in analysis.sensitivity.unclear:
        found.append(f"The Sobol design is too small to say what moves {first.name}: raise design.points.")
    if analysis.sensitivity.uneven:
        found.append(f"What moves {first.name} cannot be said. {analysis.sensitivity.uneven}")
    return found


def _split_in_words(analysis: Analysis, outcome: str) -> str:
    """How much of the differences is luck; empty where nothing can be said of it."""
    parts, results = analysis.splits[outcome], analysis.results
    if len(np.unique(results.columns["point"])) < 2 or np.isnan(parts.points):
        return ""
    of = f"Of the differences in {outcome} between campaigns"
    if np.isnan(parts.luck):
        return (
            f"{of}, {percent(1.0 - parts.points)} lies between campaigns of the same point: luck, alone or together "
            "with what was varied. Too few points share their seeds to tell these two apart."
        )
    if parts.campaigns < results.campaigns:
        of += f" ({parts.campaigns:,} of them, at points that were played with the same seeds)"
    lucky = outcome in analysis.sensitivity.lucky
    return (
        f"{of}, {percent(parts.luck)} is luck that strikes all points alike, {percent(parts.interaction)} is what was "
        f"varied acting otherwise under other luck, and {percent(parts.points)} lies between the points' means over "
        f"these seeds{', more than half of which may be chance: use more seeds' if lucky else ''}."
    )


def _widest(index: Index) -> tuple[float, float]:
    """The index with interactions where there is one, and half of its interval."""
    return (index.first, index.first_half) if np.isnan(index.total) else (index.total, index.total_half)


def _findings(analysis: Analysis) -> str:
    rows = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences(analysis))
    return f'<div class="key"><ul>{rows}</ul></div>'


def _run(results: Results) -> str:
    points = len(results.points["point"])
    design = "no design: one point" if points == 1 else f"{counted(points, 'point')} of a {results.design} design"
    text = (
        f"<p>{counted(results.campaigns, 'campaign')}: {design}, "
        f"{len(np.unique(results.columns['seed'])):,} seeds. Points that share a seed meet the same luck.</p>"
    )
    if not results.factors:
        return text + "<p>Nothing was varied but the seed.</p>"
    rows = [
        [
            f"<code>{escape(factor.name)}</code>",
            "lever" if factor.lever else "uncertainty",
            escape(factor.range),
            escape(factor.unit),
        ]
        for factor in results.factors
    ]
    note = '<p class="note">A lever is what a player chooses; an uncertainty what the world or our ignorance sets.</p>'
    return text + _table(("factor", "role", "varied over", "unit"), rows) + note


def _outcomes(analysis: Analysis) -> str:
    results = analysis.results
    first = results.outcomes[0]
    parts = [
        _figure(
            plots.histogram(results, first),
            f"How often {first.name} came out how high: {counted(results.campaigns, 'campaign')}.",
        )
    ]
    scores = [outcome for outcome in results.outcomes if outcome.name.startswith("score.")]
    if scores:
        caption = "Score by pillar. Line: 5 to 95 %; bar: middle half; upright mark: median; diamond: mean."
        parts.append(_figure(plots.boxes(results, scores, "points, 0 to 100"), caption))
    for factor in plots.shown_by_value(results):
        caption = f"{first.name.capitalize()} by {factor.name}; marks as above."
        parts.append(_figure(plots.by_value(results, first, factor), caption))
        parts.append(_matrix(results, factor.name))
    rows = [_row(outcome, analysis.distributions) for outcome in results.outcomes]
    heads = ("outcome", "unit", ">mean", ">95 % interval", ">deviation", ">5 %", ">median", ">95 %")
    for row, outcome in zip(rows, results.outcomes, strict=True):
        shares = analysis.splits[outcome.name]
        row += [_percent(shares.luck), _percent(shares.interaction)]
    parts.append(_table((*heads, ">luck", ">interaction"), rows))
    parts.append(
        '<p class="note">Luck: share of the variance between campaigns that lies between seeds, whatever the point; '
        "interaction: that lies in points which differ otherwise on other seeds. The rest lies between the points' "
        f"means (two-way analysis of variance). {NO_NUMBER} where points do not share two seeds or more.</p>"
    )
    return "".join(parts)


def _matrix(results: Results, factor_name: str) -> str:
    """Mean of every pillar by value of a lever."""
    factor = next(factor for factor in results.factors if factor.name == factor_name)
    shown = [o for o in results.outcomes if o.name == results.outcomes[0].name or o.name.startswith("score.")]
    rows = []
    for text, where in groups(results, factor):
        means = [_mean(results.outcome(o.name)[where]) for o in shown]
        rows.append([escape(text), f"{int(where.sum()):,}", *(_number(mean) for mean in means)])
    heads = (factor.name, ">campaigns", *(f">{o.name.removeprefix('score.')}" for o in shown))
    return _table(heads, rows)


def _mean(values: Floats) -> float:
    """Mean of the numbers that are there, NaN where there is none."""
    there = values[np.isfinite(values)]
    return float(there.mean()) if len(there) else float("nan")


def _row(outcome: Outcome, found: Iterable[Distribution]) -> list[str]:
    whole = next(row for row in found if row.outcome == outcome.name and not row.group)
    numbers = (whole.deviation, whole.quantiles[0], whole.quantiles[2], whole.quantiles[4])
    return [
        f"<code>{escape(outcome.name)}</code>",
        escape(outcome.unit),
        _number(whole.mean),
        f"{_number(whole.low)} to {_number(whole.high)}",
        *(_number(value) for value in numbers),
    ]


METHODS = {
    SOBOL: "Sobol indices on the mean over the seeds of each point (Saltelli et al. 2010). First order: what the "
    "factor explains alone; total order: with all its interactions.",
    FAST: "The points are no complete Sobol design, so only the first-order index is shown: what each factor explains "
    "alone, by RBD-FAST on the mean over the seeds of each point (Tarantola et al. 2006). A factor that acts only "
    "together with others does not show here.",
    RATIO: "Factors with a few values, names or numbers: correlation ratio, the share of variance between the values.",
}


def _sensitivity(analysis: Analysis) -> str:
    found, results = analysis.sensitivity, analysis.results
    notes = "".join(f"<p>{escape(note)}</p>" for note in found.notes)
    if not found.indices:
        return notes or "<p>No outcome differs between points.</p>"
    first = results.outcomes[0].name
    methods = list(dict.fromkeys(index.method for index in found.indices))
    text = notes + "".join(f"<p>{METHODS[method]}</p>" for method in methods)
    if rows := found.of(first):
        text += _figure(plots.indices(rows), f"Sensitivity of {first}.")
    names = list(dict.fromkeys(index.factor for index in found.indices))
    by = {(index.outcome, index.factor): index for index in found.indices}
    table = []
    for outcome in results.outcomes:
        cells = [by.get((outcome.name, name)) for name in names]
        if any(cells):
            table.append([f"<code>{escape(outcome.name)}</code>", *(_shade(cell) for cell in cells)])
    caption = (
        '<p class="note">Widest index of each outcome and factor, ± half of its 95 % interval; bold and shaded where '
        "the factor counts: an index of a per cent or more whose interval leaves out zero, and in a total order what "
        "luck may make of it.</p>"
    )
    return text + _table(("outcome", *(f">{name}" for name in names)), table) + caption


def _shade(index: Index | None) -> str:
    if index is None:
        return NO_NUMBER
    value, half = _widest(index)
    text = f"{value:.2f} ± {half:.2f}".replace("-", "−")
    if not index.matters:
        return text
    depth = min(max(value, 0.0), 1.0) * 0.45
    return f'<b style="background:rgba(230,159,0,{depth:.2f});padding:.1em .3em">{text}</b>'


def _discovery(results: Results, found: Discovery) -> str:
    text = f"<h3>{escape(found.goal.text)}</h3><p>{escape(found.sentence)}</p>"
    if len(found.steps) > 1:
        caption = (
            "Each mark is a box on the way of the peeling: further right it holds more of the failures, further up "
            "it holds little else."
        )
        text += _figure(plots.trade_off(found), caption)
    if found.chosen is None:
        return text
    if picture := plots.scatter(results, found):
        text += _figure(picture, "Crosses: failures; dots: others; shaded: the reported box.")
    rows = [
        [
            f"<code>{escape(row.factor)}</code>",
            escape(row.text),
            _chance(row.quasi_p),
        ]
        for row in found.restrictions
    ]
    text += _table(("factor", "in the box", ">quasi-p"), rows)
    return text + (
        f'<p class="note">Found on one half of the points; the figures are of the other half: '
        f"{found.inside:,} campaigns in the box, failing {_percent(found.density)} "
        f"(95 % interval {_percent(found.density_low)} to {_percent(found.density_high)}), "
        f"{_percent(found.elsewhere)} elsewhere. Quasi-p: chance of a box as dense without that restriction, "
        f"{PLAIN:g} at most. Method: PRIM (Friedman and Fisher 1999; Bryant and Lempert 2010).</p>"
    )


def _courses(results: Results) -> str:
    assert results.lines is not None
    played = f"{counted(len(results.lines.runs), 'campaign')} that ran to the last turn"
    return "".join(_figure(plots.bands(results.lines, path), f"{path}: {played}.") for path in results.lines.paths)


def _dictionary(analysis: Analysis) -> str:
    rows = [
        [f"<code>{escape(row['column'])}</code>", escape(row["unit"]), escape(row["meaning"])]
        for row in dictionary_rows(analysis)
    ]
    return _table(("column", "unit", "meaning"), rows)


def _failures(results: Results) -> str:
    rows = [
        [str(failure.run), str(failure.seed), escape(failure.message)] for failure in results.failures[:FAILURES_SHOWN]
    ]
    more = len(results.failures) - len(rows)
    rest = f'<p class="note">and {more:,} more; all of them stand in the column <code>error</code>.</p>'
    rest = rest if more > 0 else ""
    return _table((">run", ">seed", "what happened"), rows) + rest


def _figure(svg: str | None, caption: str) -> str:
    """A picture with its caption; nothing where there was nothing to draw."""
    if svg is None:
        return ""
    return f'<figure role="img" aria-label="{escape(caption)}">{svg}<figcaption>{escape(caption)}</figcaption></figure>'


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; heads that start with ``>`` are of columns set right. Cells are HTML already."""
    marks = [' class="n"' if head.startswith(">") else "" for head in heads]
    # Long dotted names may break after a dot, so that a table of many factors fits on the page.
    words = [escape(head.lstrip(">")).replace(".", ".<wbr>") for head in heads]
    top = "".join(f"<th{mark}>{word}</th>" for mark, word in zip(marks, words, strict=True))
    body = "".join(
        "<tr>" + "".join(f"<td{mark}>{cell}</td>" for mark, cell in zip(marks, row, strict=True)) + "</tr>"
        for row in rows
    )
    return f'<div class="wide"><table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'


def _number(value: float) -> str:
    """Three or four figures that matter; thousands apart."""
    if not np.isfinite(value):
        return NO_NUMBER
    size = abs(value)
    if 0.0 < size < TINY:
        return significant(value, 2).replace("-", "−")
    digits = 0 if size >= 1000 else 1 if size >= 10 else 2 if size >= 1 else 3
    return f"{value:,.{digits}f}".replace("-", "−")


def _chance(p: float) -> str:
    return "&lt; 0.001" if p < 1e-3 else f"{p:.3f}"


def _percent(share: float) -> str:
    return escape(percent(share)) if np.isfinite(share) else NO_NUMBER
