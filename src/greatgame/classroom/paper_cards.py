"""Order cards, the list of projects, and answer sheets: how a class runs without a network."""

from __future__ import annotations

from collections.abc import Iterator

from greatgame.classroom.cabinet import who
from greatgame.classroom.cards import Card, Deck, deck, opened
from greatgame.classroom.exercise import Step
from greatgame.classroom.horizon import decided
from greatgame.classroom.load import Exercise
from greatgame.classroom.strategies import weights_of
from greatgame.leaf import Block, Bullets, Grid, Heading, Lines, Paragraph
from greatgame.messages import Messages, messages
from greatgame.scenario.naming import called
from greatgame.session import Session

RIGHT = frozenset({2, 3})
"""Columns of a card that hold numbers."""
ROWS = 10
"""Orders that an answer sheet has room for."""


def card_pages(exercise: Exercise, language: str) -> Iterator[Block]:
    """Everything that is handed out where nobody has a device."""
    say = messages(language)
    if exercise.plan.exercise.play == "orders":
        for seat in exercise.plan.exercise.seats:
            session = campaign(exercise, seat)
            yield from _seat(exercise, deck(session, seat), session, language)
    for step in exercise.plan.rounds:
        yield from _answers(exercise, step, language, say)


def campaign(exercise: Exercise, seat: str) -> Session:
    """A campaign of the exercise at its first turn, with one seat given by hand."""
    meta = exercise.plan.exercise
    return opened(exercise.scenario, meta.seed, meta.level, seat, meta.strategy)


def _seat(exercise: Exercise, cards: Deck, session: Session, language: str) -> Iterator[Block]:
    say = messages(language)
    example = " ".join(row.code for row in (cards.cards[0].rows[0], cards.cards[-1].rows[-1]))
    government = _government(session, cards.seat, say)
    yield Heading(say("paper-of-seat", seat=government), 1)
    yield Paragraph(say("paper-how-cards", example=example))
    yield Heading(say("paper-purse"))
    resources = session.scenario.names.resources
    amounts = dict(zip(resources, session.desk(cards.seat).purse(), strict=True))
    used = {resources[0], *(card.resource for card in cards.cards)}
    purse = [
        (say(f"paper-purse-{name}"), f"{amounts[name]:,.0f}") for name in resources if name in used and amounts[name]
    ]
    yield Grid(("", ""), purse, (4, 1), frozenset({1}))
    for card in cards.cards:
        yield from _card(card, say, _office(exercise, card, language))
    yield from _projects(cards, say)


def _government(session: Session, seat: str, say: Messages) -> str:
    file = session.scenario.file
    return say.tell(called(file.power[seat] if seat in file.power else file.host[seat]))


def _office(exercise: Exercise, card: Card, language: str) -> str:
    """Who drafts the orders of a card, where the team has offices."""
    say = messages(language)
    names = [who(exercise, name, language) for name, role in exercise.plan.role.items() if card.kind in role.kinds]
    return say("paper-office-card", office=say("paper-comma").join(names)) if names else ""


def _card(card: Card, say: Messages, office: str) -> Iterator[Block]:
    yield Heading(say("paper-card", letter=card.letter, name=card.name))
    words = say.tell(card.text)
    if card.resource:
        words = f"{words} {say('paper-paid-from', purse=say(f'paper-purse-{card.resource}'))}"
    yield Paragraph(words)
    if office:
        yield Paragraph(office, "note")
    if card.on_projects:
        yield Paragraph(say("paper-by-project", points=card.rows[0].points), "note")
        return
    head = [say(f"paper-{name}") for name in ("code", "order", "time", "money")]
    rows = [(row.code, say.tell(row.target), f"{row.points:g}", _money(row.money)) for row in card.rows]
    shown = 4 if card.resource else 3
    yield Grid(
        head[:shown], [row[:shown] for row in rows], (1, 7, 1.3, 1.5)[:shown], RIGHT & set(range(shown)), small=True
    )


def _projects(cards: Deck, say: Messages) -> Iterator[Block]:
    if not cards.projects:
        return
    serving = [card for card in cards.cards if card.on_projects]
    head = [say(f"paper-{name}") for name in ("number", "project", "host", "cost")] + [card.letter for card in serving]
    prices = [{row.code[1:]: row.money for row in card.rows} for card in serving]
    rows = [
        [
            str(project.number),
            say.tell(project.name),
            say.tell(project.host),
            _money(project.cost),
            *(_money(by[str(project.number)]) if str(project.number) in by else "-" for by in prices),
        ]
        for project in cards.projects
    ]
    yield Heading(say("paper-projects"), 1)
    yield Paragraph(say("paper-projects-note"), "note")
    widths = [1.1, 5.6, 2.8, 1.6, *(1.4 for _ in serving)]
    yield Grid(head, rows, widths, frozenset({0, *range(3, len(head))}), small=True)


def _money(amount: float) -> str:
    return f"{amount:,.0f}" if amount >= 10 or amount == 0 else f"{amount:.1f}"


def _weights(exercise: Exercise, say: Messages) -> Iterator[Block]:
    yield Heading(say("paper-weights"), 3)
    yield Paragraph(say("paper-weights-how"))
    head = [say(f"paper-{name}") for name in ("consideration", "factor", "expected")]
    rows = [(say(f"consideration-{name}"), "", "") for name in weights_of(exercise)]
    yield Grid(head, rows, (2, 1, 4), tall=True)


def _answers(exercise: Exercise, step: Step, language: str, say: Messages) -> Iterator[Block]:
    words = exercise.texts[language]
    yield Heading(say("paper-answer-sheet", step=words.step[step.id].title), 1)
    yield Paragraph(say("paper-team-line"), "note")
    yield Lines(1)
    if exercise.plan.exercise.play == "orders":
        yield Heading(say("paper-orders-given"), 3)
        head = (say("paper-code"), say("paper-times"), say("paper-why"))
        yield Grid(head, [("", "", "")] * ROWS, (1, 1, 5), tall=True)
    else:
        yield from _weights(exercise, say)
    if step.forecasts:
        asked = (say("paper-statement"), say("paper-due"), say("paper-probability"))
        percent = say("paper-percent")
        stated = [(words.forecast[name], decided(exercise, name, language), percent) for name in step.forecasts]
        yield Grid(asked, stated, (5, 2.6, 1.3), frozenset({2}), tall=True)
    for name in step.questions:
        yield Paragraph(words.question[name].ask)
        if options := exercise.plan.question[name].options:
            yield Bullets([words.question[name].options[option] for option in options], boxes=True)
        else:
            yield Lines(4)
