"""Whether the parts of an exercise fit together, its scenario and its words; all faults at once."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from greatgame.classroom.exercise import Question, Step
from greatgame.errors import Fault, GreatGameError
from greatgame.indicators import cell_of
from greatgame.lab.goals import goals_of
from greatgame.scenario.check_moves import expand
from greatgame.scenario.indexed import IndexedScenario, quarter_number
from greatgame.scenario.variants import tempers

if TYPE_CHECKING:
    from greatgame.classroom.load import Exercise

PLAN = "exercise.toml"
WHOLE = 100.0
"""Points of a rubric, bonus aside."""


class Book:
    """The faults found so far, and the ways to find one."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def add(self, field: str, problem: str, remedy: str, value: object = "", file: str = PLAN) -> None:
        """Note a fault."""
        self.faults.append(Fault(file, field, str(value), problem, remedy))

    def known(self, field: str, name: str, allowed: Collection[str], what: str) -> bool:
        """Whether there is such a thing; a fault if not."""
        if name in allowed:
            return True
        near = difflib.get_close_matches(name, list(allowed), n=1)
        listed = ", ".join(list(allowed)[:12]) or "none"
        self.add(field, f"no such {what}", f"did you mean {near[0]!r}?" if near else f"there are: {listed}", repr(name))
        return False

    def same(self, field: str, found: Iterable[str], wanted: Iterable[str], file: str) -> None:
        """The ids of words are those of the plan."""
        here, there = set(found), set(wanted)
        for name in sorted(there - here):
            self.add(f"{field}.{name}", "has no words in this language", "write them", file=file)
        for name in sorted(here - there):
            self.add(f"{field}.{name}", f"{PLAN} has no such id", "remove the words, or add the id there", file=file)


def faults_of(exercise: Exercise) -> list[Fault]:
    """Everything that does not fit together."""
    book, meta = Book(), exercise.plan.exercise
    if meta.id != exercise.folder.name:
        book.add("exercise.id", "must be the folder's name", f"write {exercise.folder.name!r}", repr(meta.id))
    try:
        scenario: IndexedScenario | None = exercise.scenario
    except GreatGameError as error:
        book.add("exercise.scenario", str(error).splitlines()[0], "name a scenario", repr(meta.scenario))
        scenario = None
    if scenario is not None:
        _play(book, exercise, scenario)
        _events(book, exercise, scenario)
        _forecasts(book, exercise, scenario)
    _steps(book, exercise)
    _questions(book, exercise)
    _rubric(book, exercise)
    _words(book, exercise)
    return book.faults


def _play(book: Book, exercise: Exercise, scenario: IndexedScenario) -> None:
    meta, file = exercise.plan.exercise, scenario.file
    if meta.level is not None:
        book.known("exercise.level", meta.level, file.level, "level")
    book.known("exercise.temper", meta.temper, tempers(scenario), "temper")
    for number, seat in enumerate(meta.seats):
        book.known(f"exercise.seats[{number}]", seat, scenario.names.actors, "government")
    for seat, count in Counter(meta.seats).items():
        if count > 1:
            book.add("exercise.seats", "is named twice", "name each seat once", repr(seat))
    for field in ("strategy", "carry_on", "default"):
        book.known(f"exercise.{field}", getattr(meta, field), file.strategy, "strategy")
    teams = meta.teams
    if not teams.least <= teams.usual <= teams.most:
        book.add("exercise.teams", "needs least <= usual <= most", "mend the numbers")
    if meta.worlds == "shared" and teams.most > len(meta.seats):
        book.add("exercise.teams.most", "more teams than seats of the shared world", f"at most {len(meta.seats)}")
    if meta.play == "strategies" and (meta.worlds == "shared" or len(meta.seats) > 1):
        book.add("exercise.play", "strategies are written for one seat, each team on its own", "use worlds = 'own'")
    _figures(book, exercise, scenario)
    _offices(book, exercise, scenario)
    played = sum(step.turns for step in exercise.plan.rounds)
    if played > scenario.turns:
        problem = f"the rounds play {played} turns, and the scenario has {scenario.turns}"
        book.add("step", problem, "lower the turns of some rounds")
    elif (until := exercise.plan.until) is not None:
        _until(book, scenario, until, played)


