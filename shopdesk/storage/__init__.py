"""The only place that knows SQL: tables, types, sessions, queries, search, migrations."""
