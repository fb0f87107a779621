"""What may be ordered: the catalogue of moves, their conditions and their prices."""
