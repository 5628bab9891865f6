"""Puts the checkout's root under the one name ``mmsafeaware``, in a wheel and in an editable install.

The root *is* the package: ``mmsafeaware.py`` becomes ``mmsafeaware/__init__.py`` and each folder below a sub-package.
An editable install gets no copies, which would go stale: its ``mmsafeaware/__init__.py`` runs the checkout's file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGES = ("annotations", "audit", "commands", "dataset_card", "images", "release", "validation", "writing")
LEFT_OUT = {"candidates", "ratings", "scenes", "__pycache__"}  # what the data was made from; the sdist has it
STUB = '''"""An editable install of mmsafeaware: runs the file of the checkout."""
__file__ = {file!r}
with open(__file__, encoding="utf-8") as _file:
    exec(compile(_file.read(), __file__, "exec"))
'''


class Layout(BuildHookInterface):  # type: ignore[type-arg]
    """Says for every file of the package where in the wheel it goes."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        if self.target_name != "wheel":
            return
        if version == "editable":
            stub = Path(self.directory) / "editable" / "__init__.py"
            stub.parent.mkdir(parents=True, exist_ok=True)
            stub.write_text(STUB.format(file=str(root / "mmsafeaware.py")), encoding="utf-8")
            build_data["force_include_editable"] = {str(stub): "mmsafeaware/__init__.py"}
            return
        files = {"mmsafeaware.py": "mmsafeaware/__init__.py", "py.typed": "mmsafeaware/py.typed"}
        for package in PACKAGES:
            for path in sorted((root / package).rglob("*")):
                inner = path.relative_to(root)
                if path.is_file() and not LEFT_OUT & set(inner.parts):
                    files[str(inner)] = f"mmsafeaware/{inner.as_posix()}"
        build_data["force_include"].update({str(root / source): target for source, target in files.items()})
