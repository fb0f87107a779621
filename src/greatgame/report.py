"""The report of a campaign: what a minister can read in three minutes.

Everything is read from a session's records; the report computes differences
and picks what to show, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from shlex import quote
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from greatgame.deeds import deeds
from greatgame.printing import (
    Heading,
    Picture,
    bulleted,
    counted,
    indented,
    listed,
    signed,
    table,
    toned,
)
from greatgame.scenario.vocabulary import CONTROL_LADDER
from greatgame.session import Session
from greatgame.words import AS_PUBLISHED, possessive, short

SMALL = 0.05
"""A change below this prints as nothing."""
WORTH = 0.5
"""Points of a pillar worth a word in the summary."""
GAINS = ("autonomy", "institutions", "skills")
"""What hosts gain, as the summary counts it."""
LEAST = 20.0
"""Points that a line of the course spans at least."""
CONTROLLED = {
    "free": "no controls",
    "licence": "under licence",
    "slow-walk": "under slow-walked licences",
    "quota": "under quota",
    "embargo": "under embargo",
}
"""Rungs of the control ladder, as said of a mineral."""
CAUSES = 4
"""Causes named for each host's trust."""


class Report:
    """A campaign so far, beside the same luck without any order."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.scenario = session.scenario
        self.player = self.scenario.names.powers[self.scenario.player]
        self.name = self.scenario.label(self.player)
        self.turns = session.history
        self.first: dict[str, Any] = session.indicators(0)
        self.last: dict[str, Any] = self.turns[-1].indicators
        self.counterfactual = session.counterfactual()
        self.other: dict[str, Any] = self.counterfactual.indicators

    def render(self, save: str | None = None) -> RenderableType:
        """All sections; ``save`` is the file to name where the reader may look further."""
        return Group(
            self._title(),
            Heading("In short"),
            bulleted(self.summary()),
            *self._pledge(),
            *self._score(),
            *self._supply(),
            *self._corridors(),
            *self._trust(),
            *self._hosts(),
            *self._abroad(),
            *self._deeds(),
            *self._events(),
            *self._further(save),
        )

    @property
    def span(self) -> str:
        first, last = self.turns[0].quarter, self.turns[-1].quarter
        return first if first == last else f"{first} to {last}"

    @property
    def start(self) -> str:
        """What columns called Start show."""
        return f"the start is that of {self.turns[0].quarter}"

    @property
    def by_turn(self) -> str:
        """Heading of a column of trails."""
        return f"By {self.scenario.period}"

    def trail(self, *path: str) -> list[float]:
        """One indicator turn by turn."""
        return [float(_at(turn.indicators, path)) for turn in self.turns]

    def _title(self) -> RenderableType:
        session = self.session
        strategy = self.scenario.file.strategy.get(session.strategy or "")
        played = strategy.name if strategy else session.strategy
        who = f"by the strategy '{played}'" if played else "by hand"
        off = self.scenario.switched_off
        without = f", without {listed(off)}" if off else ""
        temper = self.scenario.variant.temper
        mood = "" if temper == AS_PUBLISHED else f" and {temper}"
        others = f"the others {session.strength}{mood}{without}"
        detail = f"{self.span}, seed {session.seed}, {self.name} played {who}, {others}"
        return Group(Text(self.scenario.title, style="bold"), Text(detail, style="dim"))

    # --- The summary ------------------------------------------------------------------------------

    def summary(self) -> list[str]:
        """What matters, in a handful of sentences."""
        lines = [
            self._on_pledge(),
            self._on_score(),
            self._on_supply(),
            self._on_corridors(),
            self._on_trust(),
            self._on_hosts(),
        ]
        return [line for line in lines if line]

    def _on_pledge(self) -> str:
        pledge = self.last["pledge"]
        target = pledge["target"]
        return (
            f"Pledge: of JPY {target:,.0f} bn, {pledge['committed']:,.0f} bn ({pledge['committed'] / target:.0%}) is "
            f"committed and {pledge['disbursed']:,.0f} bn ({pledge['disbursed'] / target:.0%}) spent; "
            f"{pledge['announced']:,.0f} bn has been announced."
        )

    def _on_score(self) -> str:
        ahead = self.counterfactual.total_difference
        difference = self.counterfactual.difference
        total = self.session.score().total
        text = f"Score: {total:.1f} of 100, {signed(ahead)} against doing nothing with the same luck"
        order = sorted(difference, key=lambda pillar: -difference[pillar])
        best = [f"{p} ({signed(difference[p])})" for p in order[:2] if difference[p] >= WORTH]
        worst = [f"{p} ({signed(difference[p])})" for p in reversed(order[-2:]) if difference[p] <= -WORTH]
        gained = f": most gained on {listed(best)}" if best else ""
        lost = f"{'; ' if best else ': '}lost on {listed(worst)}" if worst else ""
        return f"{text}{gained}{lost}."

    def _on_supply(self) -> str:
        supply = self._used
        if not supply:
            return ""
        worst = sorted(supply, key=lambda mineral: supply[mineral]["security"])[:2]
        words = [self._exposed(mineral, supply[mineral]) for mineral in worst]
        short = [f"{self.mineral(m).lower()} ({row['unmet']:.0%})" for m, row in supply.items() if row["unmet"] >= 0.01]
        lacking = f"; factories go short of {listed(short)}" if short else "; every factory is supplied"
        return f"Supply: least secure {'is' if len(words) == 1 else 'are'} {listed(words)}{lacking}."

    @property
    def _used(self) -> dict[str, dict[str, Any]]:
        """How the supply of what the player has a demand for stands, by mineral."""
        minerals = self.scenario.file.mineral
        return {name: row for name, row in self.last["supply"].items() if minerals[name].demand.number(self.player) > 0}

    def _exposed(self, mineral: str, row: dict[str, Any]) -> str:
        return f"{self.mineral(mineral).lower()} at {row['security']:.0f} of 100 ({CONTROLLED[_rung(row['control'])]})"

    def _on_corridors(self) -> str:
        before, now = self.first["corridors"], self.last["corridors"]
        moved = max(now, key=lambda c: abs(now[c]["volume"] - before[c]["volume"]), default=None)
        if moved is None:
            return ""
        changes = [
            f"from {was} to {value} {unit}"
            for key, digits, unit in (("volume", 1, "Mt a year"), ("days", 0, "days"))
            if (was := f"{before[moved][key]:.{digits}f}") != (value := f"{now[moved][key]:.{digits}f}")
        ]
        if not changes:
            return "Corridors: none has moved so far."
        return f"Corridors: {self.scenario.file.corridor[moved].name} moved most, {' and '.join(changes)}."

    def _on_trust(self) -> str:
        before, now = self.first["trust"], self.last["trust"]
        changes = {host: now[host][self.player] - before[host][self.player] for host in now}
        order = sorted(changes, key=lambda host: -changes[host])
        best, worst = order[0], order[-1]
        if max(map(abs, changes.values())) < SMALL:
            return f"Trust in {self.name}: as it was at the start."
        most = f"Trust in {self.name}: {_went(changes[best])} in {self._label(best)} ({signed(changes[best])})"
        least = f"{_went(changes[worst], least=True)} in {self._label(worst)} ({signed(changes[worst])})"
        wary = {p: self.last["wariness"][p] - self.first["wariness"][p] for p in self._wary()}
        fear = listed([f"{self._label(p)} {signed(change)}" for p, change in wary.items()])
        moved = most if best == worst else f"{most}, {least}"
        return f"{moved}." + (f" Wariness of {self.name}: {fear}." if wary else "")

    def _on_hosts(self) -> str:
        gains = [f"{key} {signed(self._mean(self.last, key) - self._mean(self.first, key))}" for key in GAINS]
        names, shares = self.scenario.names, self.last["debt_share"]
        owed = {(h, p): shares[h][p] for h in names.hosts for p in names.powers}
        host, power = max(owed, key=lambda pair: owed[pair])
        before = self.first["debt_share"][host][power]
        whose = possessive(self._label(host))
        return (
            f"Hosts: on average {listed(gains)} points; the heaviest debt to one power is {whose} to "
            f"{self._label(power)}, {owed[host, power]:.0%} of all it owes ({before:.0%} at the start)."
        )

    def _mean(self, indicators: dict[str, Any], key: str) -> float:
        values = indicators[key].values()
        return float(sum(values)) / len(values)

    # --- Sections ---------------------------------------------------------------------------------

    def _pledge(self) -> Iterator[RenderableType]:
        target = self.last["pledge"]["target"]
        yield Heading("The pledge", f"JPY bn, of {target:,.0f}")
        rows = table("", ">Now", ">Share", "", self.by_turn, ">Doing nothing")
        for key in ("announced", "committed", "disbursed"):
            now = self.last["pledge"][key]
            full = max(target, self.last["pledge"]["announced"])
            values = self.trail("pledge", key)
            rows.add_row(
                key,
                f"{now:,.0f}",
                f"{now / target:.0%}",
                Picture.of_bar(now, full, 24),
                Picture.of_growth(values),
                f"{self.other['pledge'][key]:,.0f}",
            )
        yield rows
        yield Text(self._memoranda())

    def _memoranda(self) -> str:
        past = self.last["memoranda"]
        conversion = past["conversion"]
        words = "Of those that have had two years, {share:.0%} closed within two years."
        share = "" if conversion is None else f" {words.format(share=conversion)}"
        return (
            f"Memoranda: {past['inherited']} from before, {past['signed']} new ones signed; by now "
            f"{past['closed']} closed, {past['standing']} waiting, "
            f"{past['dead_letters']} dead {'letter' if past['dead_letters'] == 1 else 'letters'}, "
            f"{past['lost_contests']} lost to a rival bid.{share}"
        )

    def _score(self) -> Iterator[RenderableType]:
        yield Heading("Score", f"0 to 100; {self.start}")
        rows = table("Pillar", ">Weight", ">Start", ">Now", ">Goal", self.by_turn, ">Doing nothing", ">Difference")
        score, other = self.session.score(), self.counterfactual.score.points()
        for row in score.pillars:
            rows.add_row(
                row.pillar,
                f"{row.weight:.0%}",
                f"{self.first['score']['pillars'][row.pillar]:.1f}",
                f"{row.points:.1f}",
                f"{row.goal:g} {'✓' if row.points >= row.goal else ' '}",
                Picture.of_course(self.trail("score", "pillars", row.pillar), LEAST),
                f"{other[row.pillar]:.1f}",
                toned(self.counterfactual.difference[row.pillar]),
            )
        rows.add_section()
        rows.add_row(
            Text("total", style="bold"),
            "100%",
            f"{self.first['score']['total']:.1f}",
            Text(f"{score.total:.1f}", style="bold"),
            f"{sum(row.points >= row.goal for row in score.pillars)} of {len(score.pillars)}",
            Picture.of_course(self.trail("score", "total"), LEAST),
            f"{self.counterfactual.score.total:.1f}",
            toned(self.counterfactual.total_difference),
        )
        yield rows
        yield _note(
            f"Doing nothing ('idle' below): the same luck without an order from {self.name}. "
            f"The lines span at least {LEAST:.0f} points."
        )

    def _supply(self) -> Iterator[RenderableType]:
        if not self._used:
            return
        yield Heading("Supply of minerals", "security 0 to 100: met today, and without the largest supplier")
        rows = table("Mineral", ">Start", ">Now", ">Idle", "Control", ">Unmet", ">Stock", "*Largest source")
        for mineral, now in self._used.items():
            before = self.first["supply"][mineral]
            then, rung = _rung(before["control"]), _rung(now["control"])
            source = max(now["supply_share"], key=lambda name: now["supply_share"][name])
            rows.add_row(
                self.mineral(mineral),
                f"{before['security']:.0f}",
                f"{now['security']:.0f}",
                f"{self.other['supply'][mineral]['security']:.0f}",
                rung if rung == then else f"{then} → {rung}",
                f"{now['unmet']:.0%}" if now["unmet"] >= 0.005 else "·",
                f"{now['stock_days']:,.0f}",
                f"{self._label(source)} {before['supply_share'][source]:.0%} → {now['supply_share'][source]:.0%}",
            )
        yield rows
        yield _note(
            "Control: the hardest that any supplier applies. Unmet: share of demand. Stock: days of demand. "
            f"Start: that of {self.turns[0].quarter}."
        )

    def _corridors(self) -> Iterator[RenderableType]:
        yield Heading("Corridors", f"{self.turns[0].quarter} → {self.turns[-1].quarter}")
        rows = table("Corridor", ">Mt a year", "Course", ">Idle", ">Days", ">Reliability", ">Load")
        for corridor, now in self.last["corridors"].items():
            before = self.first["corridors"][corridor]
            rows.add_row(
                self.scenario.file.corridor[corridor].name,
                f"{before['volume']:.1f} → {now['volume']:.1f}",
                Picture.of_course(self.trail("corridors", corridor, "volume"), before["volume"], 10),
                f"{self.other['corridors'][corridor]['volume']:.1f}",
                f"{before['days']:.0f} → {now['days']:.0f}",
                f"{before['reliability']:.0%} → {now['reliability']:.0%}",
                f"{before['utilisation']:.0%} → {now['utilisation']:.0%}",
            )
        yield rows
        sea = f"{_metres(self.first['caspian_level'])} → {_metres(self.last['caspian_level'])} m"
        crossed = f" Level of the Caspian: {sea}." if self.scenario.leg_caspian.any() else ""
        yield _note(f"Load: volume over what the weakest leg can carry.{crossed}")

    def _trust(self) -> Iterator[RenderableType]:
        names = self.scenario.names
        others = [power for power in names.powers if power != self.player]
        yield Heading(f"Trust in {self.name}", f"0 to 100, and how the others are trusted now; {self.start}")
        rivals = [f">{short(self._label(power))}" for power in others]
        rows = table("Host", ">Start", ">Now", ">Change", self.by_turn, ">Idle", *rivals)
        for host, now in self.last["trust"].items():
            before = self.first["trust"][host]
            rows.add_row(
                self._label(host),
                f"{before[self.player]:.0f}",
                f"{now[self.player]:.0f}",
                toned(now[self.player] - before[self.player]),
                Picture.of_course(self.trail("trust", host, self.player), LEAST),
                f"{self.other['trust'][host][self.player]:.0f}",
                *(f"{now[p]:.0f}" for p in others),
            )
        yield rows
        yield Text("\nWhat moved it most over the campaign:")
        yield self._causes()

    def _causes(self) -> Table:
        rows = table("Host", "*Causes")
        rows.show_header = False
        for host in self.scenario.names.hosts:
            causes = self.session.explain(f"trust.{host}.{self.player}").by_cause(by_project=False)
            words = [f"{cause} {signed(change)}" for cause, change in causes.items() if abs(change) >= SMALL]
            rows.add_row(self._label(host), "; ".join(words[:CAUSES]) or "nothing of note")
        return rows

    def _hosts(self) -> Iterator[RenderableType]:
        yield Heading("What the hosts gained", f"{self.turns[0].quarter} → {self.turns[-1].quarter}")
        measured = ("autonomy", "growth", "institutions", "skills")
        heads = [f">{key.capitalize()}{' %' if key == 'growth' else ''}" for key in measured]
        rows = table("Host", *heads, "Largest creditor", "Digital leader")
        for host in self.scenario.names.hosts:
            rows.add_row(
                self._label(host),
                *(self._pair(key, host) for key in measured),
                self._leader("debt_share", host),
                self._leader("dependence", host, "digital"),
            )
        yield rows
        yield _note("Largest creditor: of the external debt. Digital leader: whose standards run most of the networks.")

    def _pair(self, key: str, host: str) -> str:
        digits = 1 if key == "growth" else 0
        return f"{self.first[key][host]:.{digits}f} → {self.last[key][host]:.{digits}f}"

    def _leader(self, *path: str) -> str:
        """The power with the largest of the shares at ``path``, and how that share moved."""
        before, now = _at(self.first, path), _at(self.last, path)
        largest = max(self.scenario.names.powers, key=lambda power: float(now[power]))
        return f"{short(self._label(largest))} {before[largest]:.0%} → {now[largest]:.0%}"

    def _abroad(self) -> Iterator[RenderableType]:
        yield Heading("Rivals, tension and home", f"0 to 100; {self.start}")
        rows = table("", ">Start", ">Now", ">Change", self.by_turn, ">Idle")
        for label, path, good in self._moods():
            before, now, idle = (float(_at(when, path)) for when in (self.first, self.last, self.other))
            course = Picture.of_course(self.trail(*path), LEAST)
            rows.add_row(label, f"{before:.0f}", f"{now:.0f}", toned(now - before, good), course, f"{idle:.0f}")
        yield rows

    def _moods(self) -> Iterator[tuple[str, tuple[str, ...], bool]]:
        """(label, indicator, whether more of it is welcome)."""
        for power in self._wary():
            whose = possessive(self._label(power))
            yield f"{whose} wariness of {self.name}", ("wariness", power), False
            yield f"{whose} grievance against {self.name}", ("grievance", power), False
        for point in self.last["tension"]:
            yield f"Tension: {self.scenario.file.flashpoint[point].name}", ("tension", point), False
        yield f"Support at home in {self.name}", ("support",), True
        yield f"Credibility of {possessive(self.name)} word", ("credibility",), True

    def _deeds(self) -> Iterator[RenderableType]:
        yield Heading("What each country did, and why")
        for deed in deeds(self.scenario, self.turns):
            yield Text.assemble((deed.name, "bold"), f"  {deed.count}")
            if deed.habits:
                yield indented(Text(deed.habits))
            if deed.telling:
                yield indented(_told(deed.telling))

    def _events(self) -> Iterator[RenderableType]:
        happened = [(turn.quarter, event) for turn in self.turns for event in turn.events]
        yield Heading("Events, and how they were answered", counted(len(happened), "event"))
        rows = table("When", "Event", "*Answer")
        rows.show_header = False
        for quarter, event in happened:
            answer = f"{event.actor_name}: {event.choice_name}" if event.choice_name else ""
            rows.add_row(quarter, event.name, answer)
        yield rows

    def _further(self, save: str | None) -> Iterator[RenderableType]:
        host = self.scenario.names.hosts[0]
        path, quarter = f"trust.{host}.{self.player}", self.turns[-1].quarter
        yield Text("")
        if save:
            yield _note(f"Any figure can be opened: greatgame explain {quote(save)} {path} --turn {quarter}")
        else:
            yield _note(f"Run again with --save FILE, then open any figure: greatgame explain FILE {path}")
        yield _note(f"Digest of the final state: {self.turns[-1].digest}")

    # --- Words ------------------------------------------------------------------------------------

    def mineral(self, name: str) -> str:
        """Display name of a mineral."""
        return self.scenario.file.mineral[name].name

    def _label(self, name: str) -> str:
        if name in self.scenario.file.other_source:
            return self.scenario.file.other_source[name].name
        return self.scenario.label(name)

    def _wary(self) -> list[str]:
        """Powers that watch the player's presence."""
        s = self.scenario
        return [name for p, name in enumerate(s.names.powers) if p != s.player and s.start_wariness[p, s.player] > 0]


def _at(indicators: dict[str, Any], path: Sequence[str]) -> Any:
    """What stands in nested indicators at ``path``."""
    found: Any = indicators
    for key in path:
        found = found[key]
    return found


def _told(orders: tuple[tuple[str, str, str], ...]) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    for style, ratio in ((("dim"), None), ("", 5), ("dim", 6)):
        grid.add_column(style=style, ratio=ratio)
    for quarter, order, reasons in orders:
        grid.add_row(quarter, order, reasons)
    return grid


def _went(change: float, least: bool = False) -> str:
    if change >= 0:
        return "rose least" if least else "rose most"
    return "fell most" if least else "fell least"


def _rung(control: float) -> str:
    return CONTROL_LADDER[round(control)]


def _metres(level: float) -> str:
    return f"{level:.2f}".replace("-", "−")


def _note(words: str) -> Text:
    return Text(words, style="dim")
