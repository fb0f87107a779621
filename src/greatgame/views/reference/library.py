"""The encyclopaedia: an index of all topics, the article of each, and the way from anything that is shown to one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from types import MappingProxyType

from greatgame.mechanisms import MECHANISM_BOOK
from greatgame.scenario.indexed import IndexedScenario, open_scenario
from greatgame.scenario.load import available
from greatgame.scenario.naming import called, told
from greatgame.session import Session
from greatgame.text import JAPANESE, Text, say, tell
from greatgame.views.how import HOW
from greatgame.views.names import actor
from greatgame.views.readings import Readings
from greatgame.views.reference.articles import NOTHING, Article, Block, Link, Topic
from greatgame.views.reference.countries import country_blocks
from greatgame.views.reference.numbers import figures_under
from greatgame.views.reference.past import record_of
from greatgame.views.reference.present import figures_now, figures_of
from greatgame.views.reference.search import folded, rank, romaji
from greatgame.views.reference.things import TABLES, link, thing_blocks, things
from greatgame.views.reference.written import Written, mechanism_title, written

HOME = "play:start"
"""Where it opens when nothing else is asked for."""

SECTIONS: Mapping[str, str] = MappingProxyType(
    {
        "play": "Playing",
        "concept": "Concepts",
        "mechanism": "Mechanisms",
        "country": "Governments",
        "order": "Orders",
        "project": "Projects",
        "sector": "Sectors",
        "mineral": "Minerals",
        "corridor": "Corridors",
        "leg": "Legs of corridors",
        "firm": "Firms",
        "event": "Events",
        "flashpoint": "Flashpoints",
        "strategy": "Strategies",
        "temper": "Tempers of the rivals",
    }
)
"""Section -> what it is called, in the order of the index."""
OTHER_NAMES: Mapping[str, str] = MappingProxyType({"host": "country", "power": "country", "kind": "order"})
"""What other views call a section -> what it is called here."""


class Library:
    """All articles about one scenario; with a session also how things stand in its campaign."""

    def __init__(self, scenario: IndexedScenario, session: Session | None = None) -> None:
        self.scenario = scenario
        self.session = session

    @cached_property
    def readings(self) -> Readings | None:
        """The present figures, where a campaign is open."""
        return Readings(self.session) if self.session is not None else None

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The index: every topic once, by section."""
        return _topics(self.scenario)

    @cached_property
    def by_topic(self) -> Mapping[str, Topic]:
        """The index by topic."""
        return {row.topic: row for row in self.topics}

    # Finding

    def resolve(self, asked: str) -> str:
        """The topic that something is about: a topic, the name of a screen, or the path of a figure."""
        asked = asked if ":" in asked else asked.replace("/", ":", 1)
        section, _, name = asked.partition(":")
        if section == "order" and "/" in name:
            name = name.split("/")[1]
        asked = f"{OTHER_NAMES.get(section, section)}:{name}" if name else section
        if asked in self.by_topic:
            return asked
        head = (name or section).split(".")[0]
        for found in (asked, name, head):
            if found in _other_names():
                return _other_names()[found]
        for row in SECTIONS:
            if f"{row}:{head}" in self.by_topic:
                return f"{row}:{head}"
        return HOME

    def find(self, query: str, language: str) -> tuple[Topic, ...]:
        """Topics that answer a query, the best first; all of them for an empty one."""
        asked = folded(query).strip()
        if not asked:
            return self.topics
        ranked = []
        for place, row in enumerate(self.topics):
            titles = {folded(tell(row.title, language)), folded(row.title), _typed(row)}
            found = rank(asked, titles - {""}, row.words)
            if found is not None:
                ranked.append((found, place, row))
        return tuple(row for _, _, row in sorted(ranked, key=lambda item: item[:2]))

    # Articles

    def article(self, topic: str) -> Article:
        """The article of a topic, or of what is asked for by another name."""
        topic = self.resolve(topic)
        section, _, name = topic.partition(":")
        blocks = [block for block in self._blocks(section, name) if not block.empty]
        return Article(topic, Text(SECTIONS[section]), self.by_topic[topic].title, tuple(blocks))

    def _blocks(self, section: str, name: str) -> list[Block]:
        if section == "country":
            return country_blocks(self.scenario, name, self.readings)
        if section in TABLES:
            first, *rest = thing_blocks(self.scenario, section, name)
            now = figures_of(self.readings, section, name) if self.readings is not None else ()
            return [first, Block(Text("In your campaign"), figures=now), *rest]
        row = written()[f"{section}:{name}"]
        return self._mechanism(name, row) if section == "mechanism" else self._written(row)

    def _written(self, row: Written) -> list[Block]:
        heads = [head for head in row.variables if head in HOW]
        blocks = [Block(NOTHING, (*row.paragraphs, *self._listed(row.lists)))]
        if self.readings is not None:
            blocks.append(Block(Text("In your campaign"), figures=figures_now(self.readings, row.variables)))
        blocks.append(record_of(self.scenario, *row.variables))
        blocks.append(Block(Text("What moves it"), tuple(dict.fromkeys(Text(HOW[head]) for head in heads))))
        blocks.append(self._rules(row.rules))
        blocks.append(Block(Text("See also"), links=self.links((*row.also, *self._mentioned(row)))))
        return blocks

    def _mechanism(self, name: str, row: Written) -> list[Block]:
        book = MECHANISM_BOOK[name]
        kinds = [key for key, kind in self.scenario.file.kind.items() if kind.role in book.roles]
        moved = [self.resolve(variable) for variable in book.variables]
        return [
            Block(NOTHING, (Text(book.what), *row.paragraphs)),
            Block(Text("What it moves"), links=self.links(moved)),
            Block(Text("Orders that work on it"), links=tuple(link(self.scenario, "order", key) for key in kinds)),
            self._rules(row.rules),
            Block(Text("See also"), links=self.links(row.also)),
        ]

    def _listed(self, tables: Iterable[str]) -> list[Text]:
        """Rows of tables of the scenario, each with its name and its text."""
        rows = [row for table in tables for row in getattr(self.scenario.file, table).values()]
        return [say("**{name}.** {text}", name=called(row), text=told(row)) for row in rows]

    def _rules(self, names: Iterable[str]) -> Block:
        prefixes = [
            name if name in ("caspian", "channel_weights", "score", "defaults") else f"rules.{name}" for name in names
        ]
        return Block(Text("Coefficients"), figures=figures_under(self.scenario, *prefixes))

    def _mentioned(self, row: Written) -> list[str]:
        """Mechanisms that move what a text explains."""
        return [
            f"mechanism:{name}" for name, book in MECHANISM_BOOK.items() if set(book.variables) & set(row.variables)
        ]

    def links(self, topics: Iterable[str]) -> tuple[Link, ...]:
        """Ways to topics, each once."""
        known = [topic for topic in dict.fromkeys(topics) if topic in self.by_topic]
        return tuple(Link(topic, self.by_topic[topic].title) for topic in known)


