"""Afterwards: the long computations behind the end of a game, told piece by piece.

The same orders under other luck, each order left out, strategies beside them,
and the same orders again where an assumption of the model is another one.
Everything is played on the same worlds as in :mod:`greatgame.lab.debrief`; a
worker's process tells of each piece as soon as it is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from greatgame.errors import GreatGameError
from greatgame.lab.debrief import REPLAYS, Debriefing, Luck, Reference, Refusals, TurningPoint, references_of
from greatgame.lab.ensemble import Campaigns, together
from greatgame.lab.forecast import CancelledError, Signal, seeds_of
from greatgame.lab.gaps import Gap
from greatgame.lab.statistics import Paired, paired
from greatgame.model import STRENGTHS
from greatgame.records import Record
from greatgame.saves import Save
from greatgame.scenario.indexed import Floats, IndexedScenario
from greatgame.scenario.variants import tempers, varied
from greatgame.scenario.vocabulary import MECHANISMS
from greatgame.session import Session
from greatgame.words import AS_PUBLISHED

FIRST, BLOCK = 64, 128
"""Replays of the first picture, and of later blocks."""
TRIED = 64
"""Replays under every other assumption."""
LOOKING_AHEAD = STRENGTHS[-1]
"""The strength that takes too long for this."""


@dataclass(frozen=True)
class Switched(Record):
    """The same orders where one assumption is another."""

    kind: str
    """``mechanism`` (off), ``temper`` or ``strength`` (another)."""
    name: str
    total: float
    """Under the campaign's own luck."""
    difference: float
    """That less the campaign's total."""
    elsewhere: Paired
    """The same difference under the luck of replays."""
    refused: float
    """Share of the orders that could not be carried out, mean over the replays."""


