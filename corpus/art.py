"""Icon sets and fonts: fetched with npm at exact versions, checked by SHA-256, read here.

`python -m corpus.art` fetches them into `.art/` and checks each file that is used;
`python -m corpus.art --record` writes the check sums after a change of `images/package.json`.
"""

from __future__ import annotations

import difflib
import functools
import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

ROOT = Path(__file__).resolve().parents[1]
ART = ROOT / ".art"
MODULES = ART / "node_modules"
SUMS = ROOT / "images" / "art.json"

ICON_SETS = {"f": "fluent-emoji", "n": "noto", "g": "game-icons", "m": "mdi"}
"""Letter in a scene -> set: fluent and noto are coloured, game-icons and mdi are silhouettes of one colour."""

_GOOGLE = "@expo-google-fonts/{0}/{1}/{2}_{1}.ttf"
FONTS = {
    "sans": ("dejavu-fonts-ttf/ttf/DejaVuSans.ttf", "dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf"),
    "mono": ("dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf", "dejavu-fonts-ttf/ttf/DejaVuSansMono-Bold.ttf"),
    "serif": tuple(_GOOGLE.format("lora", w, "Lora") for w in ("400Regular", "700Bold")),
    "round": tuple(_GOOGLE.format("nunito", w, "Nunito") for w in ("400Regular", "700Bold")),
    "narrow": tuple(_GOOGLE.format("barlow-condensed", w, "BarlowCondensed") for w in ("400Regular", "700Bold")),
    "slab": (_GOOGLE.format("alfa-slab-one", "400Regular", "AlfaSlabOne"),),
    "hand": (_GOOGLE.format("patrick-hand", "400Regular", "PatrickHand"),),
    "type": (_GOOGLE.format("special-elite", "400Regular", "SpecialElite"),),
}
"""Name in a scene -> files, regular first and bold second where the family has one."""


class ArtError(Exception):
    """An icon or font is unknown or not what was recorded; the message says what to do."""


class Icon(NamedTuple):
    """Body of an icon (SVG without the outer element) and its size in its own units."""

    body: str
    width: float
    height: float


class Face(NamedTuple):
    """One font file: family as the renderer knows it, weight, advance of each character in em."""

    family: str
    weight: int
    advance: dict[str, float]


def used_files() -> list[str]:
    """Paths below `node_modules` of all files that drawing reads."""
    icons = [f"@iconify-json/{name}/icons.json" for name in ICON_SETS.values()]
    return sorted(icons + [path for paths in FONTS.values() for path in paths])


@functools.cache
def icon_set(letter: str) -> dict[str, Any]:
    """The parsed icons.json of a set."""
    path = MODULES / "@iconify-json" / ICON_SETS[letter] / "icons.json"
    if not path.exists():
        raise ArtError("the icon sets are missing: run `python -m corpus.art`")
    data: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return data


def find_icons(word: str) -> list[str]:
    """Names such as `f:cat` that contain the word, in all sets (shortest first)."""
    word = word.lower().replace(" ", "-")
    names = [
        f"{s}:{n}" for s in ICON_SETS for part in ("icons", "aliases") for n in icon_set(s).get(part, {}) if word in n
    ]
    return sorted(set(names), key=lambda n: (list(ICON_SETS).index(n[0]), len(n), n))


def icon(name: str) -> Icon:
    """Look up `set:name`; an unknown name raises ArtError with the nearest names."""
    letter, _, key = name.partition(":")
    if letter not in ICON_SETS or not key:
        raise ArtError(f"'{name}' is no icon name: write set:name with set {', '.join(ICON_SETS)}, e.g. f:cat")
    data = icon_set(letter)
    entry = data["icons"].get(key)
    alias = data.get("aliases", {}).get(key)
    if entry is None and alias is not None and set(alias) == {"parent"}:
        entry = data["icons"].get(alias["parent"])
    if entry is None:
        near = difflib.get_close_matches(key, list(data["icons"]), 6, 0.6)
        longest = max(key.split("-"), key=len)
        more = [n for n in find_icons(longest) if n[2:] not in near][:8] if len(longest) > 2 else []
        hint = ", ".join([f"{letter}:{n}" for n in near] + more) or "none (try --icons WORD)"
        raise ArtError(f"no icon '{name}'; nearest: {hint}")
    width = entry.get("width", data.get("width", 16))
    return Icon(entry["body"], width, entry.get("height", data.get("height", width)))


@functools.cache
def face(name: str, bold: bool) -> Face:
    """The font of a family name of FONTS; families with one file have no bold."""
    if name not in FONTS:
        raise ArtError(f"no font '{name}'; there are {', '.join(FONTS)}")
    paths = FONTS[name]
    path = MODULES / paths[1 if bold and len(paths) > 1 else 0]
    if not path.exists():
        raise ArtError("the fonts are missing: run `python -m corpus.art`")
    font = TTFont(path, lazy=True)
    names, units, hmtx = font["name"], font["head"].unitsPerEm, font["hmtx"]
    family = str(names.getDebugName(16) or names.getDebugName(1))
    advance = {chr(code): hmtx[glyph][0] / units for code, glyph in font.getBestCmap().items()}
    return Face(family, int(font["OS/2"].usWeightClass), advance)


def font_files() -> list[str]:
    """Absolute paths of all font files, for the renderer."""
    return [str(MODULES / path) for paths in FONTS.values() for path in paths]


def versions() -> dict[str, str]:
    """Pinned packages of `images/package.json`."""
    found: dict[str, str] = json.loads((ROOT / "images" / "package.json").read_text("utf-8"))["dependencies"]
    return found


def fetch() -> None:
    """Install the pinned packages into `.art/` with npm, without a lock file and without scripts."""
    for name, version in versions().items():
        if not re.fullmatch(r"\d+\.\d+\.\d+", version):
            raise ArtError(f"images/package.json: {name} needs an exact version, not '{version}'")
    ART.mkdir(exist_ok=True)
    shutil.copy(ROOT / "images" / "package.json", ART / "package.json")
    command = ["npm", "install", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    if subprocess.run(command, cwd=ART).returncode:
        raise ArtError("npm could not install the packages of images/package.json")


def check(record: bool = False) -> list[str]:
    """Compare the files used with `images/art.json` (or write it); returns one sentence a difference."""
    found = {path: hashlib.sha256((MODULES / path).read_bytes()).hexdigest() for path in used_files()}
    if record:
        SUMS.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
        return []
    wanted = json.loads(SUMS.read_text("utf-8"))
    return [
        f"{p}: SHA-256 {found.get(p)}, recorded {wanted.get(p)}"
        for p in sorted({*found, *wanted})
        if found.get(p) != wanted.get(p)
    ]


def main(argv: list[str]) -> int:
    """Fetch and check; `--record` writes the check sums instead."""
    try:
        fetch()
        problems = check(record="--record" in argv)
    except (ArtError, OSError) as error:
        problems = [str(error)]
    print("\n".join(problems) or f"{len(used_files())} files of art are in place")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
