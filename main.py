"""Starts ShopDesk: ``python main.py``. The same as ``python -m shopdesk``."""

from __future__ import annotations

import sys

from shopdesk.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
