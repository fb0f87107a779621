"""The eighteen mechanisms and the parts of the score: what they are, where they are switched, what works on them.

The pages of the model and the encyclopaedia are made from this book.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from greatgame.scenario.indexed import IndexedScenario


@dataclass(frozen=True)
class Mechanism:
    """One of the eighteen mechanisms and where to find it."""

    title: str
    what: str
    modules: tuple[str, ...]
    """Where it is switched, below ``greatgame``."""
    variables: tuple[str, ...]
    """State variables that it moves."""
    roles: tuple[str, ...]
    """Roles of the kinds of move that work on it."""


def _m(title: str, what: str, modules: str, variables: str, roles: str) -> Mechanism:
    return Mechanism(title, what, tuple(modules.split()), tuple(variables.split()), tuple(roles.split()))


MECHANISM_BOOK: Mapping[str, Mechanism] = {
    "pledge": _m(
        "Pledge, memorandum, dead letter",
        "Announcing is cheap; a memorandum that does not close in time lapses and costs trust and credibility.",
        "rules.finance",
        "pledge signed prepared studied age trust credibility support",
        "open-venture study visit reform",
    ),
    "hybrid-finance": _m(
        "Hybrid finance",
        "Loans, insurance and co-finance raise the firms' risk-adjusted margin until it clears their hurdle.",
        "rules.finance agents.tables",
        "package prepared backer capital appetite",
        "finance invest",
    ),
    "bid-contest": _m(
        "Speed and volume against quality and trust",
        "A host judges rival bids for a project by its needs of the moment; the losers remember.",
        "agents.appraisal_hosts rules.finance",
        "stage sponsor trust signed",
        "award open-venture",
    ),
    "debt": _m(
        "Debt",
        "Debt to one creditor draws dependence, lowers trust and growth, and can be relieved or put off.",
        "rules.society rules.diplomacy",
        "debt dependence trust growth",
        "relief restructure",
    ),
    "human-capital": _m(
        "Human capital",
        "Scholarships pay after two years and more, in skills, institutions and trust.",
        "rules.society",
        "alumni training skills institutions trust growth",
        "train",
    ),
    "export-controls": _m(
        "Export controls",
        "The controlling power moves minerals up and down a ladder; controls bite through supply and price.",
        "rules.coercion rules.minerals agents.appraisal",
        "control grievance awareness price unmet",
        "control",
    ),
    "control-answers": _m(
        "Answers to controls",
        "Stocks, research, equity elsewhere, new contracts and trade law answer controls, each with its lag.",
        "rules.minerals rules.suppliers rules.coercion",
        "stock saved contract pressure",
        "stockpile substitute equity trade-response",
    ),
    "delivery": _m(
        "Getting it out",
        "Ore counts once it is refined and carried; cheap routes and refineries may belong to the controller.",
        "rules.minerals rules.corridors",
        "access",
        "works processing open-venture",
    ),
    "caspian": _m(
        "Trans-Caspian limits",
        "A falling sea, the weakest leg and waiting at ports and borders limit what a corridor carries.",
        "rules.shocks rules.corridors agents.appraisal",
        "caspian_level caspian_design capacity dwell volume transit_days",
        "works",
    ),
    "wariness": _m(
        "Wariness",
        "Visible and security-coded moves alarm those who watch; wariness feeds grievance and tension.",
        "rules.effects rules.finance rules.society rules.diplomacy",
        "wariness grievance tension",
        "statement reassure standards visit",
    ),
    "coercion": _m(
        "Coercion of hosts",
        "A squeeze slows growth and files and holds up cargo at once, and is remembered for years.",
        "rules.coercion rules.corridors rules.finance rules.society agents.appraisal",
        "squeeze trust resentment growth prepared reliability access",
        "squeeze",
    ),
    "multi-vector": _m(
        "Multi-vector response",
        "Over-concentrated or squeezed hosts spread their ties; courted ones raise their terms and may break deals.",
        "rules.society rules.construction agents.appraisal_hosts",
        "dependence terms stage",
        "align balance solicit terms processing regional secure supply",
    ),
    "war-shock": _m(
        "War shock",
        "A war costs its aggressor trust and ties and makes routes across it unreliable.",
        "rules.society rules.corridors agents.view",
        "trust dependence reliability",
        "sanction",
    ),
    "values": _m(
        "Values and conditions",
        "Conditions help institutions and unsettle regimes; allied statements make joint finance stronger.",
        "rules.society rules.finance rules.effects agents.appraisal",
        "institutions stability alliance",
        "aid statement",
    ),
    "standards": _m(
        "Connectivity contest",
        "Digital packages decide standards; an installed base grows, resists rivals and favours its own bidders.",
        "rules.diplomacy rules.society agents.appraisal_hosts",
        "dependence",
        "standards",
    ),
    "rear-base": _m(
        "Rear base",
        "Energy, computing and processing projects lift their host's growth and skills, and skills lift returns.",
        "rules.society rules.finance",
        "growth skills gdp",
        "open-venture award invest",
    ),
    "de-risking": _m(
        "De-risking, not decoupling",
        "Display and retaliation tear economic ties; torn ties cost support, deep ones restrain the controller.",
        "rules.diplomacy rules.coercion rules.society agents.appraisal",
        "ties support",
        "statement reassure trade-response control",
    ),
    "events": _m(
        "Events",
        "Things that happen under conditions on the state, some with a choice for a government.",
        "rules.shocks",
        "rest pending",
        "respond",
    ),
}
"""Each mechanism; moves that work on it follow from the roles, its test from its name."""

PILLAR_FORMULAS: Mapping[str, Mapping[str, str]] = {
    "pledge": {
        "committed": "{committed} x min(1, pledge.committed / target)",
        "disbursed": "{disbursed} x min(1, pledge.disbursed / target)",
    },
    "supply": {"security of supply": "sum over minerals it uses of importance x security of the player"},
    "corridor": {
        "volume": "{volume} x weighted mean of min(1, volume / ({full.volume:g} x volume at start)) over open routes",
        "days": "{days} x weighted mean of min(1, {full.days:g} x days at start / transit_days)",
        "reliability": "{reliability} x weighted mean of reliability",
    },
    "trust": {
        "hosts' trust": "{hosts}/100 x mean over hosts of trust in the player",
        "credibility": "{credibility}/100 x credibility of the player",
    },
    "hosts": {
        "autonomy": "{autonomy}/100 x mean autonomy",
        "growth": "{growth} x mean growth / {full.growth:g} %, held between 0 and 1",
        "skills": "{skills}/100 x mean skills",
        "institutions": "{institutions}/100 x mean institutions",
        "debt": "{debt} x (1 - mean of debt / GDP / {full.debt:g}), held between 0 and 1",
    },
    "standards": {
        "own standards": "{own} x min(1, mean digital share of the player / {full.standards:g})",
        "no bloc dominates": "{dispersion} x (1 - mean of the largest digital share)",
    },
    "calm": {
        "no wariness": "{wariness}/100 x (100 - mean wariness of the player among the wary)",
        "no grievance": "{grievance}/100 x (100 - mean grievance against the player among the wary)",
        "no tension": "{tension}/100 x (100 - mean tension of the flashpoints that face the player)",
    },
    "home": {
        "support": "{support}/100 x support",
        "ties kept": "{ties}/100 x mean ties with the controlling powers",
        "factories supplied": "{supplied} x sum over minerals it uses of importance x (1 - unmet)",
    },
}
"""Components of every pillar as ``rules.indicators.pillar_parts`` names them; all in points, to be filled in by
:func:`pillar_formula`."""


def pillar_formula(scenario: IndexedScenario, pillar: str, component: str) -> str:
    """A component's formula with the scenario's own figures."""
    points = {part: f"{100 * share:g}" for part, share in scenario.score_parts[pillar].items()}
    return PILLAR_FORMULAS[pillar][component].format(full=scenario.score_scales, **points)


def covering_test(mechanism: str) -> str:
    """The test that covers a mechanism."""
    return f"tests/test_mechanisms.py::test_mechanism[{mechanism}]"


def kinds_on(scenario: IndexedScenario, mechanism: str) -> list[str]:
    """Ids of the kinds of move that work on a mechanism, in the scenario's order."""
    roles = MECHANISM_BOOK[mechanism].roles
    return [name for name, kind in scenario.file.kind.items() if kind.role in roles]
