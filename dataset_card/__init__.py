"""What is published: the built folder, its card and its checksums."""

from mmsafeaware.dataset_card.build import Built, build

__all__ = ["Built", "build"]
