"""Watching a campaign on the map, turn by turn: one that strategies play, or a save played again."""
