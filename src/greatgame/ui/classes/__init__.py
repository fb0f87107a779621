"""Classes from the window: choose an exercise, try it out, hold it."""
