"""Diplomacy: visits, aid, training, standards, statements, hosts' own policy.

Covers the words of mechanisms 1, 5, 10, 12, 14, 15 and 18: what they promise
is kept or broken in later phases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from greatgame.moves.catalogue import Block, Catalogue
from greatgame.rules import effects
from greatgame.rules.consequences import Consequence, Consequences, by_effect, by_order
from greatgame.rules.context import Given, Orders, Step, Turn, host_power, largest, pulled, rivals
from greatgame.scenario.indexed import Floats, IndexedScenario, Ints
from greatgame.scenario.vocabulary import CHANNELS
from greatgame.world.variables import lag_length
from greatgame.world.world import Times


def resolve(turn: Turn) -> None:
    """Resolve every order that is made of words, visits and small money."""
    first, then = _by_themselves(turn.catalogue)
    first.post(turn.world, turn.cases, turn.cases.entry)
    _visits(turn)
    _pulls(turn)
    _reassure(turn)
    _debt_moves(turn)
    then.post(turn.world, turn.cases, turn.cases.entry)
    _lean(turn)
    _balance(turn)
    _respond(turn)


@lru_cache(maxsize=16)
def _by_themselves(book: Catalogue) -> tuple[Consequences, Consequences]:
    """What words change whatever the state: at once, and what is said after others have moved the same figures."""
    blocks = book.blocks.items()
    first = [row for role, block in blocks if role in _FIRST for row in _FIRST[role](book.scenario, block)]
    then = [row for role, block in blocks if role in _THEN for row in _THEN[role](book.scenario, block)]
    s, size = book.scenario, book.size
    return Consequences(s, size, [*effects.common(book), *first]), Consequences(s, size, then)


def _train(s: IndexedScenario, block: Block) -> Iterator[Consequence]:
    """Scholarships fill the pipeline of people who come home years later (mechanism 5)."""
    lag = lag_length(s, "training_lag")
    cells = (block.host * len(s.names.powers) + block.actor) * lag + lag - 1
    yield by_order(block, "training", cells, s.human.cohort * block.size)


def _statement(s: IndexedScenario, block: Block) -> Iterator[Consequence]:
    """A joint statement binds allies and costs ties with those it is aimed at (mechanisms 10, 14, 17)."""
    powers = len(s.names.powers)
    whole = np.ones(len(block))
    for cells in (block.actor * powers + block.power, block.power * powers + block.actor):
        yield by_order(block, "alliance", cells, s.values.alliance_step * whole)
    if s.on("de-risking"):
        for x in s.controllers:
            loss = -s.ties.display_loss * (block.actor != x)
            yield by_order(block, "ties", block.actor * powers + x, loss)
            yield by_order(block, "ties", x * powers + block.actor, loss)


def _processing(s: IndexedScenario, block: Block) -> Iterator[Consequence]:
    yield by_order(block, "processing", block.host, block.is_item("adopt") - block.is_item("repeal"))


def _solicit(s: IndexedScenario, block: Block) -> Iterator[Consequence]:
    yield by_order(block, "solicited", block.venture, np.ones(len(block)))


def _reassuring(s: IndexedScenario, block: Block) -> Iterator[Consequence]:
    """Dialogue mends ties; what else it does depends on what there is to calm."""
    powers = len(s.names.powers)
    for cells in (block.power * powers + block.actor, block.actor * powers + block.power):
        yield by_order(block, "ties", cells, block.effect("ties"))


def _terms(s: IndexedScenario, block: Block) -> Iterator[Consequence]:
    """Hosts set their terms (mechanism 12)."""
    direction = block.is_item("raise") - block.is_item("lower")
    yield by_order(block, "terms", block.host, block.effect("step") * direction)


def _regional(s: IndexedScenario, block: Block) -> Iterator[Consequence]:
    """Neighbours that cooperate calm each other and grow."""
    yield by_order(block, "stability", block.neighbour, block.effect("stability"))
    for cells in (block.host, block.neighbour):
        yield by_order(block, "growth", cells, s.vector.regional_growth * np.ones(len(block)))


def _align(s: IndexedScenario, block: Block) -> Iterator[Consequence]:
    """Leaning to a power is welcome there, keeping one's distance is not."""
    warmth = block.effect("trust") * (block.is_item("lean") - block.is_item("distance"))
    yield by_order(block, "trust", block.host * len(s.names.powers) + block.power, warmth)


