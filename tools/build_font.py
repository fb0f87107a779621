"""Build the game's font: one family that holds Latin, Cyrillic, Japanese and the symbols that screens use.

pygame knows no fall-back from one font to another, so a single file must hold
every glyph.  Sources are merged in the order given: a glyph comes from the first
one that has it.  All must be OFL fonts with 1,000 units an em and TrueType outlines.

    python tools/build_font.py Regular assets/fonts/GameSans-Regular.ttf NotoSans-Regular.ttf \\
        noto-sans-jp-japanese-400-normal.woff NotoSansMath-Regular.ttf NotoSansSymbols-Regular.ttf \\
        NotoSansSymbols2-Regular.ttf

The Noto Sans files are in Debian's package ``fonts-noto-core``, the Japanese
ones in the npm package ``@fontsource/noto-sans-jp`` (``npm pack`` fetches it).
Needs the extra ``assets`` (fontTools, brotli).
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from fontTools import merge, subset
from fontTools.ttLib import TTFont

FAMILY = "GameSans"
ASCENT, DESCENT = 1000, -260
"""Of a line, in thousandths of an em; the merged fonts bring 1.8 em along between them."""
RANGES = (
    (0x20, 0x24F),  # Latin
    (0x2B0, 0x2FF),
    (0x370, 0x3FF),  # Greek, for formulas
    (0x400, 0x52F),  # Cyrillic, Kazakh and its neighbours included
    (0x1E00, 0x1EFF),
    (0x2000, 0x206F),
    (0x2070, 0x209C),
    (0x20A0, 0x20C0),
    (0x2100, 0x214F),
    (0x2150, 0x218B),
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),
    (0x2460, 0x24FF),  # circled digits
    (0x2500, 0x257F),
    (0x2580, 0x259F),
    (0x25A0, 0x25FF),  # triangles, squares, circles
    (0x2600, 0x2667),
    (0x2713, 0x2718),
    (0x3000, 0x30FF),  # Japanese punctuation, kana
    (0x3380, 0x33DF),  # square units
    (0xFF01, 0xFFEE),
)
DROPPED = ("GSUB", "GPOS", "GDEF", "BASE", "STAT", "MATH", "meta", "vhea", "vmtx", "VORG", "DSIG")


def wanted() -> set[int]:
    """Code points that screens may need; kanji of JIS levels 1 and 2 among them."""
    points = {point for first, last in RANGES for point in range(first, last + 1)}
    for row in range(0xB0, 0xF5):
        for cell in range(0xA1, 0xFF):
            points |= {ord(sign) for sign in bytes((row, cell)).decode("euc_jp", errors="ignore")}
    return points


def reduced(source: Path, points: set[int], target: Path) -> set[int]:
    """Write those glyphs of ``source`` that are asked for, without hints; returns what it has of them."""
    options = subset.Options()
    options.hinting = False
    options.name_IDs = ["*"]
    options.drop_tables += [*DROPPED]
    font = TTFont(source, recalcTimestamp=False)
    found: set[int] = points & font.getBestCmap().keys()
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=found)
    cutter.subset(font)
    font.flavor = None
    font.save(target)
    return found


def renamed(font: TTFont, style: str) -> None:
    """Give the family its own name, as the licence asks for changed fonts, and one line height."""
    full = f"{FAMILY} {style}"
    names = {1: FAMILY, 2: style, 3: full, 4: full, 6: full.replace(" ", "-"), 16: FAMILY, 17: style}
    for record in list(font["name"].names):
        if record.nameID in names:
            font["name"].removeNames(nameID=record.nameID)
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap = ASCENT, DESCENT, 0
    table = font["OS/2"]
    table.sTypoAscender, table.sTypoDescender, table.sTypoLineGap = ASCENT, DESCENT, 0
    table.usWinAscent, table.usWinDescent = ASCENT, -DESCENT


def build(style: str, target: Path, sources: list[Path]) -> int:
    """Merge ``sources`` into ``target``; returns the number of characters it holds."""
    left = wanted()
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for number, source in enumerate(sources):
            part = Path(folder) / f"{number}.ttf"
            found = reduced(source, left, part)
            if found:
                parts.append(str(part))
                left -= found
        merged = merge.Merger(merge.Options(drop_tables=["vhea", "vmtx"])).merge(parts)
    renamed(merged, style)
    # The clock must not show in the file: the same sources give the same bytes.
    merged["head"].modified = merged["head"].created
    merged.recalcTimestamp = False
    merged.save(target)
    return len(merged.getBestCmap())


def main() -> None:
    """Read the arguments and build."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("style", help="Regular or Bold")
    parser.add_argument("target", type=Path)
    parser.add_argument("sources", type=Path, nargs="+")
    given = parser.parse_args()
    count = build(given.style, given.target, given.sources)
    print(f"{given.target}: {count:,} characters, {given.target.stat().st_size // 1024:,} KiB")


if __name__ == "__main__":
    main()
