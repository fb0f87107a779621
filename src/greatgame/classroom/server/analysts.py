"""What teams may ask beside orders: futures of their draft, the advisors, the likely moves of others.

One process works for the whole class, one question after the other and one
of each team at a time; nobody waits for it with the room's lock in hand.  A
question is asked of the world and the draft as they are when it is put, and
answered once; when the round is resolved first, it is dropped.
"""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from typing import Any

from greatgame.classroom.given import RefusedError
from greatgame.classroom.results import Shown
from greatgame.classroom.room import Room
from greatgame.classroom.state import PLANNING, Team
from greatgame.errors import GreatGameError
from greatgame.lab.counsel import Counsel
from greatgame.lab.forecast import Forecast
from greatgame.lab.intents import Intents
from greatgame.lab.measures import TOTAL
from greatgame.lab.worker import Task, Worker
from greatgame.scenario.indexed import IndexedScenario
from greatgame.scenario.naming import when
from greatgame.text import Text, tell
from greatgame.views.advisors import advised
from greatgame.views.names import label

TOOLS = ("forecast", "advisors", "intents")
FUTURES = 100
LOOK = 0.2
"""Seconds between two looks at the worker."""
Key = tuple[str, str, int, tuple[tuple[str, int], ...]]


@dataclass
class Job:
    """A question of one team."""

    tool: str
    team: str
    turn: int
    draft: dict[str, int]
    scenario: IndexedScenario
    task: Task
    own: tuple[str, ...]
    """The governments that the team plays."""
    found: Any = None
    problem: str | None = None

    @property
    def done(self) -> bool:
        """Whether nothing more is to come."""
        return self.found is not None or self.problem is not None


class Analysts:
    """The questions of a class and the process that answers them."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self._lock = threading.Condition()
        self._jobs: dict[Key, Job] = {}
        self._latest: dict[tuple[str, str], Job] = {}
        """The newest question of each team to each tool."""
        self._queue: deque[Job] = deque()
        self._thread: threading.Thread | None = None
        self._closed = False

    def ask(self, team: Team, tool: str) -> None:
        """Put a question; asked already, it is not asked again.  The caller holds the room's lock.

        Raises:
            RefusedError: where the tool is not open now, there is nothing to ask about, or too much waits.
        """
        self._check(team, tool)
        draft = {} if tool == "intents" else dict(team.draft)
        turn = self.room.worlds.turn
        key = (tool, team.id, turn, tuple(sorted(draft.items())))
        with self._lock:
            known = self._jobs.get(key)
            if known is not None and known.problem is None:
                self._latest[team.id, tool] = known
                return
            if any(job.team == team.id and not job.done and self._wanted(job) for job in self._queue):
                raise RefusedError("not-now", "your team's last question is still being answered")
        session, seats = self.room.worlds.session_of(team), self.room.worlds.seats_of(team)
        job = Job(tool, team.id, turn, draft, session.scenario, self._task(team, tool), seats)
        with self._lock:
            self._jobs = {name: row for name, row in self._jobs.items() if row.turn == turn}
            self._jobs[key] = self._latest[team.id, tool] = job
            self._queue.append(job)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="greatgame-analysts", daemon=True)
                self._thread.start()
            self._lock.notify()

    def _check(self, team: Team, tool: str) -> None:
        room = self.room
        if tool not in TOOLS or tool not in room.tools or not room.playing or room.busy or room.state.phase != PLANNING:
            raise RefusedError("not-now", "this cannot be asked now")
        session = room.worlds.session_of(team)
        if tool != "intents" and session.player not in room.worlds.seats_of(team):
            raise RefusedError("not-now", "your government has no such staff")
        if tool == "forecast" and not team.draft:
            raise RefusedError("not-now", "put an order into the draft first: the futures are of your draft")

    def _task(self, team: Team, tool: str) -> Task:
        session = self.room.worlds.session_of(team)
        if tool == "forecast":
            return session.question(queue=dict(team.draft), futures=FUTURES)
        if tool == "intents":
            return session.intents_question()
        desk = session.desk(session.player)
        desk.restore(desk.checked(team.draft))
        try:
            return session.counsel_question()
        finally:
            desk.restore({})

    def seen(self, team: Team, language: str) -> dict[str, Shown]:
        """How far the newest question to each tool is, and what was found; the caller holds the room's lock."""
        turn, rows = self.room.worlds.turn, {}
        with self._lock:
            for tool in TOOLS:
                job = self._latest.get((team.id, tool))
                if job is not None and job.turn == turn:
                    ahead = self._queue.index(job) if job in self._queue else 0
                    rows[tool] = {
                        "done": job.done,
                        "ahead": ahead,
                        "problem": None if job.problem is None else tell(job.problem, language),
                        "fresh": tool == "intents" or job.draft == team.draft,
                        "found": None if job.found is None else told(job, language),
                    }
        return rows

    def close(self) -> None:
        """End the process; what waits is not answered."""
        with self._lock:
            self._closed = True
            self._lock.notify()
        if self._thread is not None:
            self._thread.join(5)

    def _work(self) -> None:
        worker: Worker[Any] | None = None
        while True:
            with self._lock:
                while not self._queue and not self._closed:
                    self._lock.wait()
                if self._closed:
                    break
                job = self._queue[0]
            try:
                worker = worker or Worker()
                job.found = self._answer(worker, job)
            except Exception as error:
                # Whatever it was: this question has no answer, and the next one is waiting.
                job.problem = (str(error) or type(error).__name__).splitlines()[0]
                if worker is not None and self._wanted(job):
                    worker.close(0)
                    worker = None
            with self._lock:
                self._queue.popleft()
            for told_of in self.room.changed:
                told_of(job.team)
        if worker is not None:
            worker.close(0)

    def _answer(self, worker: Worker[Any], job: Job) -> Any:
        if self._wanted(job):
            worker.start(job.task)
        while worker.busy and self._wanted(job):
            worker.poll(LOOK)
        if not self._wanted(job):
            worker.cancel()
            raise GreatGameError("the round went on before there was an answer")
        return worker.wait()

    def _wanted(self, job: Job) -> bool:
        """Whether somebody still waits for it: the round is as it was when it was asked."""
        return not self._closed and not self.room.busy and self.room.worlds.turn == job.turn


