"""What the advisors say: a recommendation each, why, with a number and a range, and what would change their mind."""

from __future__ import annotations

from dataclasses import dataclass

from greatgame.lab.counsel import Counsel, Finalist, Opinion
from greatgame.moves.catalogue import Catalogue, catalogue_of
from greatgame.records import Record
from greatgame.scenario.indexed import IndexedScenario
from greatgame.text import Text, named, say
from greatgame.views.figures import AccountLine, Figure
from greatgame.views.made import Said, bound, count_of, made, odds
from greatgame.views.names import label
from greatgame.views.orders import as_text
from greatgame.views.outlook import POINTS, TENTH_HIGH, TENTH_LOW, EffectRow, MarkRow, effect_row, mark_row


@dataclass(frozen=True)
class AdvisorCard(Record):
    """One advisor's opinion."""

    advisor: str
    name: Text
    text: Text
    """What the advisor looks at."""
    order: str
    """What is worth most to this advisor, and so recommended."""
    sure: bool
    """Whether its gain can be told from that of waiting."""
    recommendation: Text
    gain: Figure
    """In points as this advisor weighs the pillars."""
    low: Figure
    high: Figure
    ahead: Figure
    mechanism: Text
    """What the order does, in the scenario's words."""
    effects: tuple[EffectRow, ...]
    upset: Said
    """How often the runner-up does better."""
    marks: tuple[MarkRow, ...]
    """What those futures have in common."""
    rival: str | None
    """The runner-up."""


def advised(scenario: IndexedScenario, counsel: Counsel) -> tuple[AdvisorCard, ...]:
    """All opinions as they are shown."""
    return tuple(_card(scenario, opinion, counsel) for opinion in counsel.opinions)


def _card(scenario: IndexedScenario, opinion: Opinion, counsel: Counsel) -> AdvisorCard:
    advisor, first = scenario.file.advisor[opinion.advisor], opinion.first
    book = catalogue_of(scenario)
    text, name = as_text(first.text), named(advisor.name, advisor.name_ja)
    title = say("Worth to {advisor}: {order}", advisor=name, order=text)
    recommendation = say("{order} (hardly more than waiting)", order=text) if opinion.waits else text
    return AdvisorCard(
        advisor=opinion.advisor,
        name=name,
        text=named(advisor.text, advisor.text_ja),
        order=first.order,
        sure=not opinion.waits,
        recommendation=recommendation,
        gain=gain_of(scenario, title, first, counsel),
        low=bound(title, first.low, POINTS, say(TENTH_LOW)),
        high=bound(title, first.high, POINTS, say(TENTH_HIGH)),
        ahead=odds(say("Futures in which it is worth more than nothing"), first.ahead),
        mechanism=_mechanism(book, first.order),
        effects=tuple(effect_row(scenario, effect) for effect in opinion.effects),
        upset=_upset(opinion),
        marks=tuple(mark_row(mark, int(opinion.upset.count), opinion.upset.n) for mark in opinion.marks),
        rival=None if opinion.second is None else opinion.second.order,
    )


def gain_of(scenario: IndexedScenario, title: Text, finalist: Finalist, counsel: Counsel) -> Figure:
    """What an order adds, pillar by pillar as the advisor weighs them."""
    lines = [
        AccountLine(
            label(scenario, "pillars", part.pillar),
            part.gain,
            note=say("{weight:.0%} of {change:+.2f} points", weight=part.weight, change=part.change),
        )
        for part in finalist.parts
    ]
    note = say(
        "Mean of {n} pairs of futures, {turns} turns ahead; the weights are this advisor's.",
        n=counsel.futures,
        turns=counsel.horizon,
    )
    return made(title, finalist.gain, POINTS, lines, note, signed=True)


def _mechanism(book: Catalogue, order: str) -> Text:
    spec = book.kind(book.number(order)).spec
    return named(spec.text, spec.text_ja)


def _upset(opinion: Opinion) -> Said:
    count, n = opinion.upset.count, opinion.upset.n
    title = say("Futures in which the runner-up is worth more")
    if opinion.second is None:
        return Said(say("There is no other order to compare."))
    rival = as_text(opinion.second.text)
    words = say("{order} does better in {count:g} of {n} futures.", order=rival, count=count, n=n)
    return Said(words, count_of(title, count, n))
