"""What happens in a turn: one module for each phase, strung together in :mod:`greatgame.rules.turn`."""