def _figures(book: Book, exercise: Exercise, scenario: IndexedScenario) -> None:
    """Figures of the board: they are there, and can differ between teams."""
    meta = exercise.plan.exercise
    if meta.figures and (meta.worlds == "shared" or meta.play == "strategies"):
        book.add("exercise.figures", "are shown of teams that order in worlds of their own", "remove them")
    for number, path in enumerate(meta.figures):
        try:
            cell_of(scenario, path, derived=False)
        except GreatGameError as error:
            book.add(f"exercise.figures[{number}]", str(error), "name a figure of the state", repr(path))


def _offices(book: Book, exercise: Exercise, scenario: IndexedScenario) -> None:
    """Offices: every order of their government belongs to one, and they can agree."""
    plan, kinds = exercise.plan, scenario.file.kind
    level = scenario.file.level.get(plan.exercise.level or "")
    hidden = level.hides if level is not None else []
    for name, role in plan.role.items():
        book.known(f"role.{name}.seat", role.seat, plan.exercise.seats, "seat of this exercise")
        for field, named in (("kinds", role.kinds), ("consents", role.consents)):
            for kind in named:
                book.known(f"role.{name}.{field}", kind, kinds, "kind of move")
    for seat in {role.seat for role in plan.role.values()}:
        drafted = {kind for role in plan.role.values() if role.seat == seat for kind in role.kinds}
        for kind, spec in kinds.items():
            if kind not in drafted and kind not in hidden and seat in expand(scenario.file, spec.actors):
                book.add("role", f"no office of {seat} drafts orders of this kind", "add it to an office", repr(kind))
    if plan.role and plan.exercise.play == "strategies":
        book.add("role", "offices draft orders, and this exercise has none", "remove the offices")
    if (rule := plan.agreement) is None:
        return
    if rule.lead is not None:
        book.known("agreement.lead", rule.lead, plan.role, "office of this exercise")
    if rule.votes is not None and rule.votes > len(plan.role):
        book.add("agreement.votes", "more votes than offices", f"write at most {len(plan.role)}", rule.votes)


def _until(book: Book, scenario: IndexedScenario, until: str, played: int) -> None:
    """The last quarter shown is one of the scenario, and not before the last round's end."""
    quarters = round(scenario.dt)
    first, last = quarter_number(scenario.first_quarter(0)), scenario.turns * quarters - 1
    ends = first + played * quarters - 1
    if not ends <= quarter_number(until) <= first + last:
        said = f"{ends // 4}Q{ends % 4 + 1}"
        book.add("until", f"the rounds play until {said}", f"write {said!r}, or leave it out", repr(until))


def _events(book: Book, exercise: Exercise, scenario: IndexedScenario) -> None:
    level = scenario.file.level.get(exercise.plan.exercise.level or "")
    off = level is not None and "events" in level.without
    for number, step in enumerate(exercise.plan.step):
        for event in step.injected:
            field = f"step[{number}].injected"
            if book.known(field, event, scenario.names.events, "event") and off:
                book.add(field, "the level switches events off", "choose a higher level", repr(event))
        if step.injected and step.kind != "round":
            book.add(f"step[{number}].injected", "events happen in rounds only", "move it to a round")
    first = next(iter(exercise.plan.rounds), None)
    if first is not None and first.injected:
        book.add("step", "nothing can be injected before the first turn", "move it to a later round", first.id)


def _forecasts(book: Book, exercise: Exercise, scenario: IndexedScenario) -> None:
    seen: Counter[str] = Counter()
    for number, step in enumerate(exercise.plan.step):
        for name, forecast in step.forecasts.items():
            field = f"step[{number}].forecasts.{name}"
            seen[name] += 1
            if seen[name] > 1:
                book.add(field, "the id is taken by another forecast", "choose another")
            if step.kind != "round":
                book.add(field, "forecasts are asked for in rounds only", "move it to a round")
            try:
                goals_of(scenario, [forecast.goal])
            except GreatGameError as error:
                book.add(f"{field}.goal", str(error), "mend the statement", repr(forecast.goal))


