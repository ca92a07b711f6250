"""The rows of the preview as a list: one row an order (SKU, stock figure, customer), and one for each refused row of the file."""

from __future__ import annotations
