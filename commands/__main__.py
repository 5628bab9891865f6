"""``python -m mmsafeaware.commands``, the same as ``mmsafeaware``."""

from mmsafeaware.commands import main

main()
