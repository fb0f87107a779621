"""Patterns that the model must reproduce, each as an experiment with a confidence interval.

The numbers follow docs/MODEL.md, "Patterns": pattern-oriented modelling
(Grimm et al. 2005) asks a model for several patterns at once rather than a
single fit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from rich.console import RenderableType
from rich.table import Table

from greatgame.agents.minds import Decider
from greatgame.errors import GreatGameError
from greatgame.lab.effects import Insist, figure
from greatgame.lab.ensemble import Campaigns, Deciders, play
from greatgame.lab.statistics import Paired, paired
from greatgame.model import GreatGameModel
from greatgame.moves.catalogue import catalogue_of
from greatgame.scenario.indexed import Floats, IndexedScenario
from greatgame.scenario.variants import varied
from greatgame.words import significant

WAR = 40.0
"""Points of tension by which wars are made hotter and cooler."""


@dataclass(frozen=True)
class Finding:
    """One measured consequence of a pattern."""

    pattern: int
    claim: str
    effect: Paired
    sign: str

    @property
    def holds(self) -> bool:
        return self.effect.low > 0 if self.sign == "+" else self.effect.high < 0

    def as_dict(self) -> dict[str, Any]:
        return {"pattern": self.pattern, "claim": self.claim, "holds": self.holds, "effect": self.effect.as_dict()}


@dataclass(frozen=True)
class PatternTable:
    """All findings of a study."""

    scenario: str
    seeds: int
    findings: list[Finding]

    def as_dict(self) -> dict[str, Any]:
        return {"scenario": self.scenario, "seeds": self.seeds, "findings": [f.as_dict() for f in self.findings]}

    def render(self) -> RenderableType:
        table = Table(title=f"{self.scenario}: patterns ({self.seeds} paired campaigns)")
        for column in ("pattern", "claim", "difference", "95 % interval", "holds"):
            table.add_column(column)
        for f in self.findings:
            interval = f"[{significant(f.effect.low, sign=True)}, {significant(f.effect.high, sign=True)}]"
            # Rich reads square brackets as markup.
            table.add_row(
                str(f.pattern),
                f.claim,
                significant(f.effect.mean, sign=True),
                interval.replace("[", r"\["),
                "yes" if f.holds else "NO",
            )
        return table


class _Study:
    """Arms of an experiment on one scenario and one run of luck."""

    def __init__(self, scenario: IndexedScenario, seeds: int) -> None:
        self.scenario, self.seeds = scenario, seeds
        self.book = catalogue_of(scenario)
        self.findings: list[Finding] = []
        self._strategies: dict[str, Campaigns] = {}

    def insisting(self, actor: str, kind: str, item: str, always: bool) -> Deciders:
        number = self.book.actors.index(actor)
        numbers = self.book.kinds[kind].numbers
        chosen = [
            n for n in numbers if self.book.actor[n] == number and (not item or self.book.ids[n].endswith(f"/{item}"))
        ]

        def seats(scenario: IndexedScenario) -> Mapping[str, Decider]:
            return {actor: Insist(scenario, actor, np.array(chosen), always)}

        return seats

    def arm(
        self,
        measures: Mapping[str, tuple[str, str]],
        deciders: Deciders | None = None,
        scenario: IndexedScenario | None = None,
        strategy: str = "all-round",
        prepare: Callable[[GreatGameModel], None] | None = None,
    ) -> dict[str, Floats]:
        """Time lines ``[campaign, turn]`` of figures, by name: name -> (pattern, actor)."""
        probes = {name: _probe(pattern, actor) for name, (pattern, actor) in measures.items()}
        result = play(
            scenario or self.scenario, range(self.seeds), strategy, probes=probes, deciders=deciders, prepare=prepare
        )
        return result.probes

    def campaigns(self, strategy: str) -> Campaigns:
        if strategy not in self._strategies:
            self._strategies[strategy] = play(self.scenario, range(self.seeds), strategy)
        return self._strategies[strategy]

    def orders(self, strategy: str, actors: tuple[str, ...], kinds: tuple[str, ...]) -> Floats:
        """Orders of some kinds by some actors, per campaign."""
        counts = self.campaigns(strategy).orders
        rows = [self.book.actors.index(a) for a in actors]
        columns = [self.book.kind_names.index(k) for k in kinds]
        chosen: Floats = counts[:, rows][:, :, columns].sum(axis=(1, 2))
        return chosen

    @cached_property
    def war(self) -> tuple[dict[str, Floats], dict[str, Floats]]:
        """Arms in which every war is hotter, and cooler, by :data:`WAR` points from the first turn on."""
        s = self.scenario
        power, wars = aggressor(s), np.flatnonzero(s.at_war)
        measures = {"trust": ("trust.*.@", power), "share": ("dependence.*.*.@", power)}
        routes = zip(("through", "around"), _bypassed(s) or (), strict=False)
        measures |= {name: (f"volume.{corridor}", "") for name, corridor in routes}

        def shifted(points: float) -> Callable[[GreatGameModel], None]:
            def prepare(model: GreatGameModel) -> None:
                change = np.zeros(model.world.state.tension.shape)
                change[:, wars] = points
                model.world.post("tension", {"experiment": change})

            return prepare

        return self.arm(measures, prepare=shifted(WAR)), self.arm(measures, prepare=shifted(-WAR))

    def find(self, pattern: int, claim: str, first: Floats, second: Floats, sign: str) -> None:
        self.findings.append(Finding(pattern, claim, paired(first, second), sign))


def _probe(pattern: str, actor: str) -> Callable[[GreatGameModel], Floats]:
    return lambda model: figure(model, pattern, actor)


def run(scenario: IndexedScenario, seeds: int = 64) -> PatternTable:
    """Run every experiment; roles are read from the scenario, so that no country is named here.

    Raises:
        GreatGameError: for a scenario that ends before what takes two years can show.
    """
    if scenario.turns <= _two_years(scenario) + 1:
        raise GreatGameError(f"scenario {scenario.id}: patterns show over more than two years; give it more turns")
    study = _Study(scenario, seeds)
    _coercion(study)
    _conversion(study)
    _routes(study)
    _sea(study)
    _debt(study)
    _training(study)
    _display(study)
    _answers(study)
    return PatternTable(scenario.id, seeds, study.findings)


def coercer(scenario: IndexedScenario) -> tuple[str, str]:
    """The power that may squeeze by most means, and the first of its kinds of squeeze."""
    squeezes = [(name, kind) for name, kind in scenario.file.kind.items() if kind.role == "squeeze"]
    counts = {a: [n for n, k in squeezes if a in k.actors] for _, kind in squeezes for a in kind.actors}
    power = max(counts, key=lambda a: len(counts[a]))
    return power, counts[power][0]


def controller(scenario: IndexedScenario) -> str:
    """The power that controls exports."""
    return scenario.names.powers[int(scenario.controllers[0])]


def _coercion(study: _Study) -> None:
    power, kind = coercer(study.scenario)
    measures = {"trust": ("trust.*.@", power), "share": ("dependence.*.*.@", power)}
    hard = study.arm(measures, study.insisting(power, kind, "squeeze", True))
    soft = study.arm(measures, study.insisting(power, kind, "squeeze", False))
    study.find(1, "a power that coerces loses trust", hard["trust"][:, -1], soft["trust"][:, -1], "-")
    study.find(1, "and share in the hosts' ties", hard["share"][:, -1], soft["share"][:, -1], "-")
    war, peace = study.war
    study.find(1, "a power at war loses trust", war["trust"][:, -1], peace["trust"][:, -1], "-")
    study.find(1, "and share in the hosts' ties", war["share"][:, -1], peace["share"][:, -1], "-")


def aggressor(scenario: IndexedScenario) -> str:
    """The power that wages the first war of the scenario."""
    return scenario.names.powers[int(scenario.aggressor[np.flatnonzero(scenario.at_war)[0]])]


def _bypassed(s: IndexedScenario) -> tuple[str, str] | None:
    """The widest corridor through the power at war, and the widest around it that joins the same places."""
    power = s.names.powers.at(aggressor(s))
    through = [c for c, slots in enumerate(s.route_slots) if any(s.leg_crosses[leg] == power for leg in slots)]
    main = max(through, key=lambda c: float(s.volume[c]), default=0)
    alike = (s.reaches & s.reaches[main]).any(axis=1) & (s.serves & s.serves[main]).any(axis=1)
    around = [c for c in np.flatnonzero(alike).tolist() if c not in through]
    if not through or not around:
        return None
    return s.names.corridors[main], s.names.corridors[max(around, key=lambda c: float(s.volume[c]))]


def _routes(study: _Study) -> None:
    if _bypassed(study.scenario) is None:
        return
    war, peace = study.war
    study.find(4, "war drives freight from the route through it", war["through"][:, -1], peace["through"][:, -1], "-")
    study.find(4, "and to the route around it", war["around"][:, -1], peace["around"][:, -1], "+")


def _conversion(study: _Study) -> None:
    measures = {"committed": ("pledge.committed", "")}
    base = study.arm(measures)["committed"][:, -1]
    bare = study.arm(measures, scenario=varied(study.scenario, without=["hybrid-finance"]))["committed"][:, -1]
    study.find(2, "hybrid finance raises what is committed", base, bare, "+")

    def prepare(model: GreatGameModel) -> None:
        model.world.post("institutions", {"experiment": np.full(model.world.state.institutions.shape, 20.0)})

    strong = study.arm(measures, prepare=prepare)["committed"][:, -1]
    study.find(2, "and so do better institutions", strong, base, "+")


def _sea(study: _Study) -> None:
    s = study.scenario
    caspian = [
        s.names.corridors[c] for c, slots in enumerate(s.route_slots) if any(s.leg_caspian[leg] for leg in slots)
    ]
    widest = max(caspian, key=lambda name: float(s.volume[s.names.corridors.at(name)]))
    measures = {"volume": (f"volume.{widest}", ""), "days": (f"transit_days.{widest}", "")}

    def fall(metres: float, dredged: float) -> Callable[[GreatGameModel], None]:
        def prepare(model: GreatGameModel) -> None:
            model.world.post("caspian_level", {"experiment": -metres})
            model.world.post("caspian_design", {"experiment": -dredged})

        return prepare

    high = study.arm(measures, prepare=fall(0.0, 0.0))
    low = study.arm(measures, prepare=fall(2.0, 0.0))
    dredged = study.arm(measures, prepare=fall(2.0, 2.0))
    study.find(5, "a lower sea carries less", low["volume"][:, -1], high["volume"][:, -1], "-")
    study.find(5, "and takes longer", low["days"][:, -1], high["days"][:, -1], "+")
    study.find(5, "unless the ports are dredged", dredged["days"][:, -1], low["days"][:, -1], "-")


def _debt(study: _Study) -> None:
    power = controller(study.scenario)
    kind = next(n for n, k in study.scenario.file.kind.items() if k.role == "open-venture" and power in k.actors)
    measures = {"gdp": ("growth.*", ""), "finance": ("dependence.*.finance.@", power), "debt": ("debt.*.@", power)}
    fast = study.arm(measures, study.insisting(power, kind, "", True))
    none = study.arm(measures, study.insisting(power, kind, "", False))
    half = fast["gdp"].shape[1] // 2
    study.find(6, "fast building lifts growth first", fast["gdp"][:, :half].mean(1), none["gdp"][:, :half].mean(1), "+")
    study.find(6, "debt follows", fast["debt"][:, -1], none["debt"][:, -1], "+")
    late, early = (fast["finance"][:, t] - none["finance"][:, t] for t in (-1, half - 1))
    study.find(6, "and dependence later", late, early, "+")


def _training(study: _Study) -> None:
    player = study.scenario.file.scenario.player
    kind = next(n for n, k in study.scenario.file.kind.items() if k.role == "train" and player in k.actors)
    measures = {"skills": ("skills.*", ""), "trust": ("trust.*.@", player)}
    taught = study.arm(measures, study.insisting(player, kind, "", True))
    none = study.arm(measures, study.insisting(player, kind, "", False))
    gain = taught["trust"] - none["trust"]
    two_years = _two_years(study.scenario)
    early = taught["skills"][:, two_years] - none["skills"][:, two_years]
    study.find(
        7,
        "training shows in skills after two years, not before",
        taught["skills"][:, -1] - none["skills"][:, -1],
        early,
        "+",
    )
    study.find(7, "and earns more trust late than early", gain[:, -1], gain[:, two_years], "+")
    study.find(7, "in the end skills are higher", taught["skills"][:, -1], none["skills"][:, -1], "+")
    study.find(7, "and in trust", taught["trust"][:, -1], none["trust"][:, -1], "+")


def _two_years(scenario: IndexedScenario) -> int:
    """The turn in which two years are over, counted from 0."""
    return int(8 / scenario.dt) - 1


def _display(study: _Study) -> None:
    power = (controller(study.scenario),)
    kinds = tuple(n for n, k in study.scenario.file.kind.items() if k.role == "control")

    def tightened(strategy: str) -> Floats:
        """Mean rung of controls against the player at the end."""
        s = study.scenario
        buyer = s.file.scenario.player
        return study.arm({"rung": (f"control.{power[0]}.{buyer}.*", "")}, strategy=strategy)["rung"][:, -1]

    loud, quiet, usual = tightened("provocative"), tightened("quiet"), tightened("all-round")
    study.find(8, "bloc-like display raises export controls", loud, usual, "+")
    study.find(8, "quiet de-risking lowers them", quiet, usual, "-")
    count = study.orders("provocative", power, kinds) - study.orders("quiet", power, kinds)
    study.find(8, "controls are moved more often", count, np.zeros_like(count), "+")


def _answers(study: _Study) -> None:
    """They answer: rivals' and hosts' orders differ with what the player does."""
    s = study.scenario
    squeezes = tuple(n for n, k in s.file.kind.items() if k.role == "squeeze")
    power, _ = coercer(s)
    for actor in (controller(s), power):
        loud, quiet = (study.orders(name, (actor,), squeezes) for name in ("provocative", "quiet"))
        study.find(0, f"{s.label(actor)} presses hosts more under a provocative player", loud, quiet, "+")
    hosts = tuple(s.names.hosts)
    hedges = tuple(n for n, k in s.file.kind.items() if k.role in {"balance", "align"})
    loud, quiet = (study.orders(name, hosts, hedges) for name in ("provocative", "quiet"))
    study.find(0, "hosts hedge more where they are squeezed", loud, quiet, "+")
    awards = tuple(n for n, k in s.file.kind.items() if k.role == "award")
    active, idle = (study.orders(name, hosts, awards) for name in ("all-round", "do-nothing"))
    study.find(0, "hosts award more where the player is active", active, idle, "+")
    asks = tuple(n for n, k in s.file.kind.items() if k.role == "solicit")
    active, idle = (study.orders(name, hosts, asks) for name in ("all-round", "do-nothing"))
    study.find(0, "hosts look elsewhere where the player is idle", active, idle, "-")