def _steps(book: Book, exercise: Exercise) -> None:
    steps = exercise.plan.step
    for name, count in Counter(step.id for step in steps).items():
        if count > 1:
            book.add("step", "is used by several steps", "give each step an id of its own", repr(name))
    if steps[0].kind != "join":
        book.add("step[0].kind", "a class begins by joining", "put a step of kind 'join' first", repr(steps[0].kind))
    if not exercise.plan.rounds:
        book.add("step", "no round is played", "add a step of kind 'round'")
    unlocked: Counter[str] = Counter()
    for number, step in enumerate(steps):
        _step(book, f"step[{number}]", step, exercise.plan.question)
        unlocked.update(step.unlocks)
    for tool, count in unlocked.items():
        if count > 1:
            book.add("step", "is unlocked twice", "unlock it in the first step that offers it", repr(tool))


def _step(book: Book, field: str, step: Step, questions: Mapping[str, Question]) -> None:
    for name in step.questions:
        book.known(f"{field}.questions", name, questions, "question")
    playing = step.kind in {"round", "practice"}
    if playing and step.plan is None:
        book.add(f"{field}.plan", "is missing", "say how many of its minutes are for planning")
    if step.plan is not None and (not playing or step.plan >= step.minutes):
        book.add(f"{field}.plan", "must be less than the step's minutes, in a round", "lower or remove it", step.plan)


def _questions(book: Book, exercise: Exercise) -> None:
    for name, question in exercise.plan.question.items():
        field = f"question.{name}"
        if (question.form == "choice") != (len(question.options) >= 2):
            book.add(f"{field}.options", "a choice, and only a choice, has two options or more", "mend the question")
        if len(set(question.options)) < len(question.options):
            book.add(f"{field}.options", "one option is named twice", "name each once")
        if question.key is not None:
            book.known(f"{field}.key", question.key, question.options, "option")
        bounds = (question.low, question.high)
        if question.form == "number" and (None in bounds or not (question.low or 0) < (question.high or 0)):
            book.add(field, "a number needs bounds low < high", "add them")
    for name, objective in exercise.plan.objective.items():
        for asked in objective.questions:
            book.known(f"objective.{name}.questions", asked, exercise.plan.question, "question")


def _rubric(book: Book, exercise: Exercise) -> None:
    rows = exercise.plan.rubric
    whole = sum(row.points for row in rows.values() if not row.bonus)
    if abs(whole - WHOLE) > 1e-9:
        book.add("rubric", f"its points add up to {whole:g}", f"let them add up to {WHOLE:g}, bonus aside")
    for name, row in rows.items():
        for asked in row.questions:
            book.known(f"rubric.{name}.questions", asked, exercise.plan.question, "question")
        if row.measure == "calibration" and not any(step.forecasts for step in exercise.plan.step):
            book.add(f"rubric.{name}", "forecasts are judged, and none is asked for", "ask for some, or remove the row")
        if row.measure in {"preparation", "perspective", "reflection", "strategy-statement"} and not row.questions:
            book.add(f"rubric.{name}.questions", "is judged by answers, and names none", "name the questions")


def _words(book: Book, exercise: Exercise) -> None:
    plan = exercise.plan
    forecasts = [name for step in plan.step for name in step.forecasts]
    sheets = {language: list(texts.guide.worksheet) for language, texts in exercise.texts.items()}
    first = next(iter(sheets.values()))
    for language, texts in exercise.texts.items():
        file = f"{language}.toml"
        book.same("objective", texts.objective, plan.objective, file)
        book.same("brief", texts.brief, plan.role or plan.exercise.seats, file)
        book.same("step", texts.step, [step.id for step in plan.step], file)
        book.same("question", texts.question, plan.question, file)
        book.same("forecast", texts.forecast, forecasts, file)
        book.same("rubric", texts.rubric, plan.rubric, file)
        book.same("guide.worksheet", texts.guide.worksheet, first, file)
        for name, question in plan.question.items():
            if name in texts.question:
                book.same(f"question.{name}.options", texts.question[name].options, question.options, file)
        for name, sheet in texts.guide.worksheet.items():
            if len(sheet.key) != len(sheet.tasks):
                book.add(f"guide.worksheet.{name}.key", "needs one line for each task", "mend the key", file=file)
