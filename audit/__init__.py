"""How good the annotation of a corpus is: ``audit(path)`` measures agreement, annotators, discards and shortcuts."""

from __future__ import annotations

from mmsafeaware.audit.measures import Audit, audit

__all__ = ["Audit", "audit"]
