"""Wheel, sdist and editable install behave alike: only ``mmsafeaware`` enters site-packages; edits show at once."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHOW = "import mmsafeaware, mmsafeaware.validation.records as r; print(len(r.scenarios()), mmsafeaware.__version__)"


def run(*command: object, cwd: Path) -> str:
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{command}\n{done.stdout}{done.stderr}")
    return done.stdout


def site(python: Path, cwd: Path) -> Path:
    return Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=cwd).strip())


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        checkout = place / "checkout"
        names = run("git", "ls-files", "-z", cwd=ROOT).split("\0")[:-1]
        for part in names:
            (checkout / part).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / part, checkout / part)
        venv.create(place / "tools", with_pip=True)
        tools = place / "tools" / "bin" / "python"
        run(tools, "-m", "pip", "install", "-q", "build", cwd=place)
        run(tools, "-m", "build", "-q", checkout, "-o", place / "dist", cwd=place)
        wheel = next((place / "dist").glob("*.whl"))
        sdist = next((place / "dist").glob("*.tar.gz"))
        contents = {}
        for kind, what in {"wheel": [wheel], "sdist": [sdist], "editable": ["-e", checkout]}.items():
            venv.create(place / kind, with_pip=True, system_site_packages=False)
            python = place / kind / "bin" / "python"
            folder = site(python, place)
            before = {path.name for path in folder.iterdir()}
            run(python, "-m", "pip", "install", "-q", "--no-deps", *what, cwd=place)
            new = {path.name for path in folder.iterdir()} - before
            assert {part for part in new if not part.endswith(".dist-info")} == {"mmsafeaware"}, (kind, new)
            run(python, "-m", "pip", "install", "-q", *what, cwd=place)
            contents[kind] = (
                run(python, "-c", SHOW, cwd=place),
                run(place / kind / "bin" / "mmsafeaware", "-h", cwd=place),
            )
        assert contents["wheel"] == contents["sdist"] == contents["editable"], contents
        source = checkout / "mmsafeaware.py"
        source.write_text(source.read_text("utf-8").replace('__version__ = "', '__version__ = "9.'), "utf-8")
        shown = run(place / "editable" / "bin" / "python", "-c", SHOW, cwd=place)
        assert shown.split()[1].startswith("9."), shown
        print("wheel, sdist and editable install alike:", contents["wheel"][0].strip(), "- an edit shows at once")


main()
