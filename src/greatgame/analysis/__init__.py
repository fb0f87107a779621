"""Analysis of a batch from its files alone: distributions, sensitivity, scenario discovery, report."""
