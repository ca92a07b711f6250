"""Set-based SQL, one module a subject."""
