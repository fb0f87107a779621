"""What the window cannot do without, read before it opens."""

from __future__ import annotations

from greatgame.errors import GreatGameError
from greatgame.messages import messages
from greatgame.text import ENGLISH, LANGUAGES, translations
from greatgame.ui.kit.fonts import Fonts
from greatgame.ui.map.atlas import atlas
from greatgame.views.geography import places
from greatgame.views.reference.written import field_name, written

SIZE = 16


def check() -> None:
    """Read fonts, texts and map, all of which are kept, so that nothing can be missing later.

    Raises:
        GreatGameError: naming the file that is missing or damaged, and what to do.
    """
    fonts = Fonts()
    for bold in (False, True):
        fonts.font(SIZE, bold)
    for language in LANGUAGES:
        _check_messages(language)
        if language != ENGLISH:
            translations(language)
    atlas()
    places()
    written()
    field_name("any", "")


def _check_messages(language: str) -> None:
    """Every language says the same: what is missing was cut off."""
    known, other = messages(language), messages(ENGLISH)
    for whole, cut, spoken in ((other, known, language), (known, other, ENGLISH)):
        for key, path in whole.keys.items():
            if key not in cut.keys:
                file = path.with_name(f"{path.name.split('.')[0]}.{spoken}.ftl")
                raise GreatGameError(f"{file}: the message {key!r} is missing: reinstall greatgame")
