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
