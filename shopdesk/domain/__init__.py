"""Every rule of the shop as pure functions and frozen dataclasses. No SQL, no Qt, no files."""
