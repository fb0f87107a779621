"""The laboratory: ensembles of campaigns, paired comparisons, studies of the model itself."""
