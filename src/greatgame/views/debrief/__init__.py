"""The seven cards of the debrief, from a session and what a worker has found out so far.

1. :func:`result.result`: the result against targets in five lines.
2. :func:`course.course`: the timeline and the orders on which the campaign turned.
3. :func:`ledger.waterfall`: what moved a figure over the whole campaign.
4. :func:`luck.luck`: luck and decisions.
5. :func:`theirs.theirs`: every other government's game.
6. :func:`assumptions.assumptions`: would it hold under other assumptions.
7. What can be taken away is for the screens: they export files.
"""
