# Watching campaigns, and testing strategies.

watch-title = Watch and replay
watch-match = Strategies play
watch-strategy = Who plays { $seat }
watch-go = Watch
watch-saves = Play a save again
watch-saves-none = No save has a finished turn yet.
watch-replay = Replay
watch-again = Watch it
watch-start = Before the first turn
watch-begin = Nothing has happened yet
watch-begin-text = **Play** lets the governments decide, turn after turn. The right arrow goes one turn on.
watch-by = Played by { $strategy }
watch-by-hand = Played by hand
watch-map = Map
watch-told = What happened
watch-more = { $count ->
    [one] and one more
   *[other] and { NUMBER($count) } more
}
watch-play = Play
watch-pause = Pause
watch-first = To the first turn
watch-before = One turn back
watch-next = One turn on
watch-last = To the last turn
watch-pace = Speed
watch-pace-0 = Slow
watch-pace-1 = Usual
watch-pace-2 = Fast
watch-playing = Governments are deciding
watch-debrief = What became of it
watch-cannot = This cannot be watched

trial-title = Test a strategy
trial-strategy = Who plays { $seat }
trial-against = Beside
trial-worlds = Worlds
trial-count = { NUMBER($count) } worlds
trial-go = Play the worlds
trial-reload = Read files anew
strategy-gone = “{ $name }” is not among your files any more; “{ $other }” is chosen now.
trial-folder = Your strategy files lie in { $folder }. “greatgame strategy new NAME” writes one to begin from; the end of a game makes one of your orders.
trial-again = Ask again
trial-busy = The first worlds are being played…
trial-none = Nothing tested yet
trial-none-text = Both strategies play the same worlds, with the same luck. Each figure then shows how far the first is ahead, how sure that is, and in how many worlds.
trial-played = Worlds
trial-even = even
trial-mean = mean
trial-differences = Difference, with its 95 % interval; worlds won
trial-distribution = How far it is ahead, world by world

working-lost = The process that works beside the window has stopped. Nothing is lost: ask again.
