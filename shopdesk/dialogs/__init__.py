"""Flows that several tabs share: import wizard, print, preferences, first start."""
