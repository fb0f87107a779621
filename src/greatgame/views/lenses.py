"""The seven lenses of the map."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from greatgame.text import Text, say
from greatgame.views import chart_figures as made
from greatgame.views.chart import Area, Bar, Bars, Chart, Hotspot, Lens, Scale, Site
from greatgame.views.figures import Figure
from greatgame.views.names import actor, label, letter
from greatgame.views.titles import UNITS, Unit
from greatgame.words import known

PERCENT, POINTS, DOLLARS = UNITS["share"], UNITS["points"], UNITS["USD mn"]
OF_OUTPUT = Unit("% of GDP", 1.0, 0)

Measure = Callable[[str], Figure]
"""Host -> figure."""


def lens_of(chart: Chart, key: str) -> Lens:
    """One lens; its key is one of :data:`LENSES`.

    Raises:
        GreatGameError: for a key that there is not.
    """
    return LENSES[known("lens", key, LENSES)](chart)


def scale(title: Text, low: float, high: float, unit: Unit) -> Scale:
    """A scale between two figures."""
    return Scale(title, made.end_of_scale(title, low, unit), made.end_of_scale(title, high, unit))


def rounded(value: float) -> float:
    """A handy end of a scale at or above a value: 1, 2, 2.5 or 5 times a power of ten."""
    step = 1.0
    while step * 10.0 <= value:
        step *= 10.0
    return next(step * factor for factor in (1.0, 2.0, 2.5, 5.0, 10.0) if step * factor >= value)


def areas(chart: Chart, on: Scale, measure: Measure, leader: Callable[[str], str | None] | None = None) -> list[Area]:
    """The hosts, coloured by a measure."""
    s, found = chart.session.scenario, []
    for host in s.names.hosts:
        figure = measure(host)
        first = leader(host) if leader else None
        called = actor(s, first) if first else None
        found.append(Area(host, actor(s, host), letter(s, host), figure, on.level(figure.value), first, called))
    return found


def bars(chart: Chart, on: Scale, measure: Callable[[str, str], Figure]) -> tuple[Bars, ...]:
    """For each host a bar for every power."""
    s, found = chart.session.scenario, []
    for host in s.names.hosts:
        row = []
        for power in s.names.powers:
            figure = measure(host, power)
            row.append(Bar(power, actor(s, power), letter(s, power), figure, on.level(figure.value)))
        found.append(Bars(host, tuple(row)))
    return tuple(found)


def foremost(chart: Chart, measure: Callable[[str, str], Figure], others: bool = False) -> Callable[[str], str]:
    """Host -> the power with the largest figure, without the player's where ``others``."""
    s = chart.session.scenario
    powers = [power for power in s.names.powers if not (others and power == chart.session.player)]
    return lambda host: max(powers, key=lambda power: measure(host, power).value)


def influence(chart: Chart) -> Lens:
    """Who leads where: colour, pattern and letter of the weightiest power; bars of trust."""

    def weight(host: str, power: str) -> Figure:
        return made.influence(chart.readings, host, power)

    leads = foremost(chart, weight)
    on = scale(say("Influence of the leading power"), 0.0, 50.0, PERCENT)
    trust = scale(say("Trust"), 0.0, 100.0, POINTS)
    return Lens(
        "influence",
        say("Influence"),
        say("Each country wears the colour, pattern and letter of the power on which it depends most; bars are trust."),
        on,
        tuple(areas(chart, on, lambda host: weight(host, leads(host)), leads)),
        say("Trust"),
        bars(chart, trust, lambda host, power: chart.readings.figure(f"trust.{host}.{power}")),
        trust,
        leaders=say("Leading power"),
    )


def projects(chart: Chart) -> Lens:
    """What is being built and runs; signs are the projects and the corridors."""

    def started(host: str) -> Figure:
        mine = [site for site in chart.sites if site.host == host and site.stage in ("building", "operating")]
        return _together(chart, say("Built or being built: {host}", host=actor(chart.session.scenario, host)), mine)

    most = max((started(host).value for host in chart.session.scenario.names.hosts), default=0.0)
    on = scale(say("Projects built or being built"), 0.0, rounded(max(most, 1.0)), DOLLARS)
    return Lens(
        "projects",
        say("Projects and corridors"),
        say("The brighter a country, the more capital is at work there; signs show each project's stage and sponsor."),
        on,
        tuple(areas(chart, on, started)),
        say("Projects by stage, corridors by use"),
        ways=chart.ways,
        sites=chart.sites,
    )


def _together(chart: Chart, title: Text, found: list[Site]) -> Figure:
    note = say("The capital cost of each project, added up.")
    return made.stake(title, [site.cost for site in found], [site.name for site in found], note)


