"""How figures move: the mechanism behind each in a sentence or two, and which of the player's orders would move it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from greatgame.records import Move, Record
from greatgame.text import Text, named, say
from greatgame.views.names import cause_text
from greatgame.views.readings import Readings

HOW: Mapping[str, str] = MappingProxyType(
    {
        "trust": "Delivered projects, visits, aid and people who studied there raise it; dead letters, squeezes and a "
        "creditor's share above the threshold lower it. Old habits draw it back to where it started.",
        "mood": "The public follows policy slowly, likes what it can see built, and turns on large creditors.",
        "dependence": "Projects that run, loans, trade and standards pull a host towards a partner; hosts spread their "
        "bets when one partner holds too much.",
        "debt": "Loans are drawn as projects are built; repayment, relief and restructuring take it down.",
        "resentment": "Every squeeze leaves some; it fades slowly and holds trust down while it lasts.",
        "squeeze": "One order applies a part of the full pressure; it hurts growth, is resented, and fades.",
        "alumni": "Scholars come home after their training; some retire or leave each quarter.",
        "institutions": "Reforms, advice and projects with standards raise them; fatigue and scandals lower them.",
        "skills": "Training and projects with local content raise them; skills age.",
        "stability": "Unrest, border incidents and succession shake it; cooperation and growth restore it.",
        "terms": "The state takes more when prices and confidence are high; investors stay away when it takes much.",
        "growth": "It returns to trend; building adds to it, debt beyond that of the start and squeezes drag on it.",
        "gdp": "It grows at the rate of growth, quarter by quarter.",
        "autonomy": "It is high where no partner holds much of any channel: one minus the weighted concentration.",
        "wariness": "Security-coded projects and statements raise it where they are watched; reassurance lowers it.",
        "grievance": "Controls, retaliation and slights raise it; it is vented by answering and fades with time.",
        "ties": "Controls and retaliation tear trade ties; commerce mends them.",
        "pressure": "Trade law and counter-measures build it up; it makes the controller think twice, and fades.",
        "tension": "Events and chance move it; it returns to its usual level.",
        "support": "Delivered projects and supplied factories keep it; scandals, shortages and cost lower it.",
        "credibility": "Promises kept raise it, dead letters lower it; reputations fade towards the middle.",
        "pledge": "A memorandum announces, the host's award commits, construction disburses.",
        "prepared": "Agencies prepare every quarter, faster in good institutions and with a study or a leader's push; "
        "too many memoranda at once slow all of them.",
        "built": "Construction advances each quarter by the builder's pace, the host's institutions and luck.",
        "stage": "Open until the host awards it; then it is built, runs, or is lost.",
        "price": "Markets move it, scarcity and controls raise it, and it returns towards its usual level.",
        "stock": "Purchases fill it; shortages draw on it.",
        "saved": "Research pays after some quarters; industry also saves when it has been warned.",
        "control": "The controller moves it a rung at a time, by its grievances and by what it fears in return.",
        "unmet": "What neither contracts nor stocks deliver under controls and disruptions.",
        "security": "Half is demand met today; half is what would be left without the largest supplier, stocks too.",
        "volume": "Freight goes where a route is quick, cheap and reliable, up to its weakest leg.",
        "transit_days": "Moving time and waiting at ports and borders, more when crowded.",
        "reliability": "The product of the legs' reliability, less disruption, sanctions and the hardest squeeze.",
        "capacity": "Corridor works and finished projects widen it; a falling Caspian narrows it.",
        "dwell": "Digital customs, tracking and better ports cut it down to a floor.",
        "disruption": "Strikes, closures and accidents; it is repaired quarter by quarter.",
        "caspian_level": "It falls on trend, with luck either way; ships load less below the ports' depth.",
        "score": "The parts are measured at the end of every turn; see what each is made of.",
        "total_score": "Every pillar counts at its published weight; no pillar can hide another.",
        "goals_reached": "Each pillar has its goal; the total cannot buy a goal.",
        "mean": "Each host counts the same.",
        "utilisation": "Its own freight over what its weakest leg can carry; crowding counts all that share a leg.",
        "debt_share": "What one creditor is owed, over what all are owed.",
        "supply_share": "What one source delivers, over all that arrives.",
        "stock_days": "Stocks over a day's demand.",
        "capex": "Set by the scenario; it does not move.",
        "quarters_left": "Preparation and construction at usual pace.",
    }
)
"""Head of a figure's path -> what moves it; docs/MODEL.md has the equations."""

FULL = 8
"""Most orders that are listed."""


@dataclass(frozen=True)
class Action(Record):
    """An order that would bear on what is looked at; it leads to its place in the catalogue."""

    order: str
    name: Text
    short: Text
    """Without what it is aimed at, for the sheet of that."""
    text: Text
    """What the kind of order does."""
    legal: bool
    failing: tuple[str, ...]
    """Everything that stands in the way."""


def how_of(path: str) -> Text:
    """What moves a figure, in words."""
    words = HOW.get(path.split(".")[0])
    return say(words) if words else say("See the model's pages for what moves it.")


def levers(readings: Readings, path: str, moves: list[Move]) -> tuple[Action, ...]:
    """Orders of the player's that would move a figure: what the scenario says that their kind moves."""
    head, *ids = path.split(".")
    kinds = {name for name, spec in readings.scenario.file.kind.items() if _moves_it(spec, head)}
    chosen = [move for move in moves if move.kind in kinds and _aims(move.id, ids, readings.session.player)]
    return actions(readings, chosen)


def _moves_it(spec: object, head: str) -> bool:
    measure = str(getattr(spec, "measure", "") or "").split(".")[0]
    effects = getattr(spec, "effects", None)
    named_effects = set(effects.values) if effects else set()
    return head == measure or head in named_effects


def _aims(order: str, ids: list[str], player: str) -> bool:
    """Whether an order is about what a path is about; a path of the player alone is about everything."""
    about = set(ids) - {player}
    return not about or bool(about & set(order.split("/")[2:]))


def about(readings: Readings, name: str, moves: list[Move]) -> tuple[Action, ...]:
    """Orders of the player's that are aimed at a host, power, project, leg or mineral."""
    return actions(readings, [move for move in moves if name in move.id.split("/")[2:]])


def actions(readings: Readings, moves: list[Move]) -> tuple[Action, ...]:
    """Orders as actions: those that can be given first."""
    s = readings.scenario
    rows = [
        Action(
            order=move.id,
            name=cause_text(s, move.name),
            short=_short(readings, move),
            text=named(s.file.kind[move.kind].text, s.file.kind[move.kind].text_ja),
            legal=move.legal,
            failing=move.failing,
        )
        for move in moves
    ]
    return tuple(sorted(rows, key=lambda row: not row.legal))


def _short(readings: Readings, move: Move) -> Text:
    """The variant of an order, or its kind where there is only one."""
    spec, book = readings.scenario.file.kind[move.kind], readings.session.catalogue
    block, i = book.block(book.number(move.id))
    item = spec.items.get(block.items[i])
    return named(spec.name, spec.name_ja) if item is None else named(item.name, item.name_ja)
