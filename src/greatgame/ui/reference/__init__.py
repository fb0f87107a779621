"""Where things are looked up: the encyclopaedia with its dossiers, and the page of data and model."""
