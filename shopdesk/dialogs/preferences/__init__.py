"""The preferences, generated from what is declared: this shop's facts, its rules with their sources, this
machine's taste.
"""

from shopdesk.dialogs.preferences.dialog import PreferencesDialog

__all__ = ["PreferencesDialog"]
