"""The end of a game: seven cards, drawn as their numbers come in."""
