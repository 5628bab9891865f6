"""Reading the authors' research release into the native layout.

The package holds what is known of the release (``annotations/release/``: ids, labels, hashes, errata) but nothing of
the release itself: no licence was granted for its sentences and pictures.
"""

from __future__ import annotations

from mmsafeaware.release.importer import import_release

__all__ = ["import_release"]
