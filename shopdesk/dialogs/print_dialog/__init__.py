"""Printing labels, pick lists and packing notes: what, on what, from where, and what stands in the way."""