@dataclass(frozen=True)
class Afterwards(Record):
    """What is known so far; every piece is whole once it is there."""

    turns: int
    quarter: str
    total: float
    """Score of the campaign."""
    done: int = 0
    of: int = 1
    """Campaigns played, and to be played in all."""
    replays: tuple[float, ...] = ()
    """Total of each replay so far."""
    luck: Luck | None = None
    refusals: Refusals | None = None
    orders: tuple[TurningPoint, ...] | None = None
    """Orders left out one by one, largest effect first."""
    quarters: tuple[TurningPoint, ...] | None = None
    gaps: tuple[Gap, ...] | None = None
    """Turns in which the first reference gained most on the campaign, the worst first."""
    references: tuple[Reference, ...] = ()
    reference_totals: dict[str, tuple[float, ...]] = field(default_factory=dict)
    """Total of each reference strategy's campaigns."""
    switches: tuple[Switched, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether everything is there."""
        return self.done >= self.of


@dataclass(frozen=True)
class AfterwardsQuestion:
    """Which campaign, and how much of it; it can be sent to another process."""

    scenario: IndexedScenario
    save: Save
    replays: int = REPLAYS
    seed: int = 0
    references: tuple[str, ...] | None = None
    tried: int = TRIED
    assumptions: int | None = None
    """How many other assumptions are tried; None: all."""

    def answer(self, tell: Callable[[Afterwards], None], cancel: Signal) -> None:
        """Tell piece by piece; see :class:`greatgame.lab.worker.Task`."""
        for found in pieces(self):
            tell(found)
            if cancel.is_set():
                raise CancelledError("the debrief was given up")


def question_of(session: Session, replays: int = REPLAYS, seed: int = 0, tried: int = TRIED) -> AfterwardsQuestion:
    """What to ask of a session.

    Raises:
        GreatGameError: where no turn is over.
    """
    if not session.turn:
        raise GreatGameError("no turn is over yet: there is nothing to debrief")
    return AfterwardsQuestion(session.scenario, session.as_save(), replays, seed, None, tried)


def run(question: AfterwardsQuestion) -> Afterwards:
    """Everything at once."""
    *_, last = pieces(question)
    return last


def pieces(question: AfterwardsQuestion) -> Iterator[Afterwards]:
    """Ever more of it; the last one is complete.

    Raises:
        GreatGameError: for fewer than two replays, or a save that does not replay.
    """
    if min(question.replays, question.tried) < 2:
        raise GreatGameError(f"{min(question.replays, question.tried)} replays: luck takes 2 or more")
    session = Session.of_save(question.save, question.scenario)
    work = Debriefing(session, seeds_of(question.seed, "debrief", question.replays), lambda words: None)
    arms, names = list(_arms(session))[: question.assumptions], references_of(session.scenario, question.references)
    points = 1 + sum(map(len, work.given)) + bool(names)
    whole = question.replays * (1 + len(names)) + points + (question.tried + 1) * len(arms)
    last = session.history[-1]
    found = Afterwards(session.turn, last.quarter, session.score().total, 0, whole)
    yield found
    replayed: list[Campaigns] = []
    for piece in _replays(found, work, question.replays, replayed):
        found = piece
        yield found
    quarters, orders = work.turning_points()
    found = replace(found, done=found.done + points, quarters=quarters, orders=orders, gaps=work.gaps(names))
    yield found
    played = together(replayed)
    for name in names:
        found = _reference(found, work, name, played)
        yield found
    for kind, name, scenario, strength in arms:
        row = _switched(work, kind, name, scenario, strength, played.total[: question.tried], found.total)
        found = replace(found, done=found.done + question.tried + 1, switches=(*found.switches, row))
        yield found
    if not found.complete:
        yield replace(found, done=found.of)


def _replays(found: Afterwards, work: Debriefing, replays: int, played: list[Campaigns]) -> Iterator[Afterwards]:
    begin, size = 0, FIRST
    while begin < replays:
        seeds = work.seeds[begin : begin + size]
        played.append(work.play(seeds))
        begin, size = begin + len(seeds), BLOCK
        so_far = together(played)
        totals = tuple(float(total) for total in so_far.total)
        found = replace(found, done=begin, replays=totals, refusals=work.refusals(so_far))
        if len(totals) > 1:
            found = replace(found, luck=work.luck(so_far, found.total))
        yield found


def _reference(found: Afterwards, work: Debriefing, name: str, replayed: Campaigns) -> Afterwards:
    row, totals = work.reference(name, replayed, found.total)
    return replace(
        found,
        done=found.done + len(totals),
        references=(*found.references, row),
        reference_totals={**found.reference_totals, name: tuple(float(total) for total in totals)},
    )


def _arms(session: Session) -> Iterator[tuple[str, str, IndexedScenario, str]]:
    """Kind, name, scenario and strength of every other assumption."""
    scenario, strength = session.scenario, session.strength
    for name in MECHANISMS:
        if scenario.on(name):
            yield "mechanism", name, varied(scenario, without=[name]), strength
    variant = scenario.variant
    for name in tempers(scenario):
        if name not in (variant.temper, AS_PUBLISHED):
            yield "temper", name, varied(scenario, temper=name), strength
    if variant.temper != AS_PUBLISHED:
        plain = varied(scenario.original, without=variant.without, changes=dict(variant.changes))
        yield "temper", AS_PUBLISHED, plain, strength
    for name in STRENGTHS:
        if name not in (strength, LOOKING_AHEAD):
            yield "strength", name, scenario, name


def _switched(
    work: Debriefing, kind: str, name: str, scenario: IndexedScenario, strength: str, before: Floats, total: float
) -> Switched:
    """The script under another assumption, on the campaign's own luck and on that of replays."""
    seeds = [work.session.seed, *work.seeds[: len(before)]]
    played = work.play(seeds, scenario=scenario, strength=strength)
    refused = played.probes["refused"][1:].sum(axis=1) / max(sum(map(len, work.given)), 1)
    return Switched(
        kind=kind,
        name=name,
        total=float(played.total[0]),
        difference=float(played.total[0]) - total,
        elsewhere=paired(played.total[1:], before),
        refused=float(refused.mean()),
    )