# What is told


def told(job: Job, language: str) -> Shown:
    """An answer as a page shows it."""
    if isinstance(job.found, Forecast):
        return _forecast(job.scenario, job.found, language)
    if isinstance(job.found, Counsel):
        until = tell(when(job.found.quarters[-1]), language)
        return {"opinions": _opinions(job.scenario, job.found, language), "futures": job.found.futures, "until": until}
    assert isinstance(job.found, Intents)
    quarter = tell(when(job.scenario.quarter(job.found.turn)), language)
    return {"moves": _moves(job.found, job.own, language), "quarter": quarter}


def _forecast(scenario: IndexedScenario, found: Forecast, language: str) -> Shown:
    difference = found.differences[TOTAL]

    def end(bands: Any) -> Shown:
        band = bands[TOTAL]
        return {"mean": round(band.mean[-1], 1), "low": round(band.q05[-1], 1), "high": round(band.q95[-1], 1)}

    pillars = set(scenario.names.pillars)
    return {
        "futures": found.futures,
        "until": tell(when(found.quarters[-1]), language),
        "draft": end(found.bands),
        "none": end(found.pinned_bands),
        "difference": round(difference.mean, 2),
        "low": round(difference.low, 2),
        "high": round(difference.high, 2),
        "clear": difference.clear,
        "goals": [
            {
                "name": tell(label(scenario, "pillars", name), language),
                "draft": round(100 * row.queue.share),
                "none": round(100 * row.pinned.share),
            }
            for row in found.goals
            if (name := row.goal.split(" ")[0]) in pillars
        ],
    }


def _opinions(scenario: IndexedScenario, found: Counsel, language: str) -> list[Shown]:
    return [
        {
            "name": tell(card.name, language),
            "text": tell(card.text, language),
            "order": card.order,
            "recommendation": tell(card.recommendation, language),
            "beside": [tell(said.text, language) for said in (*card.agreed, *card.others)],
            "gain": tell(_text(card.gain.text), language),
            "low": tell(_text(card.low.text), language),
            "high": tell(_text(card.high.text), language),
        }
        for card in advised(scenario, found)
    ]


def _moves(found: Intents, own: tuple[str, ...], language: str) -> list[Shown]:
    rows = sorted((row for row in found.intents if row.actor not in own), key=lambda row: -row.probability.share)
    return [
        {
            "actor": tell(_text(row.actor_name), language),
            "text": tell(_text(row.text), language),
            "chance": round(100 * row.probability.share),
        }
        for row in rows[:12]
    ]


def _text(words: str) -> Text:
    return words if isinstance(words, Text) else Text(words)
