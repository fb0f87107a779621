"""Batches: sweeps over levers and uncertainties, played anywhere, kept as files that can be resumed and expanded."""
