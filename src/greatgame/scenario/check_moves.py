"""Consistency of what is decided: kinds of move, doctrines, events."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from greatgame.scenario.check_state import (
    check_condition,
    check_effects,
    check_pattern,
    check_ratio,
    check_together,
    check_watched,
)
from greatgame.scenario.extending import inherited
from greatgame.scenario.findings import Findings, Path
from greatgame.scenario.indexed import quarter_number, quarters_of
from greatgame.scenario.schema import ScenarioFile
from greatgame.scenario.schema_minds import Doctrine, Reaction, Strategy, Temper
from greatgame.scenario.schema_moves import Choice, Effect, Event, Item, Kind
from greatgame.scenario.vocabulary import ANYONE, CHANNELS, CONSIDERATIONS, INSTRUMENTS, RESOURCES
from greatgame.words import AS_PUBLISHED

MAX_PLAYER_KINDS = 18
"""As many kinds of move as a player can keep in mind."""


@dataclass(frozen=True)
class Aim:
    """Who makes the moves of a role, and what one such move is aimed at."""

    actors: str
    """``powers``, ``hosts``, ``firms`` or ``governments``."""
    target: str


AIMS: dict[str, Aim] = {
    **dict.fromkeys(
        ("visit", "aid", "train", "standards", "squeeze", "relief", "secure", "supply", "sanction"),
        Aim("powers", "host"),
    ),
    **dict.fromkeys(("open-venture", "study", "finance"), Aim("powers", "venture")),
    **dict.fromkeys(("statement", "reassure", "trade-response"), Aim("powers", "power")),
    **dict.fromkeys(("stockpile", "substitute", "equity"), Aim("powers", "mineral")),
    "works": Aim("powers", "leg"),
    "control": Aim("powers", "buyer"),
    **dict.fromkeys(("award", "solicit"), Aim("hosts", "bid")),
    **dict.fromkeys(("reform", "terms", "processing", "balance"), Aim("hosts", "itself")),
    **dict.fromkeys(("align", "restructure"), Aim("hosts", "power")),
    "regional": Aim("hosts", "neighbour"),
    "respond": Aim("governments", "choice"),
    "invest": Aim("firms", "investment"),
}
"""Role -> who acts on what; the catalogue of moves builds its entries in the same way."""

ITEMS: dict[str, tuple[str, ...]] = {
    "works": ("customs", "greening", "dredging"),
    "control": ("tighten", "relax"),
    "squeeze": ("squeeze", "ease"),
    "terms": ("raise", "lower"),
    "processing": ("adopt", "repeal"),
    "align": ("lean", "distance"),
    "stockpile": ("buy", "release"),
    "trade-response": ("case", "counter-measure"),
}
"""Variants that the rules of a role tell apart; kinds of other roles may name theirs freely."""

EFFECTS = (
    *("trust", "mood", "institutions", "skills", "stability", "terms", "growth", "support", "credibility", "wariness"),
    *("pull", "step", "delay", "ties", "ties-lost", "pressure", "grievance"),
)
"""Effect sizes that the rules read."""

PULLING = {"standards", "secure", "supply", "squeeze"}
"""Roles that move a channel of dependence."""

BUYING = {"stockpile", "substitute", "equity"}
"""Roles that only a buyer of minerals can play."""


def check_kinds(found: Findings) -> None:
    """Actors, targets, variants and prices of every kind of move."""
    for name, kind in found.file.kind.items():
        here = ("kind", name)
        _actors(found, here, kind)
        _targets(found, here, kind)
        _items(found, here, kind)
        _means(found, here, kind)
        found.keys((*here, "effects"), kind.effects, EFFECTS, "effect")
        actors = expand(found.file, kind.actors)
        check_pattern(found, (*here, "measure"), kind.measure, actors)
        for item, variant in kind.items.items():
            check_pattern(found, (*here, "items", item, "measure"), variant.measure, actors)


def check_player_kinds(found: Findings) -> None:
    """A player can only keep so many kinds of move in mind."""
    player = found.file.scenario.player
    kinds = [name for name, kind in found.file.kind.items() if player in expand(found.file, kind.actors)]
    if len(kinds) > MAX_PLAYER_KINDS:
        problem = f"{len(kinds)} kinds of move for the player; at most {MAX_PLAYER_KINDS} are possible"
        found.add(("kind",), problem, f"take {player} out of the actors of some, or make them variants of one kind")


def check_doctrines(found: Findings) -> None:
    """Doctrines and strategies: who has one, and what they name."""
    for actor in found.ids.governments:
        if actor not in found.file.doctrine:
            found.add(("doctrine", actor), "this government has no doctrine", f"add the section [doctrine.{actor}]")
    for actor, doctrine in found.file.doctrine.items():
        found.known(("doctrine", actor), actor, found.ids.governments, "government")
        _doctrine(found, ("doctrine", actor), doctrine)
    for name, strategy in found.file.strategy.items():
        check_strategy(found, ("strategy", name), strategy)
    for name, temper in found.file.temper.items():
        _temper(found, ("temper", name), temper)


def check_events(found: Findings) -> None:
    """Conditions, effects and choices of every event."""
    answerers = {
        actor
        for kind in found.file.kind.values()
        if kind.role == "respond"
        for actor in expand(found.file, kind.actors)
    }
    for name, event in found.file.event.items():
        here = ("event", name)
        _dates(found, here, event)
        for number, test in enumerate(event.when):
            check_condition(found, (*here, "when", str(number)), test)
        check_together(found, here, event.when)
        check_effects(found, (*here, "effects"), event.effects)
        found.known((*here, "actor"), event.actor, found.ids.governments, "government")
        if event.actor is not None and not event.choices:
            found.add((*here, "actor"), "has no choice to make", "add choices, or remove the actor", repr(event.actor))
        if event.actor is None and event.choices:
            found.add((*here, "choices"), "nobody is there to choose", "name the actor, or remove the choices")
        if event.actor in found.ids.governments and event.actor not in answerers:
            problem = "no kind of move lets this government answer an event"
            found.add((*here, "actor"), problem, "add it to the actors of a kind with role respond", repr(event.actor))
        for choice, answer in event.choices.items():
            path = (*here, "choices", choice)
            found.keys((*path, "considerations"), answer.considerations, CONSIDERATIONS, "consideration")
            check_effects(found, (*path, "effects"), answer.effects)
            if answer.price is not None and event.actor in found.ids.hosts:
                problem = "only powers have money of their own"
                found.add((*path, "price"), problem, "remove it", str(answer.price.value))
        _silence(found, here, event)


def _silence(found: Findings, here: Path, event: Event) -> None:
    """A government that says nothing has given the first answer, whatever it has left."""
    first = next(iter(event.choices.items()), None)
    if first is None:
        return
    choice, answer = first
    for kind in found.file.kind.values():
        if kind.role == "respond" and event.actor in expand(found.file, kind.actors):
            path, problem = (*here, "choices", choice), "the first answer is what silence gives, and may cost nothing"
            if kind.price_of(answer) > 0:
                found.add(
                    (*path, "price"), problem, "put an answer that costs nothing first", f"{kind.price_of(answer)}"
                )
            if kind.effort_of(answer) != "none":
                found.add(
                    (*path, "effort"), problem, "put an answer that costs nothing first", repr(kind.effort_of(answer))
                )


def check_ratios(found: Findings) -> None:
    """The relative changes of all events, which a variant of the scenario may set."""
    for name, event in found.file.event.items():
        lists: dict[Path, list[Effect]] = {("effects",): event.effects}
        lists |= {("choices", choice, "effects"): answer.effects for choice, answer in event.choices.items()}
        for place, effects in lists.items():
            for number, effect in enumerate(effects):
                check_ratio(found, ("event", name, *place, str(number)), effect)


def check_injected(found: Findings) -> None:
    """Events that happen for certain: known, within the campaign, each once a quarter."""
    file, seen = found.file, set[tuple[str, str]]()
    quarters = quarters_of(file.scenario)
    for number, row in enumerate(file.injected):
        here = ("injected", str(number))
        found.known((*here, "event"), row.event, file.event, "event")
        if quarter_number(row.quarter) not in quarters:
            found.add((*here, "quarter"), "lies outside the campaign", "name one of its quarters", row.quarter)
        if (row.event, row.quarter) in seen:
            found.add((*here, "event"), "is injected twice in one quarter", "leave one of them", row.event)
        seen.add((row.event, row.quarter))
        if not file.mechanisms.get("events", True) and not inherited(found.loaded.where("injected")):
            found.add(here, "never happens: the mechanism 'events' is switched off", "switch it on, or remove this row")


def expand(file: ScenarioFile, actors: Sequence[str]) -> tuple[str, ...]:
    """The actors that a kind names, with groups spelt out."""
    groups: dict[str, Collection[str]] = {"powers": file.power, "hosts": file.host, "firms": file.firm}
    groups["everyone"] = (*file.power, *file.host)
    return tuple(actor for named in actors for actor in groups.get(named, (named,)))


def possible_orders(file: ScenarioFile) -> int:
    """How many entries the catalogue of moves will have, at most."""
    sponsored: dict[tuple[str, str], int] = {}
    bids: dict[str, int] = {}
    for project in file.project.values():
        bids[project.host] = bids.get(project.host, 0) + len(project.sponsors)
        for power in project.sponsors:
            pair = (power, project.sector)
            sponsored[pair] = sponsored.get(pair, 0) + 1
    orders = 0
    for kind in file.kind.values():
        targets = sum(_aimed(file, kind, actor, sponsored, bids) for actor in expand(file, kind.actors))
        orders += targets * max(1, len(kind.items))
    return orders


def _aimed(
    file: ScenarioFile, kind: Kind, actor: str, sponsored: dict[tuple[str, str], int], bids: dict[str, int]
) -> int:
    """How many targets a kind has for one actor."""
    target = AIMS[kind.role].target
    if target in {"host", "power", "leg", "mineral"}:
        return len(kind.targets) or len(getattr(file, target))
    if target == "venture":
        return sum(sponsored.get((actor, sector), 0) for sector in kind.sectors or file.sector)
    if target == "buyer":
        controlled = sum(actor in mineral.controls for mineral in file.mineral.values())
        return controlled * (len(kind.targets) or len(file.power))
    if target == "bid":
        return bids.get(actor, 0)
    if target == "neighbour":
        return len(file.host[actor].neighbours) if actor in file.host else 0
    if target == "choice":
        return sum(len(event.choices) for event in file.event.values() if event.actor == actor)
    if target == "investment":
        firm = file.firm.get(actor)
        return sum(sponsored.get((firm.power, sector), 0) for sector in firm.sectors) if firm else 0
    return 1


def _actors(found: Findings, here: Path, kind: Kind) -> None:
    file, path = found.file, (*here, "actors")
    actors = expand(file, kind.actors)
    everyone = (*found.ids.governments, *found.ids.firms)
    found.distinct(path, actors)
    who = AIMS[kind.role].actors
    able: Collection[str] = getattr(found.ids, who)
    for actor in actors:
        if actor not in everyone:
            found.known(path, actor, ("powers", "hosts", "firms", "everyone", *everyone), "actor")
        elif actor not in able:
            found.add(path, f"only {who} can make moves of role {kind.role}", "remove it", repr(actor))
        elif kind.role in BUYING and actor not in found.ids.buyers:
            problem = f"moves of role {kind.role} need a buyer, and this power has no demand for a mineral"
            found.add(path, problem, "remove it, or give it a demand", repr(actor))


def _targets(found: Findings, here: Path, kind: Kind) -> None:
    target = AIMS[kind.role].target
    possible = {
        "host": found.ids.hosts,
        "power": found.ids.powers,
        "leg": found.ids.legs,
        "mineral": found.ids.minerals,
        "buyer": found.ids.buyers,
    }
    if target in possible:
        found.all_known((*here, "targets"), kind.targets, possible[target], target)
        found.distinct((*here, "targets"), kind.targets)
    elif kind.targets:
        found.add((*here, "targets"), f"kinds of role {kind.role} take no targets", "remove them")
    found.all_known((*here, "sectors"), kind.sectors, found.ids.sectors, "sector")
    if kind.sectors and target != "venture":
        found.add((*here, "sectors"), f"kinds of role {kind.role} take no sectors", "remove them")


def _items(found: Findings, here: Path, kind: Kind) -> None:
    wanted = ITEMS.get(kind.role)
    if wanted is None:
        return
    for item in kind.items:
        found.known((*here, "items", item), item, wanted, f"variant for the role {kind.role}")
    if not kind.items:
        remedy = f"give at least one of: {', '.join(wanted)}"
        found.add((*here, "items"), f"the role {kind.role} needs variants", remedy)


def _means(found: Findings, here: Path, kind: Kind) -> None:
    needs: dict[str, tuple[bool, Sequence[str]]] = {
        "instrument": (kind.role == "finance", INSTRUMENTS),
        "share": (kind.role == "finance", ("a share of the cost",)),
        "channel": (kind.role in PULLING, CHANNELS),
        "resource": (_costs_money(found, kind), RESOURCES[1:]),
    }
    for field, (needed, choice) in needs.items():
        if needed and getattr(kind, field) is None:
            found.add((*here, field), "this kind of move needs it", f"give {' or '.join(choice)}")


def _costs_money(found: Findings, kind: Kind) -> bool:
    variants: list[Item | Choice] = list(kind.items.values())
    if kind.role == "respond":
        events = found.file.event.values()
        variants += [answer for event in events for answer in event.choices.values()]
    priced = kind.price is not None or any(variant.price is not None for variant in variants)
    return priced or kind.role in {"finance", "stockpile", "equity"}


def _doctrine(found: Findings, here: Path, doctrine: Doctrine) -> None:
    kinds = found.ids.kinds
    found.keys((*here, "weights"), doctrine.weights, CONSIDERATIONS, "consideration")
    found.keys((*here, "tastes"), doctrine.tastes, kinds, "kind of move")
    found.all_known((*here, "rules"), doctrine.rules, kinds, "kind of move")


def check_strategy(found: Findings, here: Path, strategy: Strategy) -> None:
    """What a strategy names: considerations, kinds of move, and in its rules figures, actors and quarters."""
    _doctrine(found, here, strategy)
    found.all_known((*here, "avoid"), strategy.avoid, found.ids.kinds, "kind of move")
    for number, rule in enumerate(strategy.rule):
        _rule(found, (*here, "rule", str(number)), rule)
    for number, budget in enumerate(strategy.budget):
        _patterns(found, (*here, "budget", str(number), "moves"), budget.moves)


def _rule(found: Findings, here: Path, rule: Reaction) -> None:
    for number, test in enumerate(rule.when):
        check_watched(found, (*here, "when", str(number)), test)
    check_together(found, here, rule.when)
    for number, sighting in enumerate(rule.seen):
        path = (*here, "seen", str(number))
        found.known((*path, "actor"), sighting.actor, (ANYONE, *found.ids.governments), "government")
        _patterns(found, (*path, "move"), [sighting.move])
    if rule.begins and rule.ends and rule.begins > rule.ends:
        problem = f"this rule never holds: it begins in {rule.begins} and ends in {rule.ends}"
        found.add((*here, "ends"), problem, "mend one of the two", repr(rule.ends))
    if not rule.prefer and not rule.forbid:
        found.add(here, "this rule changes nothing", "say what it prefers or forbids")
    _patterns(found, (*here, "prefer"), rule.prefer)
    _patterns(found, (*here, "forbid"), rule.forbid)


def _patterns(found: Findings, here: Path, patterns: Iterable[str]) -> None:
    """The kind of move that a pattern begins with must be there; which orders it means depends on the seat."""
    for pattern in patterns:
        kind, slash, rest = pattern.partition("/")
        if found.known(here, kind, found.ids.kinds, "kind of move") and slash and not rest:
            found.add(here, "ends in a slash", f"write {kind!r} for all its orders, or {kind + '/*'!r}", repr(pattern))


def _temper(found: Findings, here: Path, temper: Temper) -> None:
    if here[-1] == AS_PUBLISHED:
        found.add(here, "this word is kept for the doctrines as they stand", "choose another name")
    for actor, weights in temper.weights.items():
        found.known((*here, "weights", actor), actor, found.file.doctrine, "actor with a doctrine")
        found.keys((*here, "weights", actor), weights, CONSIDERATIONS, "consideration")
    for actor, tastes in temper.tastes.items():
        found.known((*here, "tastes", actor), actor, found.file.doctrine, "actor with a doctrine")
        found.keys((*here, "tastes", actor), tastes, found.ids.kinds, "kind of move")


def _dates(found: Findings, here: Path, event: Event) -> None:
    """An event that is dated must be possible in some turn, but for what a shorter or later scenario inherits."""
    if event.begins is not None and event.ends is not None and event.begins > event.ends:
        found.add((*here, "ends"), f"lies before begins, {event.begins}", "mend one of the two", repr(event.ends))
        return
    quarters = quarters_of(found.file.scenario)
    own = {date: not inherited(found.loaded.where(*here, date)) for date in ("begins", "ends")}
    if event.begins is not None and quarter_number(event.begins) > quarters[-1] and own["begins"]:
        problem = "lies after the last turn, so that the event cannot happen"
        found.add((*here, "begins"), problem, "mend the date, or let the scenario have more turns", repr(event.begins))
    if event.ends is not None and quarter_number(event.ends) < quarters[0] and own["ends"]:
        problem = "lies before the first turn, so that the event cannot happen"
        found.add((*here, "ends"), problem, "mend the date", repr(event.ends))
