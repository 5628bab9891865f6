"""All components: importing this module enters them in the table, in the order of the cheat sheet."""

# isort: off
from corpus import basics, effects, people, groups, screens, windows, papers, books, slips, signs, boards, goods, packs
from corpus import charts, maps, rooms, kitchen, outdoors, streets
# isort: on

__all__ = [
    "basics",
    "boards",
    "books",
    "charts",
    "effects",
    "goods",
    "groups",
    "kitchen",
    "maps",
    "outdoors",
    "packs",
    "papers",
    "people",
    "rooms",
    "screens",
    "signs",
    "slips",
    "streets",
    "windows",
]
