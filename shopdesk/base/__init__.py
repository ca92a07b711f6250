"""What everything stands on: errors, wording, settings, catalogues, clock, log. Imports nothing of ours."""
