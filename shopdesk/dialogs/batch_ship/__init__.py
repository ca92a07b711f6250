"""Shipped orders into a file for their marketplace: which, in whose layout, and what was told before."""
