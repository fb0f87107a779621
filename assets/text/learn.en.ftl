# The guided first game.  learn-<step> is its heading, -text what it is about, -do what to do, -done what was achieved.

learn-title = Learn
learn-about = A guided first game: **ten minutes, two quarters**. You learn by doing, in the real chart room.
learn-about-read = Read any number on the screen: what it is made of, line by line, and where it comes from.
learn-about-order = Give an order, take it back, give it again.
learn-about-odds = See the odds before you decide, hear three advisors who disagree, and put a number on what you expect.
learn-about-commit = End the turn and see who moved, and who answered you.
learn-about-answer = Find the effect of your own order in the ledger, and answer an event.
learn-about-free = Mouse or keyboard, as you like. Any step can be skipped; Escape puts the guide aside, and you can take it up again here. It never stands in the way of the game.
learn-time = About ten minutes
learn-start = Begin
learn-anew = Begin anew
learn-go-on = Go on at step { NUMBER($number) } of { NUMBER($of) }

learn-count = Step { NUMBER($number) } of { NUMBER($of) }
learn-skip = Skip
learn-rest = Put aside
learn-rest-tip = Put the guide aside ({ $stroke }); a click takes it up again
learn-more = Say what this is about
learn-less = Only what to do
learn-resume = Guide: step { NUMBER($number) } of { NUMBER($of) }
learn-resume-tip = Take up the guide again
learn-first-close = First close what is open: **Escape**, or the marked button.

learn-brief = Your brief
learn-brief-text = Every quarter begins with the cable: what changed, what waits for your answer. This is the first one.
learn-brief-do = Read it, then press **Enter** or click **To work**.
learn-brief-done = You have read the cable.

learn-number = Every number explains itself
learn-number-text = Average trust at the top is the mean of your hosts’ trust in you. It says its unit, its scope and the level that matters. (The pillar “Trust won” is a score made of it and of your credibility.)
learn-number-do = Point at **Average trust** and wait; or go there with **Tab** and press **{ $stroke }**.
learn-number-done = You asked a number what it means.

learn-ledger = Open its ledger
learn-ledger-text = Behind each number stands a ledger whose lines add up to it: your own orders in bold, chance last.
learn-ledger-do = Click **Average trust**; or press **{ $stroke }** once more.
learn-ledger-done = This is a ledger. Lines with an arrow open in turn.

learn-close = Back to the room
learn-close-text = Look at the lines: they add up to the total. No number in the game lacks such an account.
learn-close-do = Press **Escape** or click **Close**.
learn-close-done = You read a ledger.

learn-lens = Look through a lens
learn-lens-text = The map has seven lenses: influence, projects, trade, debt, security, opinion, rivals. Colour is never alone: letters and patterns say the same.
learn-lens-do = Click a number above the map; or press **{ $stroke }** to **{ $other }**.
learn-lens-done = You changed the lens.

learn-order = Give an order
learn-order-text = Orders wait in a queue until you end the turn. Each has a price, a delay and somebody who will mind. The inspector lists those that bear on what you look at.
learn-order-do = Choose an order, from the list beside the host or with **Order**, and put it in the queue.
learn-order-done = Your order is in the queue.

learn-undo = Take it back
learn-undo-text = Nothing is lost before you end the turn: undo reaches back without limit.
learn-undo-do = Press **{ $stroke }**, or click **Undo**.
learn-undo-done = The order is gone, and your money is back.

learn-redo = And give it again
learn-redo-text = Redo brings back what undo took.
learn-redo-do = Press **{ $stroke }**, or click **Redo**.
learn-redo-done = The order is back.

learn-odds = Look at the odds
learn-odds-text = The wind tunnel plays your queue against an empty one in the same futures, hundreds of times: the chance of each goal, and how often one plan beats the other. The orders of later turns are a strategy’s, the same on both sides.
learn-odds-do = Press **{ $stroke }**, or click **Wind tunnel**.
learn-odds-done = This is the wind tunnel.

learn-tunnel = Read it, and come back
learn-tunnel-text = The band holds nine futures in ten, the line is the middle one. The worst tenth is told apart: that is what you risk.
learn-tunnel-do = When you have seen enough, press **Escape**.
learn-tunnel-done = You looked at the odds before you decided.

learn-advice = Ask an advisor
learn-advice-text = Three advisors look at the same position: one at relations, one at business, one at the society of the hosts. They disagree by design.
learn-advice-do = Click one of them; or press **{ $stroke }** and **Enter**.
learn-advice-done = An advisor gives a reason, a range, and what would change the advice.

learn-advised = Weigh it
learn-advised-text = Advice has a mechanism and a number with a range. You need not follow it.
learn-advised-do = Press **Escape** to go back to the room.
learn-advised-done = You heard an advisor.

learn-draft = Have the turn drafted
learn-draft-text = Projects are signed, prepared, financed and built, over years; a memorandum that nobody finances lapses and costs trust. The strategy that forecasts let play on drafts a turn that sees to this, for you to change.
learn-draft-do = Press **{ $stroke }**, or click the pen above the queue.
learn-draft-done = The draft is in the queue; take out what you do not want.

learn-predict = Say what you expect
learn-predict-text = Put a probability on a statement about the next turns. It is scored later, so that you learn how well you judge; nothing in the game depends on it.
learn-predict-do = Press **{ $stroke }** or open **Predictions**, then move one of the sliders, with the mouse or the arrow keys.
learn-predict-done = Your prediction is kept and will be scored.

learn-commit = End the turn
learn-commit-text = Everyone's orders meet at once: yours, those of the other powers, those of the hosts.
learn-commit-do = Press **{ $stroke }** twice, or click **End the turn** twice.
learn-commit-done = The turn is over.

learn-answers = See who answered
learn-answers-text = The turn is told in the order of causes: chance, the others, the hosts, you, the markets. A line in colour is a move against one of yours.
learn-answers-do = Read it, then press **Enter**; once more to go on.
learn-answers-done = You saw what everyone did.

learn-challenge = Somebody challenges you
learn-challenge-text = When a rival moves against one of your moves you can insist, offer a trade, bring others in, or back down. Each way tells its odds and what is at stake.
learn-challenge-do = Choose an answer; or decide later.
learn-challenge-done = You answered a challenge.

learn-effect = Find your effect
learn-effect-text = What did your order do? Its line stands in the ledger of what it moved, in bold, beside everything else that moved it.
learn-effect-do = Open the ledger of the marked number: click it, or go there with **Tab** and press **Enter**.
learn-effect-done = There it is: the effect of your own order.

learn-event = Answer an event
learn-event-text = Events strike, and some wait for you. An answer is an order too: each says what it does.
learn-event-do = Open the event that waits for you, from the bell or the warning at the top, and choose an answer.
learn-event-done = Your answer is in the queue.

learn-onward = You know the trade
learn-onward-text = That is a whole turn: read, order, look ahead, decide, learn. Your own campaign begins at level **{ $level }**, with fewer things at a time. F1 explains anything, Ctrl+K finds any command.
learn-begin = Begin my campaign ({ $level })
learn-stay = Play on here
