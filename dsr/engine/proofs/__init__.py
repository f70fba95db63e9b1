"""The properties that check.py holds every table to, by topic; each has its own fault code."""
