"""What can be looked up: the encyclopaedia's articles, the dossiers of governments, every figure with its source.

:class:`~greatgame.views.reference.library.Library` has the articles and finds them;
:class:`~greatgame.views.reference.data.DataBook` has the figures and the sources.
"""