_Rule = Callable[[IndexedScenario, Block], Iterator[Consequence]]

_FIRST: dict[str, _Rule] = {
    "train": _train,
    "statement": _statement,
    "processing": _processing,
    "solicit": _solicit,
}
_THEN: dict[str, _Rule] = {
    "reassure": _reassuring,
    "terms": _terms,
    "regional": _regional,
    "align": _align,
}


def _visits(turn: Turn) -> None:
    """A visit pushes every venture of the visitor in the country."""
    s, worlds = turn.scenario, turn.world.worlds
    places = len(s.names.hosts) * len(s.names.powers)
    given = turn.given("visit")
    if given is None:
        turn.push = np.zeros((worlds, len(s.names.ventures)))
        return
    size = given.amount * (s.pledge.visit_push * given.size)
    at = given.world * places + given.cells(("host", "actor"), turn.state.trust.shape[1:])
    by_place = np.bincount(at, size, worlds * places).astype(np.float64, copy=False)
    turn.push = by_place.reshape(worlds, places).take(host_power(s), axis=1)


def _touched(turn: Turn, places: Ints) -> tuple[Ints, Floats]:
    """The (world, host, channel) rows among ``places``, in their order, and the shares of dependence there."""
    shares = turn.state.dependence
    count = shares.shape[-1]
    touched = np.zeros(shares.size // count, dtype=np.bool_)
    touched[places] = True
    rows = touched.nonzero()[0]
    return rows, shares.reshape(-1, count).take(rows, axis=0)


def _rates(rows: Ints, places: Ints, powers: Ints, size: Floats, count: int) -> Floats:
    """Sizes of cases laid out by row and power: ``[row, power]``.

    ``places`` are each case's rows, ``[case, row]``; no two cases draw the same
    row toward the same power.
    """
    rates: Floats = np.zeros((len(rows), count))
    rates[rows.searchsorted(places), powers[:, None]] = size[:, None]
    return rates


class _Pull(NamedTuple):
    """One channel of a host that is drawn toward a power, ``[case]`` each."""

    cause: str
    places: Ints
    """The (world, host, channel) row of :attr:`State.dependence`."""
    powers: Ints
    size: Floats
    orders: Ints
    """Catalogue numbers of the orders that draw."""


def _channel(turn: Turn, given: Given) -> Ints:
    """The row of each case's channel of its host: ``[case]``."""
    hosts, width, _ = turn.state.dependence.shape[1:]
    places: Ints = given.world * (hosts * width) + given.cells(("host", "channel"), (hosts, width))
    return places


def _draw(turn: Turn, pull: _Pull) -> None:
    """Draw channels toward powers (mechanisms 3, 4, 15)."""
    places = pull.places[:, None]
    rows, shares = _touched(turn, places)

    def drawn(weight: Floats | float) -> Floats:
        return pulled(shares, _rates(rows, places, pull.powers, pull.size * weight, shares.shape[1]))

    _post_shares(turn, pull.cause, rows, pull.orders, drawn)


def _post_shares(turn: Turn, cause: str, rows: Ints, orders: Ints, changed: Callable[[Floats | float], Floats]) -> None:
    """Change rows of dependence: ``changed`` says by how much, for a weight of each order ``[case]`` or of all."""
    one_by_one = np.eye(len(orders)) if turn.world.ledger is not None else ()
    parts = np.stack([changed(alone) for alone in one_by_one]) if len(one_by_one) else None
    turn.world.post_rows("dependence", cause, rows, changed(1.0), orders, parts)


PULLING = ("standards", "secure", "supply")
"""Roles that draw a channel of the host toward the actor, in the order in which they do."""


def _pulls(turn: Turn) -> None:
    """Standards, security and supply draw a channel of the host toward the actor (mechanisms 3, 15)."""
    pulls = []
    for role in PULLING:
        if given := turn.given(role):
            places = _channel(turn, given)
            size = _strength(given.whole).take(given.column) * given.amount
            if role == "standards":
                size = size * _welcome(turn, given, places)
            pulls.append(_Pull(given.whole.causes[0], places, given.actor, size, given.numbers))
    if len(pulls) > 1 and turn.world.ledger is None and _apart(turn.catalogue):
        # Where each draws a channel of its own, all are drawn in one go.
        _, *columns = zip(*pulls, strict=True)
        pulls = [_Pull("", *map(np.concatenate, columns))]
    for pull in pulls:
        _draw(turn, pull)


@lru_cache(maxsize=64)
def _strength(block: Block) -> Floats:
    """How far a unit of each entry draws its channel: ``[entry]``."""
    return block.effect("pull") / 100.0 * block.size


@lru_cache(maxsize=16)
def _apart(book: Catalogue) -> bool:
    """Whether no two of the roles that pull draw the same channel."""
    drawn = [channel for role in PULLING if role in book.blocks for channel in np.unique(book.blocks[role].channel)]
    return len(drawn) == len(set(drawn))


def _welcome(turn: Turn, given: Given, places: Ints) -> Floats:
    """How far the actor's standards can still enter each case's channel: ``[case]``; :func:`openness` where digital."""
    shares = turn.state.dependence
    stacks = shares.reshape(-1, shares.shape[-1]).take(places, axis=0)
    # Of an actor's rivals the strongest counts, for which its own share is left out.
    stacks[np.arange(len(places)), given.actor] = 0.0
    welcome = _resisted(turn.scenario, largest(stacks))
    return np.where(given.channel == CHANNELS.index("digital"), welcome, 1.0)


def openness(s: IndexedScenario, shares: Floats) -> Floats:
    """How far each bloc can still enter a host's digital stack, by its shares of it: ``[..., power]``.

    An installed base resists (mechanism 15): the larger the largest rival
    share, the less of a rival standard is adopted.
    """
    return _resisted(s, rivals(shares))


def _resisted(s: IndexedScenario, rival: Floats) -> Floats:
    """What the largest ``rival`` share leaves of the welcome for a standard: ``[...]``."""
    if not s.on("standards"):
        return np.ones_like(rival)
    result: Floats = np.maximum(0.0, 1.0 - s.standards.lock_in * rival)
    return result


def _reassure(turn: Turn) -> None:
    """Dialogue lowers the wariness and the grievance of the power addressed (mechanism 10)."""
    s, state = turn.scenario, turn.state
    if given := turn.given("reassure"):
        cells = given.cells(("power", "actor"), state.grievance.shape[1:])
        step = -s.wariness.reassurance / s.wariness.watchful
        felt = given.now(state.grievance, "power", "actor")
        calmed = [Step("grievance", cells, s.wariness.grievance_calmed * step * felt * given.amount)]
        if s.on("wariness"):
            held = given.now(state.wariness, "power", "actor")
            calmed.append(Step("wariness", cells, step * held * given.amount))
        turn.post_steps(given, *calmed)


def _debt_moves(turn: Turn) -> None:
    """Relief is given by the creditor, restructuring asked by the debtor (mechanism 4)."""
    s, state = turn.scenario, turn.state
    creditors = len(s.names.creditors)
    for role, share in (("relief", s.debt.relief_share), ("restructure", s.debt.restructure_share)):
        if not (given := turn.given(role)):
            continue
        owed = given.now(state.debt, "host", "power")
        turn.post_steps(given, Step("debt", given.host * creditors + given.power, -share * owed * given.amount))
        if role == "restructure" and s.on("debt"):
            # What is put off is paid in influence.
            weight = s.debt.leverage * owed / given.now(state.gdp, "host") * given.amount
            finance = _everywhere(turn, given)[:, CHANNELS.index("finance")]
            _draw(turn, _Pull(given.whole.causes[0], finance, given.power, weight, given.numbers))


def _everywhere(turn: Turn, given: Given) -> Ints:
    """The rows of all channels of each case's host: ``[case, channel]``."""
    hosts, width, _ = turn.state.dependence.shape[1:]
    places: Ints = ((given.world * hosts + given.host) * width)[:, None] + np.arange(width)
    return places


def _lean(turn: Turn) -> None:
    """Hosts lean to a power, or keep their distance, in all channels at once (mechanism 12)."""
    if not (given := turn.given("align")):
        return
    places = _everywhere(turn, given)
    rows, shares = _touched(turn, places)
    vector = turn.scenario.vector

    def moved(weight: Floats | float) -> Floats:
        laid_out = []
        for item, step in (("lean", vector.lean), ("distance", vector.release_step)):
            these = given.is_item(item).nonzero()[0]
            size = (step * given.amount * weight).take(these)
            laid_out.append(_rates(rows, places.take(these, axis=0), given.power.take(these), size, shares.shape[1]))
        rates, release = laid_out
        change = pulled(shares, rates)
        change -= release * shares
        return change

    _post_shares(turn, given.whole.causes[0], rows, given.numbers, moved)


def _balance(turn: Turn) -> None:
    """A host that balances trims every partner that has grown large (mechanism 12)."""
    if not (given := turn.given("balance")):
        return
    places = _everywhere(turn, given)
    rows, shares = _touched(turn, places)
    vector = turn.scenario.vector
    excess = np.maximum(shares - vector.balanced, 0.0)

    def trimmed(weight: Floats | float) -> Floats:
        who = np.zeros(len(rows))
        who[rows.searchsorted(places)] = (given.amount * weight)[:, None]
        change: Floats = -vector.release_step * excess * who[:, None]
        return change

    _post_shares(turn, given.whole.causes[0], rows, given.numbers, trimmed)


@lru_cache(maxsize=16)
def _answers(s: IndexedScenario) -> tuple[dict[tuple[int, int], int], Consequences]:
    """Numbers of all choices, and what each of them does."""
    number: dict[tuple[int, int], int] = {}
    rows: list[Consequence] = []
    for e, name in enumerate(s.names.events):
        event = s.file.event[name]
        for c, choice in enumerate(event.choices.values()):
            number[e, c] = len(number)
            cause = f"{event.name}: {choice.name}"
            rows.extend(by_effect(s, number[e, c], cause, effect) for effect in choice.effects)
    return number, Consequences(s, len(number), rows)


class _Hearing(NamedTuple):
    """How answers are heard."""

    choice: Ints
    """Of every entry, the number of its choice."""
    round: Ints
    """Of every entry, how many answers to the same event come before it."""
    order: Ints
    """The catalogue number behind each choice, -1 where there is none."""
    first: Ints
    """Of every event, the number of its first choice, -1 where it has none."""


@lru_cache(maxsize=16)
def _hearing(book: Catalogue) -> _Hearing:
    block = book.blocks["respond"]
    number, _ = _answers(book.scenario)
    events = block.event.tolist()
    choice = np.array([number[e, c] for e, c in zip(events, block.choice.tolist(), strict=True)])
    order = np.full(len(number), -1)
    order[choice] = block.numbers
    rounds = np.array([events[:i].count(event) for i, event in enumerate(events)])
    first = np.array([number.get((e, 0), -1) for e in range(len(book.scenario.names.events))])
    return _Hearing(choice, rounds, order, first)


def _respond(turn: Turn) -> None:
    """Answers to events; a government that says nothing has chosen the first answer."""
    world, pending = turn.world, turn.state.pending
    if "respond" not in turn.catalogue.blocks or not np.count_nonzero(pending):
        return
    number, answers = _answers(turn.scenario)
    hearing = _hearing(turn.catalogue)
    chosen = np.zeros(world.worlds * len(number))
    silent = pending.reshape(-1).copy()
    if given := turn.given("respond"):
        events = given.world * pending.shape[1] + given.event
        choices = given.world * len(number) + hearing.choice.take(given.column)
        rounds = hearing.round.take(given.column)
        for turn_of in range(int(rounds.max()) + 1):
            # A second answer to the same event is not heard.
            these = (rounds == turn_of).nonzero()[0]
            event = events.take(these)
            heard = np.minimum(given.amount.take(these), silent.take(event))
            chosen[choices.take(these)] = heard
            silent[event] -= heard
    left = silent.nonzero()[0]
    where, event = np.divmod(left, pending.shape[1])
    first = hearing.first.take(event)
    answerable = (first >= 0).nonzero()[0]
    chosen[(where * len(number) + first).take(answerable)] += silent.take(left.take(answerable))
    places = (chosen != 0.0).nonzero()[0]
    choice = places % len(number)
    cases = Orders(places // len(number), choice, chosen.take(places))
    answers.post(world, cases, hearing.order.take(choice))
    world.post("pending", {"answered": Times(-1.0, pending)})
