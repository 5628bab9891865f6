"""Characters that a reader does not see, and a model reads: REC007."""

from __future__ import annotations

import re
import unicodedata

# Control characters but the line feed; soft hyphen; zero-width characters; marks and overrides of direction; the
# invisible operators; the byte order mark; variation selectors' neighbours in the tags block.
_CLASS = r"\x00-\x09\x0b-\x1f\x7f-\x9f" + "".join(
    chr(low) + (f"-{chr(high)}" if high > low else "")
    for low, high in (
        (0xAD, 0xAD),
        (0x61C, 0x61C),
        (0x180E, 0x180E),
        (0x200B, 0x200F),
        (0x2028, 0x202E),
        (0x2060, 0x206F),
        (0xFEFF, 0xFEFF),
        (0xFFF9, 0xFFFB),
        (0xE0000, 0xE007F),
    )
)
RE2 = f"[{_CLASS}]"
_HIDDEN = re.compile(RE2)
JOINERS = "\u200c\u200d"


def characters(text: str) -> str:
    """The hidden characters of a text by code point and name, as a message has them; empty if there are none.

    A joiner between two characters beyond ASCII belongs to the spelling of emoji and of many scripts.
    """
    found: dict[str, str] = {}
    for match in _HIDDEN.finditer(text):
        around = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
        if match[0] in JOINERS and all(side > "\x7f" for side in around):
            continue
        name = unicodedata.name(match[0], "a control character")
        found.setdefault(match[0], f"U+{ord(match[0]):04X} {name} at character {match.start() + 1}")
    shown = list(found.values())
    return ", ".join(shown[:3]) + (f" and {len(shown) - 3} more kinds" if len(shown) > 3 else "")
