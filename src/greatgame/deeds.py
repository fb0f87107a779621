"""What each actor did in a campaign and why, from the recorded orders and their reasons."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from greatgame.printing import counted, signed
from greatgame.records import OrderRecord, Reason, TurnRecord
from greatgame.scenario.indexed import IndexedScenario
from greatgame.scenario.naming import called
from greatgame.text import Text, joined, say
from greatgame.words import plainly

HABITS, GROUNDS = 5, 2
"""Kinds of order summed up for each actor, and considerations given for each order told."""
TELLING, FEWER = 3, 2
"""Single orders told of powers, and of hosts."""
WEIGHTY = 0.5
"""Part of the leading consideration below which another is not worth naming."""
BACKGROUND = frozenset({"price", "taste", "perception", "duty", "inertia"})
"""Parts of a decision that say nothing about its aim."""
DONE = "done"


@dataclass(frozen=True)
class Deeds:
    """One actor's campaign in a few lines."""

    name: str
    count: str
    """How many orders, how many were refused, and how often it answered events, which is not among them."""
    habits: str
    """Its most frequent kinds of order, each with what usually spoke for it."""
    telling: tuple[tuple[str, str, str], ...]
    """(quarter, order, reasons) of the orders that tell most, in order of time."""


Dated = tuple[str, OrderRecord]


def deeds(scenario: IndexedScenario, turns: Sequence[TurnRecord]) -> list[Deeds]:
    """What every country did, and the firms of each power together."""
    answers = {name for name, kind in scenario.file.kind.items() if kind.role == "respond"}
    given: dict[str, list[Dated]] = defaultdict(list)
    answered: Counter[str] = Counter()
    for turn in turns:
        for order in turn.orders:
            if order.kind not in answers:
                given[order.actor].append((turn.quarter, order))
            elif order.outcome == DONE:
                answered[order.actor] += 1
    result = [_deeds(scenario, actor, given[actor], answered[actor]) for actor in scenario.names.actors]
    for power in dict.fromkeys(scenario.firm_power.tolist()):
        firms = [firm for f, firm in enumerate(scenario.names.firms) if scenario.firm_power[f] == power]
        backed = [dated for firm in firms for dated in given[firm]]
        result.append(_firms(say("Firms of {power}", power=scenario.label(scenario.names.powers[power])), backed))
    return result


def _deeds(scenario: IndexedScenario, actor: str, orders: list[Dated], answered: int) -> Deeds:
    done = [(quarter, order) for quarter, order in orders if order.outcome == DONE]
    verbs = Counter(_verb(scenario, order) for _, order in done)
    count = _count(len(done), len(orders) - len(done), answered)
    most = TELLING if actor in scenario.names.powers else FEWER
    return Deeds(scenario.label(actor), count, _habits(scenario, done, verbs), _telling(scenario, done, verbs, most))


def _verb(scenario: IndexedScenario, order: OrderRecord) -> Text:
    """What an order does, without its target: the name of its variant or its kind."""
    kind = scenario.file.kind[order.kind]
    return called(kind.items.get(order.order.rsplit("/", 1)[-1], kind))


def _habits(scenario: IndexedScenario, done: Sequence[Dated], verbs: Counter[Text]) -> Text:
    """The most frequent orders, put together under what usually spoke for them."""
    together: dict[str, list[Text]] = {}
    for verb, count in verbs.most_common(HABITS):
        grounds = _usual([order for _, order in done if _verb(scenario, order) == verb])
        together.setdefault(grounds, []).append(say("{move} ×{count}", move=_lowered(verb), count=count))
    return joined([_sentence(joined(words), grounds) for grounds, words in together.items()], " ")


def _sentence(words: Text, grounds: str) -> Text:
    """What was done, and why if that is known, from a capital to a full stop."""
    made = say("{moves}: {grounds}.", moves=words, grounds=Text(grounds)) if grounds else say("{moves}.", moves=words)
    return made.capital


def _lowered(verb: Text) -> Text:
    """A verb inside a sentence; abbreviations keep their capitals."""
    return verb if verb[1:2].isupper() else verb.reworded(verb[0].lower() + verb[1:])


def _count(done: int, refused: int, answered: int) -> Text:
    if not done and not refused:
        told = Text("gave no order")
    else:
        orders = counted(done, "order")
        told = say("{orders}, {refused} more refused", orders=orders, refused=refused) if refused else orders
    answers = counted(answered, "answer to an event", "answers to events")
    return say("{orders}, {answers}", orders=told, answers=answers) if answered else told


def _usual(orders: Sequence[OrderRecord]) -> str:
    """What spoke most for these orders together, in words."""
    sums: Counter[str] = Counter()
    for order in orders:
        for reason in order.reasons:
            if reason.consideration not in BACKGROUND:
                sums[reason.consideration] += reason.part  # type: ignore[assignment]  # a Counter of floats
    if not sums:
        return ""
    consideration, part = max(sums.items(), key=lambda row: row[1])
    return plainly(consideration, part) if part > 0 else ""


def _telling(
    scenario: IndexedScenario, done: Sequence[Dated], verbs: Counter[Text], most: int
) -> tuple[tuple[str, str, str], ...]:
    """Orders with strong grounds and out of the ordinary for their actor: at most one of each verb."""

    def weight(dated: Dated) -> float:
        return _strength(dated[1]) / math.sqrt(verbs[_verb(scenario, dated[1])])

    chosen: dict[str, Dated] = {}
    for dated in sorted(done, key=weight, reverse=True):
        if len(chosen) < most and _strength(dated[1]) > 0:
            chosen.setdefault(_verb(scenario, dated[1]), dated)
    in_time = sorted(chosen.values(), key=lambda dated: dated[0])
    return tuple((quarter, order.text, grounds(order.reasons)) for quarter, order in in_time)


def _strength(order: OrderRecord) -> float:
    """Largest consideration for an order."""
    return max((r.part for r in order.reasons if r.consideration not in BACKGROUND), default=0.0)


def grounds(reasons: Sequence[Reason]) -> Text:
    """The leading considerations in words, and what spoke against it if that was heavy."""
    aims = [r for r in reasons if r.consideration not in BACKGROUND]
    pros = sorted((r for r in aims if r.part > 0), key=lambda r: -r.part)[:GROUNDS]
    pros = [r for r in pros if r.part >= WEIGHTY * pros[0].part]
    cons = sorted((r for r in aims if r.part < 0), key=lambda r: r.part)[:1]
    words = joined([_weighed(r) for r in pros])
    if cons and pros and -cons[0].part >= WEIGHTY * pros[0].part:
        return say("{grounds}; although {against}", grounds=words, against=_weighed(cons[0]))
    return words


def _weighed(reason: Reason) -> Text:
    words = Text(plainly(reason.consideration, reason.part))
    return say("{consideration} ({part})", consideration=words, part=signed(reason.part))


def _firms(name: Text, orders: Sequence[Dated]) -> Deeds:
    """Firms together: who backed most, and what the clearest cases were."""
    done = [(quarter, order) for quarter, order in orders if order.outcome == DONE]
    by_firm = Counter(order.actor_name for _, order in done)
    habits = [say("{move} ×{count}", move=firm, count=count) for firm, count in by_firm.most_common(HABITS)]
    words = say("Most active: {firms}.", firms=joined(habits)) if habits else Text("")
    times = counted(len(done), "time")
    count = say("decided {times} to invest", times=times) if done else Text("decided on no investment")
    return Deeds(name, count, words, ())
