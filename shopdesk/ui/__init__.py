"""Qt building blocks that know no feature: theme, lanes, tables, forms, messages."""