def trade(chart: Chart) -> Lens:
    """On whom trade hangs, and what flows where."""

    def share(host: str, power: str) -> Figure:
        return chart.readings.figure(f"dependence.{host}.trade.{power}")

    leads = foremost(chart, share)
    on = scale(say("Trade with the largest partner"), 0.0, 50.0, PERCENT)
    yields = tuple(site for site in chart.sites if site.mark or _is_energy(chart, site))
    return Lens(
        "trade",
        say("Trade and energy"),
        say("The brighter a country, the more of its trade hangs on one partner; routes are as wide as their freight."),
        on,
        tuple(areas(chart, on, lambda host: share(host, leads(host)), leads)),
        say("Freight, energy and mineral sites"),
        ways=chart.ways,
        sites=yields,
        leaders=say("Largest partner"),
    )


def _is_energy(chart: Chart, site: Site) -> bool:
    """Whether a project belongs to a branch that makes its host a partner in energy and processing."""
    file = chart.session.scenario.file
    return file.sector[file.project[site.project].sector].rear_base


def debt(chart: Chart) -> Lens:
    """What is owed, and to whom."""
    s = chart.session.scenario

    def share(host: str, power: str) -> Figure:
        return chart.readings.figure(f"debt_share.{host}.{power}")

    measured = {host: made.owed(chart.readings, host) for host in s.names.hosts}
    most = max(figure.value for figure in measured.values())
    on = scale(say("External public debt"), 0.0, rounded(most), OF_OUTPUT)
    part = scale(say("Share of the creditor"), 0.0, 50.0, PERCENT)
    return Lens(
        "debt",
        say("Debt"),
        say("The brighter a country, the more it owes abroad for its size; bars are the shares of its creditors."),
        on,
        tuple(areas(chart, on, measured.__getitem__)),
        say("Share of the debt"),
        bars(chart, part, share),
        part,
    )


def security(chart: Chart) -> Lens:
    """How firm the hosts stand, on whom their security hangs, and where it burns."""
    s = chart.session.scenario
    on = scale(say("Stability"), 0.0, 100.0, POINTS)
    part = scale(say("Security dependence"), 0.0, 100.0, PERCENT)
    return Lens(
        "security",
        say("Security and risk"),
        say(
            "The brighter a country, the firmer it stands; bars show on whom its security hangs, flames where it burns."
        ),
        on,
        tuple(areas(chart, on, lambda host: chart.readings.figure(f"stability.{host}"))),
        say("Security dependence"),
        bars(chart, part, lambda host, power: chart.readings.figure(f"dependence.{host}.security.{power}")),
        part,
        hotspots=tuple(
            Hotspot(
                name,
                label(s, "flashpoints", name),
                chart.readings.figure(f"tension.{name}"),
                chart.places.flashpoints[name],
            )
            for name in s.names.flashpoints
            if name in chart.places.flashpoints
        ),
    )


def opinion(chart: Chart) -> Lens:
    """What the public thinks of the player, and of everyone."""
    me = chart.session.player
    on = scale(say("Public opinion of {power}", power=actor(chart.session.scenario, me)), 0.0, 100.0, POINTS)
    all_of_them = scale(say("Public opinion"), 0.0, 100.0, POINTS)

    def mood(host: str, power: str) -> Figure:
        return chart.readings.figure(f"mood.{host}.{power}")

    return Lens(
        "opinion",
        say("Opinion"),
        say(
            "The brighter a country, the better its public thinks of {power}; bars compare all powers.",
            power=actor(chart.session.scenario, me),
        ),
        on,
        tuple(areas(chart, on, lambda host: mood(host, me))),
        say("Public opinion"),
        bars(chart, all_of_them, mood),
        all_of_them,
    )


def rivals(chart: Chart) -> Lens:
    """Where the other powers have their stakes."""
    s, me = chart.session.scenario, chart.session.player
    theirs = tuple(site for site in chart.sites if site.sponsor not in (None, me) and site.stage != "lost")
    held: dict[tuple[str, str], Figure] = {}

    def stake(host: str, power: str) -> Figure:
        if (host, power) not in held:
            title = say("Stakes of {power}: {host}", power=actor(s, power), host=actor(s, host))
            mine = [site for site in theirs if site.host == host and site.sponsor == power]
            held[host, power] = _together(chart, title, mine)
        return held[host, power]

    leads = foremost(chart, stake, others=True)

    def wears(host: str) -> str | None:
        return leads(host) if stake(host, leads(host)).value > 0 else None

    most = max(stake(host, leads(host)).value for host in s.names.hosts)
    on = scale(say("Stakes of the foremost rival"), 0.0, rounded(max(most, 1.0)), DOLLARS)
    return Lens(
        "rivals",
        say("Rivals' interests"),
        say("Each country wears the colour, pattern and letter of the rival with the largest stake; signs are stakes."),
        on,
        tuple(areas(chart, on, lambda host: stake(host, leads(host)), wears)),
        say("Projects of rivals"),
        sites=theirs,
        leaders=say("Foremost rival"),
    )


LENSES: Mapping[str, Callable[[Chart], Lens]] = MappingProxyType(
    {
        "influence": influence,
        "projects": projects,
        "trade": trade,
        "debt": debt,
        "security": security,
        "opinion": opinion,
        "rivals": rivals,
    }
)
"""Key -> lens, in the order of the number keys."""
