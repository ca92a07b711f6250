"""ShopDesk: the desktop program with which the owner of a small online shop runs the whole shop."""

__version__ = "0.1.0"