def library(session: Session | None) -> Library:
    """The library of a campaign, or of the main scenario where none is open."""
    return Library(open_scenario(available()[0])) if session is None else Library(session.scenario, session)


def _typed(row: Topic) -> str:
    return romaji(row.title.other.get(JAPANESE, ""))


@lru_cache(maxsize=1)
def _other_names() -> Mapping[str, str]:
    """Name of a screen, or head of a figure's path -> topic; what is written first has it."""
    found: dict[str, str] = {}
    for topic, row in written().items():
        for name in (*row.names, *row.variables):
            found.setdefault(name, topic)
    return found


@lru_cache(maxsize=8)
def _topics(scenario: IndexedScenario) -> tuple[Topic, ...]:
    rows = [
        _topic(topic, _title(topic, row), row.reading, *row.names, *row.paragraphs)
        for topic, row in written().items()
        if not topic.startswith("country:")
    ]
    rows += [_topic(f"country:{name}", actor(scenario, name), name) for name in scenario.names.actors]
    for section in TABLES:
        rows += [_topic(f"{section}:{name}", called(row), name) for name, row in things(scenario, section).items()]
    order = list(SECTIONS)
    return tuple(sorted(rows, key=lambda row: order.index(row.section)))


def _title(topic: str, row: Written) -> Text:
    section, _, name = topic.partition(":")
    return mechanism_title(name) if section == "mechanism" else row.title


def _topic(topic: str, title: Text, *words: str) -> Topic:
    texts = [text for word in words for text in (word, *(word.other.values() if isinstance(word, Text) else ()))]
    return Topic(topic, topic.partition(":")[0], title, folded(" ".join(texts)))
