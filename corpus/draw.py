"""Draw scenes: `python -m corpus.draw p0101 p0102`, or all without names.

Reads `images/scenes/<picture>.yaml`, writes `images/<picture>.png` (512 x 384). Prints one sentence a finding;
exits 1 where a scene has an error or, with --check, where a picture differs from its scene.
"""

from __future__ import annotations

import argparse
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from corpus.art import ROOT, ArtError, find_icons
from corpus.cheatsheet import cheat_sheet
from corpus.scene import near_file, picture

SCENES = ROOT / "images" / "scenes"


def write_atomically(path: Path, data: bytes) -> None:
    """Write the whole file or nothing."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.write_bytes(data)
    part.replace(path)


def draw_one(path: Path, out: Path, check: bool) -> tuple[list[str], list[str]]:
    """Draw a scene file to `out` (or compare with what is there); returns errors and warnings."""
    try:
        png, errors, warnings = picture(path)
    except ArtError as error:
        return [f"{path.name}: {error}"], []
    target = out / f"{path.stem}.png"
    if png is None:
        return errors, warnings
    if not check:
        write_atomically(target, png)
    elif not target.exists() or target.read_bytes() != png:
        errors = [f"{target.name} differs from its scene: draw it again"]
    return errors, warnings


def chosen(names: list[str], scenes: Path) -> list[Path]:
    """Scene files of the names (with or without .yaml, or a path), all without names."""
    if not names:
        return sorted(scenes.glob("*.yaml"))
    paths = []
    for name in names:
        path = Path(name) if name.endswith(".yaml") and "/" in name else scenes / f"{name.removesuffix('.yaml')}.yaml"
        if not path.exists():
            near = near_file(path.stem, [p.stem for p in scenes.glob("*.yaml")])
            raise FileNotFoundError(f"{path.name}: no such scene in {path.parent}; nearest: {near}")
        paths.append(path)
    return paths


def main(argv: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="corpus.draw", description=__doc__.split("\n\n")[0])
    parser.add_argument("picture", nargs="*", help="names of scenes, such as p0101; all without")
    parser.add_argument("--scenes", type=Path, default=SCENES, help="folder of the scenes")
    parser.add_argument("--out", type=Path, default=SCENES.parent, help="folder of the pictures")
    parser.add_argument("--check", action="store_true", help="compare with the pictures there, write nothing")
    parser.add_argument("--icons", metavar="WORD", help="list the icons with WORD in their name")
    parser.add_argument("--help-scenes", action="store_true", help="print the format of scenes")
    args = parser.parse_args(argv)
    if args.help_scenes or args.icons:
        print(cheat_sheet() if args.help_scenes else " ".join(find_icons(args.icons)) or "none: try another word")
        return 0
    try:
        paths = chosen(args.picture, args.scenes)
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 1
    args.out.mkdir(parents=True, exist_ok=True)
    work = partial(draw_one, out=args.out, check=args.check)
    if len(paths) < 4:
        results = [work(p) for p in paths]
    else:
        with ProcessPoolExecutor(2) as pool:
            results = list(pool.map(work, paths, chunksize=4))
    for errors, warnings in results:
        for line in errors:
            print(f"error: {line}")
        for line in warnings:
            print(f"warning: {line}")
    failed = sum(bool(errors) for errors, _ in results)
    done = "agree" if args.check else "drawn"
    print(f"{len(paths) - failed} of {len(paths)} {done}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
