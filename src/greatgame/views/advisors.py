"""What the advisors say: a recommendation each, why, with a number and a range, and what would change their mind."""

from __future__ import annotations

from dataclasses import dataclass

from greatgame.lab.counsel import TOLD, Agreement, Beside, Counsel, Finalist, Opinion, Part
from greatgame.moves.catalogue import catalogue_of
from greatgame.records import Record
from greatgame.scenario.indexed import IndexedScenario
from greatgame.text import Text, named, say
from greatgame.views.figures import AccountLine, Figure
from greatgame.views.made import Said, bound, made, odds
from greatgame.views.names import label
from greatgame.views.orders import as_text, does
from greatgame.views.outlook import POINTS, TENTH_HIGH, TENTH_LOW, EffectRow, effect_row
from greatgame.views.prospects import MarkRow, mark_row

SHOWN = 0.005
"""Points of the total that two decimals show; what is less is shown as 0."""


@dataclass(frozen=True)
class AdvisorCard(Record):
    """One advisor's opinion."""

    advisor: str
    name: Text
    text: Text
    """What the advisor looks at."""
    order: str
    """What is worth most to this advisor of what nobody before it recommends, and so recommended."""
    sure: bool
    """Whether its gain can be told from that of waiting."""
    recommendation: Text
    agreed: tuple[Said, ...]
    """With whom it agrees on another order, and what this one is worth to that advisor; empty where it does not."""
    gain: Figure
    """In points as this advisor weighs the pillars."""
    low: Figure
    high: Figure
    ahead: Figure
    pillars: tuple[Figure, ...]
    """What most of the gain is made of, pillar by pillar as this advisor weighs them, the largest first."""
    mechanism: Text
    """What the order does, in the scenario's words."""
    effects: tuple[EffectRow, ...]
    """What it moves, as far as two decimals show it."""
    upset: Said
    """What the runner-up is worth beside the recommendation, on the mean; where something marks the futures in which it
    does better, how many they are."""
    marks: tuple[MarkRow, ...]
    """What those futures have in common."""
    rival: str | None
    """The runner-up."""
    others: tuple[Said, ...]
    """What the recommendation of each of the others would cost by this advisor's measure."""


def advised(scenario: IndexedScenario, counsel: Counsel) -> tuple[AdvisorCard, ...]:
    """All opinions as they are shown."""
    return tuple(_card(scenario, opinion, counsel) for opinion in counsel.opinions)


def _card(scenario: IndexedScenario, opinion: Opinion, counsel: Counsel) -> AdvisorCard:
    advisor, first = scenario.file.advisor[opinion.advisor], opinion.first
    text, name = as_text(first.text), named(advisor.name, advisor.name_ja)
    title = _worth(scenario, opinion.advisor, first)
    effects = [effect_row(scenario, effect) for effect in opinion.effects]
    return AdvisorCard(
        advisor=opinion.advisor,
        name=name,
        text=named(advisor.text, advisor.text_ja),
        order=first.order,
        sure=not opinion.waits,
        recommendation=_recommendation(first, text),
        agreed=() if opinion.agreed is None else _agreed(scenario, opinion, opinion.agreed, counsel),
        gain=gain_of(scenario, title, first, counsel),
        low=bound(title, first.low, POINTS, say(TENTH_LOW)),
        high=bound(title, first.high, POINTS, say(TENTH_HIGH)),
        ahead=odds(say("Futures in which it is worth more than nothing"), first.ahead),
        pillars=_pillars(scenario, first),
        mechanism=does(catalogue_of(scenario), first.order),
        effects=tuple(row for row in effects if round(row.late.value, 2)),
        upset=_upset(scenario, opinion),
        marks=tuple(mark_row(mark, int(opinion.upset.count), opinion.upset.n) for mark in opinion.marks),
        rival=None if opinion.second is None else opinion.second.order,
        others=tuple(_beside(scenario, opinion, row) for row in opinion.others),
    )


def _name(scenario: IndexedScenario, advisor: str) -> Text:
    spec = scenario.file.advisor[advisor]
    return named(spec.name, spec.name_ja)


def _worth(scenario: IndexedScenario, advisor: str, finalist: Finalist) -> Text:
    return say("Worth to {advisor}: {order}", advisor=_name(scenario, advisor), order=as_text(finalist.text))


def _recommendation(first: Finalist, order: Text) -> Text:
    if first.helps:
        return order
    if first.clear and first.gain <= -SHOWN:
        return say("{order} (worth less than waiting)", order=order)
    return say("{order} (no clear gain)", order=order)


