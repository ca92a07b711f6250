"""The big table: an ordered list of ids and cached windows of rows."""
