"""Simulated students: they join, answer, foretell, draft and get ready over the network, as browsers do.

What they choose follows from their number and the exercise's seed, so that
two rehearsals ask the same of a machine.
"""

from __future__ import annotations

import http.client
import json
import random
import secrets
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

from greatgame.errors import GreatGameError

TIMEOUT = 30.0
PATIENCE, LOOK = 120.0, 0.25
"""Seconds for which a team waits for its staff, and between two looks whether it has answered."""
STAFF = ("advisors", "forecast", "intents")
TAPS = 4
"""Orders that a student drafts in a round."""
AGREES = 0.7
"""Share of others' drafts that an office agrees to."""


@dataclass
class Measured:
    """How long the server took."""

    acknowledged: list[float] = field(default_factory=list)
    """Seconds until each action was acknowledged."""
    read: list[float] = field(default_factory=list)
    """Seconds until each page was there."""
    largest: int = 0
    """Bytes of the largest answer."""
    answered: list[float] = field(default_factory=list)
    """Seconds until each question to the staff was answered."""
    refused: list[str] = field(default_factory=list)
    """Actions that were refused, with the reason."""


class Client:
    """One browser's connection."""

    def __init__(self, address: str, measured: Measured) -> None:
        parts = urlsplit(address)
        assert parts.hostname is not None
        self._place, self.measured = (parts.hostname, parts.port), measured
        self._line = http.client.HTTPConnection(*self._place, timeout=TIMEOUT)

    def get(self, path: str) -> Any:
        """What stands at a path."""
        begun = time.perf_counter()
        found = self._ask("GET", path, None)
        self.measured.read.append(time.perf_counter() - begun)
        return found

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """Do something; None where it is refused."""
        begun = time.perf_counter()
        try:
            return self._ask("POST", path, {"id": secrets.token_hex(8), **body})
        except Refused as refused:
            self.measured.refused.append(f"{body.get('kind', path)}: {refused}")
            return None
        finally:
            self.measured.acknowledged.append(time.perf_counter() - begun)

    def _ask(self, method: str, path: str, body: dict[str, Any] | None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"} if data is not None else {}
        for attempt in (1, 2):
            try:
                self._line.request(method, path, data, headers)
                answer = self._line.getresponse()
                content = answer.read()
                break
            except (OSError, http.client.HTTPException) as error:
                # A line that was silent for long is closed at the other end; an action has an id and is done once.
                self._line.close()
                if attempt == 2:
                    raise GreatGameError(f"the class's server does not answer: {error}") from error
        self.measured.largest = max(self.measured.largest, len(content))
        found = json.loads(content or b"{}")
        if answer.status >= 500:
            raise GreatGameError(f"the class's server failed at {method} {path}: {answer.status} {content[:200]!r}")
        if answer.status >= 400:
            raise Refused(str(found.get("why", answer.status)))
        return found

    def close(self) -> None:
        """Hang up."""
        self._line.close()


class Refused(Exception):  # noqa: N818  # a refusal is an answer, not an error
    """The server's reason for not doing something."""


class Student:
    """One simulated student."""

    def __init__(self, address: str, pin: str, number: int, seed: int, think: float = 0.0) -> None:
        """``think``: seconds between two taps at most."""
        self.think = think
        self.tool: int | None = None
        """Which of the open tools is asked in the next round; None: no tool ever is."""
        self.measured, self.number = Measured(), number
        self.chance = random.Random(f"{seed}/{number}")
        self.client = Client(address, self.measured)
        self.language = "ja" if number % 4 == 3 else "en"
        body = {"pin": pin, "name": f"Student {number + 1}", "language": self.language}
        joined = self.client.post("/api/join", body)
        if joined is None:
            raise GreatGameError(f"student {number + 1} could not join: {self.measured.refused[-1]}")
        self.path = f"/api/seat/{joined['key']}"

    def act(self) -> None:
        """Do all that the present step asks for."""
        seen = self.client.get(self.path)
        for question in seen["questions"]:
            self._do({"kind": "answer", "question": question["id"], "value": self._answer(question)})
        if seen["phase"] != "planning":
            return
        for forecast in seen["forecasts"]:
            self._do({"kind": "foretell", "forecast": forecast["id"], "chance": self.chance.randrange(0, 21) / 20})
        if "weights" in (seen["plan"] or {}):
            row = self.chance.choice(seen["plan"]["weights"])
            self._do({"kind": "weigh", "weight": row["id"], "value": self.chance.randrange(0, 31) / 10})
        else:
            self._draft(seen)
            self._ask_staff(seen)
        if not seen["office"] or seen["office"]["leads"]:
            self._do({"kind": "ready"})

    def _draft(self, seen: dict[str, Any]) -> None:
        kinds = [kind for kind in self.client.get(f"{self.path}/orders") if kind.get("mine", True)]
        open_to = [order["order"] for kind in kinds for order in kind["orders"] if not order["failing"]]
        for order in self.chance.sample(open_to, min(TAPS, len(open_to))):
            self._do({"kind": "draft", "order": order})
        if seen["office"]:
            self._agree(seen["office"]["id"])

    def _agree(self, office: str) -> None:
        """Agree to most of what other offices have drafted."""
        for row in self.client.get(self.path)["plan"]["draft"]:
            if office not in row["agreed"] and self.chance.random() < AGREES:
                self._do({"kind": "agree", "order": row["order"]})

    def _ask_staff(self, seen: dict[str, Any]) -> None:
        """Put one question, each round to another tool, and wait for the answer as a team does."""
        tools = [tool for tool in STAFF if tool in seen["tools"]]
        if self.tool is None or not tools:
            return
        tool = tools[self.tool % len(tools)]
        self.tool += 1
        begun = time.perf_counter()
        if self.client.post(f"{self.path}/tools/{tool}", {}) is None:
            return
        while not self.client.get(self.path)["asked"][tool]["done"]:
            if time.perf_counter() - begun > PATIENCE:
                raise GreatGameError(f"the class's server did not answer a question to {tool!r} in {PATIENCE:.0f} s")
            time.sleep(LOOK)
        self.measured.answered.append(time.perf_counter() - begun)

    def open_figure(self) -> None:
        """Open one figure of the result, once that can be done, and check that its lines add up."""
        seen = self.client.get(self.path)
        result = (seen["result"] or {}) if "ledger" in seen["tools"] else {}
        for pillar in result.get("pillars", [])[:1]:
            account = self.client.get(f"{self.path}/account?path={quote(pillar['path'])}")
            total = sum(line["amount"] for line in account["lines"])
            if abs(total - account["total"]) > 1e-6 * max(1.0, abs(total)):
                raise GreatGameError(f"the lines of {pillar['path']} add up to {total}, not to {account['total']}")

    def _answer(self, question: dict[str, Any]) -> object:
        if question["form"] == "choice":
            return self.chance.choice(question["options"])["id"]
        if question["form"] == "number":
            return float(question["low"])
        return "Promises kept count more than promises made."

    def _do(self, body: dict[str, Any]) -> None:
        """Tap, and look at the page as it is then, as a browser does."""
        time.sleep(self.think * self.chance.random())
        self.client.post(self.path, body)
        self.client.get(self.path)


def students(address: str, pin: str, count: int, seed: int, think: float = 0.0) -> list[Student]:
    """So many students, joined."""
    return [Student(address, pin, number, seed, think) for number in range(count)]
