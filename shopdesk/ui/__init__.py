"""Qt building blocks that know no feature: theme, lanes, tables, forms, messages."""

from shopdesk.base.interpreter import keep_singletons

keep_singletons()  # before the first signal: PySide6 6.12 loses references on Python 3.11
