# The end of a game: seven cards, and what can be taken away.

debrief-title = What became of it
debrief-early = No turn is over yet: there is nothing to look back on.
debrief-waiting = Being worked out…
debrief-working = { NUMBER($share, style: "percent") } of the replays are played
debrief-cut-short = The worker stopped. What is known stays.
debrief-of-hundred = of 100 points
debrief-stop = Stop
debrief-stopped = Stopped. What is known stays.
debrief-again = Go on

debrief-tab-result = 1 Result
debrief-tab-course = 2 Timeline
debrief-tab-ledger = 3 Ledger
debrief-tab-luck = 4 Luck and decisions
debrief-tab-theirs = 5 Their game
debrief-tab-hold = 6 Would it hold
debrief-tab-take = 7 Take away

debrief-targets = Against the targets
debrief-reached = Every pillar of this line stands at its goal.
debrief-not-reached = Not every pillar of this line stands at its goal.
debrief-result-hint = The mark on each bar is the goal that the scenario sets. Open any number to see what it is made of.
debrief-predictions = Your predictions
debrief-predictions-yours = Yours
debrief-predictions-futures = The futures’ shares

debrief-headlines = What moved the score
debrief-events = Events
debrief-orders = Your orders
debrief-quiet = Nothing worth a line happened.
debrief-replay-here = Replay from here
debrief-gaps = Where the gap opened
debrief-gaps-beside = The turns in which “{ $strategy }” gained most on you under the same luck, and why.
debrief-best = Worth most
debrief-costly = Cost most
debrief-none-best = No order gained anything by itself.
debrief-none-costly = No order cost anything by itself.
debrief-usual = in other luck
debrief-later = later orders it made possible

debrief-opening = At the start
debrief-closing = At the end
debrief-up = Raised it
debrief-down = Lowered it
debrief-chance = Chance
debrief-mine = Bold: your orders

debrief-histogram = How often the same orders ended where, under other luck. Triangles: means of strategies that played the same worlds. Open a bar for its count.
debrief-mark-result = This campaign
debrief-mark-mean = Mean of replays
debrief-luck = Luck
debrief-decisions = Decisions
debrief-their-mean = Its mean
debrief-worth = Your orders beside it
debrief-worth-here = The same, under this luck
debrief-other = The same luck without any order

debrief-who = Government
debrief-before = At the start
debrief-after = At the end
debrief-got = Change
debrief-theirs-hint = Each by its own lights: what its published doctrine asks for, at its weights.
debrief-aims = What it wanted most
debrief-weight = weight
debrief-their-orders = Orders carried out
debrief-their-projects = Projects won

debrief-hold-hint = Your orders played again where one assumption of the model is another one, over many worlds. Grey rows change little, or cannot be told.

debrief-page-hold = The same orders played again where one assumption of the model is another one, over many worlds: what the total changes by.

debrief-made = Made so far
debrief-making = Being made…
debrief-made-none = Nothing yet.
debrief-folder = Everything goes into
debrief-report = Report
debrief-report-note = One page for any browser; it prints well
debrief-pages = Report as PDF
debrief-pages-note = The same on A4 pages, to print or to send
debrief-tables = Tables
debrief-tables-note = Turns, orders and ledger as CSV
debrief-strategy = My orders as a strategy file
debrief-strategy-note = Plays this campaign; test it in many worlds
debrief-test = Test that strategy
debrief-test-note = In many worlds, beside another
debrief-test-first = Make the strategy file first.
debrief-capsule = Run capsule
debrief-capsule-note = Save and scenario: the same game anywhere
debrief-again-from = Play on from { $quarter }
debrief-again-note = A new campaign; this one stays on the shelf
debrief-watch = Watch it again
debrief-watch-note = Turn by turn on the map
debrief-replay-strategy = A strategy played this campaign: there are no orders of yours to change.
debrief-written = Written: { $path }
debrief-inexact = In other luck its turns differ; under this luck these do too: { $turns }

counterfactual-title = The same luck, otherwise played
counterfactual-who = Played by
counterfactual-you = You
counterfactual-busy = Being played: { NUMBER($turn) } of { NUMBER($turns) } turns
counterfactual-course = Score turn by turn
counterfactual-pillars = At the end
counterfactual-figures = Beside the score
counterfactual-yours = You
counterfactual-theirs = Other
counterfactual-difference = Difference
counterfactual-hint = The seed is the same, so every shock that chance alone decides strikes both campaigns alike.

debrief-turning = Turning points
debrief-page-foot = Great Game { $version }; scenario { $scenario } ({ $hash }), seed { $seed }, final state { $digest }. A model to think with, no forecast of events.
