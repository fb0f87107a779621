"""The simulated worlds: state arrays, ledger and chance tape."""

from greatgame.world.ledger import Entry, Ledger
from greatgame.world.state import State
from greatgame.world.tape import Tape
from greatgame.world.world import World

__all__ = ["Entry", "Ledger", "State", "Tape", "World"]