def _agreed(scenario: IndexedScenario, opinion: Opinion, agreed: Agreement, counsel: Counsel) -> tuple[Said, ...]:
    """On what two agree, and what the one named here is worth to the other."""
    ally = _name(scenario, agreed.advisor)
    both = say(
        "Agrees with {advisor} that {order} is worth most ({points:+.2f} points here), and names the best besides.",
        advisor=ally,
        order=as_text(agreed.finalist.text),
        points=agreed.finalist.gain,
    )
    gain = gain_of(scenario, _worth(scenario, opinion.advisor, agreed.finalist), agreed.finalist, counsel)
    words = say("To {advisor} that one is worth {points:+.2f} points.", advisor=ally, points=agreed.theirs.gain)
    theirs = gain_of(scenario, _worth(scenario, agreed.advisor, agreed.theirs), agreed.theirs, counsel)
    return Said(both, gain), Said(words, theirs)


def _beside(scenario: IndexedScenario, opinion: Opinion, other: Beside) -> Said:
    """What another advisor's recommendation would cost or bring instead of this advisor's own."""
    own, theirs = as_text(opinion.first.text), as_text(other.finalist.text)
    who, cost = _name(scenario, other.advisor), -other.difference
    if not other.clear:
        words = say("{advisor}: its advice instead makes no clear difference.", advisor=who)
    elif cost > 0:
        words = say("{advisor}: its advice instead would cost {points:.2f} points.", advisor=who, points=cost)
    else:
        words = say("{advisor}: its advice instead would add {points:.2f} points.", advisor=who, points=-cost)
    title = say(
        "Worth to {advisor} beside its own advice: {order}", advisor=_name(scenario, opinion.advisor), order=theirs
    )
    return Said(words, _apart(title, theirs, other.finalist, own, opinion.first))


def gain_of(scenario: IndexedScenario, title: Text, finalist: Finalist, counsel: Counsel) -> Figure:
    """What an order adds, pillar by pillar as the advisor weighs them."""
    lines = [
        AccountLine(label(scenario, "pillars", part.pillar), part.gain, note=_weighed(part)) for part in finalist.parts
    ]
    note = say(
        "Mean of {n} pairs of futures, {turns} turns ahead; the weights are this advisor's.",
        n=counsel.futures,
        turns=counsel.horizon,
    )
    return made(title, finalist.gain, POINTS, lines, note, signed=True)


def _weighed(part: Part) -> Text:
    return say("{weight:.1f} % of {change:+.2f} points", weight=100.0 * part.weight, change=part.change)


def _pillars(scenario: IndexedScenario, first: Finalist) -> tuple[Figure, ...]:
    """The reason for the advice: what it moves besides may all speak against it."""
    told = [part for part in first.parts if abs(part.gain) >= SHOWN][:TOLD]
    return tuple(_pillar(label(scenario, "pillars", part.pillar), part) for part in told)


def _pillar(title: Text, part: Part) -> Figure:
    return made(title, part.gain, POINTS, (AccountLine(_weighed(part), part.gain),), signed=True)


def _upset(scenario: IndexedScenario, opinion: Opinion) -> Said:
    """The runner-up by the measure of all advice, the mean; the count only says which futures are told of below."""
    if opinion.second is None:
        return Said(say("There is no other order to compare."))
    own, rival, n = as_text(opinion.first.text), as_text(opinion.second.text), opinion.upset.n
    gap = opinion.second.gain - opinion.first.gain
    about = {"order": rival, "points": abs(gap), "n": n}
    if not opinion.apart or abs(gap) < SHOWN:
        words = say("{order} instead makes no clear difference on the mean of {n} futures.", order=rival, n=n)
    elif gap < 0:
        words = say("{order} is worth {points:.2f} points less on the mean of {n} futures.", **about)
    else:
        words = say("{order} is worth {points:.2f} points more on the mean of {n} futures.", **about)
    if opinion.marks:
        words = say("{sentence} It does better in {count:g} of them.", sentence=words, count=opinion.upset.count)
    title = say(
        "Worth to {advisor} beside its own advice: {order}", advisor=_name(scenario, opinion.advisor), order=rival
    )
    return Said(words, _apart(title, rival, opinion.second, own, opinion.first))


def _apart(title: Text, theirs: Text, other: Finalist, own: Text, first: Finalist) -> Figure:
    """What an order is worth less what the recommendation is."""
    lines = (
        AccountLine(say("Worth of {order}", order=theirs), other.gain),
        AccountLine(say("less the worth of {order}", order=own), -first.gain),
    )
    return made(title, other.gain - first.gain, POINTS, lines, signed=True)
