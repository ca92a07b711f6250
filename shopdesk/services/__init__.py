"""Use cases: small functions that take a session and return a Change."""
