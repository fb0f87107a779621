"""Paper of an exercise: guide, students' pages, slides, and order cards, in one language."""

from __future__ import annotations

from collections.abc import Iterable

from greatgame.classroom.cabinet import kinds, rule
from greatgame.classroom.exercise import Step
from greatgame.classroom.horizon import decided
from greatgame.classroom.load import Exercise
from greatgame.classroom.paper_cards import card_pages
from greatgame.classroom.paper_goals import goal_blocks
from greatgame.leaf import Bullets, Grid, Heading, Leaf, Lines, Paragraph, Slide, paragraphs
from greatgame.messages import Messages, messages
from greatgame.scenario.naming import called, told, when


class Paper:
    """The documents of one exercise in one language."""

    def __init__(self, exercise: Exercise, language: str) -> None:
        self.exercise, self.language = exercise, language
        self.plan, self.words = exercise.plan, exercise.texts[language]
        self.say: Messages = messages(language)

    def documents(self) -> list[Leaf]:
        """All of them: guide, students' pages, slides, order cards."""
        return [self.guide(), self.students(), self.slides(), self.cards()]

    def _leaf(self, name: str, wide: bool = False) -> Leaf:
        title = f"{self.words.title} - {self.say(f'paper-{name}')}"
        return Leaf(f"{name}.{self.language}", title, self.language, wide)

    # The teacher's guide

    def guide(self) -> Leaf:
        """What only the teacher reads."""
        leaf, guide = self._leaf("guide"), self.words.guide
        leaf.add(Heading(self.words.title, 1), Paragraph(self.words.summary, "lead"))
        self._facts(leaf)
        leaf.add(*paragraphs(guide.overview))
        self._offices(leaf)
        leaf.add(Heading(self.say("paper-objectives")))
        aims = [
            self.say(
                "paper-objective", text=self.words.objective[name], concept=self.say(f"paper-concept-{row.concept}")
            )
            for name, row in self.plan.objective.items()
        ]
        leaf.add(Bullets(aims), Heading(self.say("paper-before")), Bullets(guide.before))
        self._clock(leaf)
        self._script(leaf)
        self._questions(leaf)
        self._rubric(leaf)
        self._debrief(leaf)
        leaf.add(Heading(self.say("paper-if-then"), 1))
        head = (self.say("paper-happens-column"), self.say("paper-do-column"))
        strategies = self.plan.exercise.play == "strategies"
        rows = [(row.happens, row.do) for row in guide.if_then if not (row.orders and strategies)]
        leaf.add(Grid(head, rows, (2, 3)))
        leaf.add(Heading(self.say("paper-rules"), 1), Bullets(guide.rules, numbered=True))
        leaf.add(Heading(self.say("paper-limits")), Bullets(guide.limits))
        leaf.add(Heading(self.say("paper-no-network")), *paragraphs(guide.paper))
        self._keys(leaf)
        return leaf

    def _facts(self, leaf: Leaf) -> None:
        meta, scenario, say = self.plan.exercise, self.exercise.scenario, self.say
        title = say.tell(scenario.title)
        level = scenario.file.level.get(meta.level or "")
        played = (
            say("paper-at-level", title=title, level=called(level)) if level else say("paper-all-of-it", title=title)
        )
        teams = say("paper-teams", least=meta.teams.least, most=meta.teams.most, usual=meta.teams.usual)
        rows = [
            (say("paper-fact-time"), say("paper-minutes", count=self.plan.minutes)),
            (say("paper-fact-teams"), teams),
            (say("paper-fact-ages"), self.words.ages),
            (say("paper-fact-worlds"), say(f"paper-worlds-{meta.worlds}")),
            (say("paper-fact-seats"), self._listed(self._government(seat) for seat in meta.seats)),
            (say("paper-fact-scenario"), played),
        ]
        leaf.add(Grid(("", ""), rows, (1, 4)))

    def _offices(self, leaf: Leaf) -> None:
        """Who drafts what within a team, and when an order counts."""
        say, roles = self.say, self.plan.role
        if not roles:
            return
        head = (say("paper-office"), say("paper-office-drafts"), say("paper-office-consents"))
        rows = [
            (self.words.brief[name].who, self._kinds(role.kinds), self._kinds(role.consents))
            for name, role in roles.items()
        ]
        leaf.add(Heading(say("paper-offices")), Grid(head, rows, (2, 4, 3)))
        leaf.add(Paragraph(rule(self.exercise, self.language)))

    def _listed(self, names: Iterable[str]) -> str:
        return self.say("paper-comma").join(names)

    def _government(self, seat: str) -> str:
        file = self.exercise.scenario.file
        return self.say.tell(called(file.power[seat] if seat in file.power else file.host[seat]))

    def _clock(self, leaf: Leaf) -> None:
        say, rows, clock = self.say, [], 0.0
        for step in self.plan.step:
            new = [say(f"paper-tool-{tool}") for tool in step.unlocks]
            new += [self._event(event) for event in step.injected]
            if step.forecasts:
                new.append(say("paper-forecasts", count=len(step.forecasts)))
            span = f"{clock:g}-{clock + step.minutes:g}"
            rows.append((span, self.words.step[step.id].title, self._listed(new)))
            clock += step.minutes
        leaf.add(Heading(say("paper-plan"), 1))
        # Where nothing ever is new there is nothing to list.
        columns = 3 if any(new for *_, new in rows) else 2
        names = (say("paper-clock"), say("paper-step"), say("paper-what"))
        leaf.add(Grid(names[:columns], [row[:columns] for row in rows], (1, 3, 4)[:columns]))

    def _event(self, event: str) -> str:
        return self.say.tell(called(self.exercise.scenario.file.event[event]))

    def _script(self, leaf: Leaf) -> None:
        say, clock, turn = self.say, 0.0, 0
        leaf.add(Heading(say("paper-script"), 1))
        for step in self.plan.step:
            words = self.words.step[step.id]
            span = say("paper-span", **{"from": f"{clock:g}", "to": f"{clock + step.minutes:g}"})
            leaf.add(Heading(words.title, 2, span), Paragraph(words.show, "plain", say("paper-show")))
            self._what_happens(leaf, step, turn)
            leaf.add(Paragraph(words.say, "say", say("paper-say")))
            if words.watch:
                leaf.add(Paragraph(words.watch, "watch", say("paper-watch")))
            if step.questions:
                asked = [self.words.question[name].ask for name in step.questions]
                leaf.add(Heading(say("paper-asked"), 3), Bullets(asked))
            clock += step.minutes
            turn += step.turns if step.kind == "round" else 0

    def _what_happens(self, leaf: Leaf, step: Step, turn: int) -> None:
        """The facts of a round: which turns, how long, what is new."""
        say, scenario, lines = self.say, self.exercise.scenario, []
        if step.kind == "round" and self.plan.exercise.play == "orders":
            first, last = (say.tell(when(scenario.quarter(each))) for each in (turn, turn + step.turns - 1))
            lines.append(say("paper-turns" if first != last else "paper-turn", **{"from": first, "to": last}))
        if step.plan is not None:
            lines.append(say("paper-planning", minutes=step.plan))
        if step.unlocks:
            tools = self._listed(say(f"paper-tool-{tool}") for tool in step.unlocks)
            lines.append(say("paper-unlocked", tools=tools))
        for name in step.injected:
            event = scenario.file.event[name]
            lines.append(say("paper-happens", event=called(event), text=told(event)))
            if event.choices:
                choices = " / ".join(say.tell(called(choice)) for choice in event.choices.values())
                lines.append(say("paper-choices", choices=choices))
        lines += [say("paper-foretell", text=self.words.forecast[name]) for name in step.forecasts]
        if lines:
            leaf.add(Bullets(lines))

    def _questions(self, leaf: Leaf) -> None:
        say = self.say
        leaf.add(Heading(say("paper-questions"), 1))
        for name, question in self.plan.question.items():
            words = self.words.question[name]
            leaf.add(Heading(words.ask, 3))
            if question.options:
                leaf.add(Bullets([words.options[option] for option in question.options]))
                key = words.options[question.key] if question.key else None
                leaf.add(Paragraph(say("paper-key", option=key) if key else say("paper-no-key")))
            if words.why:
                leaf.add(Paragraph(words.why, "watch"))

    def _rubric(self, leaf: Leaf) -> None:
        say = self.say
        head = tuple(say(f"paper-{name}") for name in ("row", "points", "full", "half", "few"))
        rows = []
        for name, row in self.plan.rubric.items():
            words = self.words.rubric[name]
            points = say("paper-bonus", points=f"{row.points:g}") if row.bonus else f"{row.points:g}"
            rows.append((words.name, points, words.full, words.half, words.few))
        leaf.add(Heading(say("paper-rubric"), 1), Grid(head, rows, (3, 1.4, 5, 5, 4), frozenset({1}), small=True))
        leaf.add(Paragraph(say("paper-rubric-note"), "note"))
        if not any(step.forecasts for step in self.plan.step):
            return
        leaf.add(Heading(say("paper-forecast-heading")), Paragraph(say("paper-forecast-how")))
        stated = [
            (self.words.forecast[name], decided(self.exercise, name, self.language))
            for step in self.plan.step
            for name in step.forecasts
        ]
        leaf.add(Grid((say("paper-statement"), say("paper-due")), stated, (3, 1.8)))

    def _debrief(self, leaf: Leaf) -> None:
        if self.words.discussion:
            leaf.add(Heading(self.say("paper-discussion")))
            leaf.add(Bullets(list(self.words.discussion.values()), numbered=True))

    def _keys(self, leaf: Leaf) -> None:
        leaf.add(Heading(self.say("paper-keys"), 1))
        for sheet in self.words.guide.worksheet.values():
            leaf.add(Heading(sheet.title, 2), Grid(("", ""), list(zip(sheet.tasks, sheet.key, strict=True)), (1, 1)))

    # What students get

    def students(self) -> Leaf:
        """Role cards at two reading levels, each with what is played for, and worksheets without their keys."""
        leaf, say = self._leaf("students"), self.say
        for name, brief in self.words.brief.items():
            for level, text in (("plain", brief.plain), ("full", brief.full)):
                leaf.add(Heading(brief.who, 1, say("paper-role")), Heading(say(f"paper-in-{level}")))
                leaf.add(*paragraphs(text, "lead" if level == "plain" else "plain"))
                leaf.add(Heading(say("paper-aims")), Bullets(brief.aims))
                leaf.add(*goal_blocks(self.exercise, self._seat(name), self.language))
                self._powers(leaf, name)
                if brief.secret:
                    leaf.add(Paragraph(brief.secret, "watch", say("page-secret")))
        for sheet in self.words.guide.worksheet.values():
            leaf.add(Heading(sheet.title, 1), Paragraph(say("paper-name"), "note"))
            for number, task in enumerate(sheet.tasks, start=1):
                leaf.add(Paragraph(f"{number}. {task}"), Lines(4 if len(sheet.tasks) < 5 else 3))
        leaf.add(Heading(say("paper-room-rules"), 1), Bullets(self.words.guide.rules, numbered=True))
        return leaf

    def _seat(self, name: str) -> str:
        """The seat that a brief is for: its own, or that of the office."""
        role = self.plan.role.get(name)
        return name if role is None else role.seat

    def _powers(self, leaf: Leaf, name: str) -> None:
        """What an office drafts, and what does not count without it."""
        role, say = self.plan.role.get(name), self.say
        if role is None:
            return
        lines = [(say("page-office-drafts"), role.kinds), (say("page-office-consents"), role.consents)]
        told = [f"{what}{say('paper-colon')}{self._kinds(names)}" for what, names in lines if names]
        leaf.add(Heading(say("paper-powers")), Bullets([*told, rule(self.exercise, self.language)]))

    def _kinds(self, names: Iterable[str]) -> str:
        return self._listed(kinds(self.exercise, names, self.language))

    def slides(self) -> Leaf:
        """Pages for the screen."""
        leaf = self._leaf("slides", wide=True)
        leaf.add(*(Slide(slide.title, slide.points) for slide in self.words.guide.slide))
        return leaf

    def cards(self) -> Leaf:
        """Order cards and answer sheets, for a class without a network."""
        leaf = self._leaf("cards")
        leaf.add(*card_pages(self.exercise, self.language))
        return leaf
