"""A GDPR data-subject-request workflow engine.

A scanned letter is received and read (stages/intake), the person is found and identity is weighed
(stages/verification), each data group is decided on a lawful ground (stages/decision), the approved
plan is carried out against the registers and proven (stages/execution), and a letter that is
complete in law is composed, checked and released (stages/response).

Read in this order: law/ (rules as pure functions), cases/ (what a case is), engine/ (the workflow
tables), rights/ (what differs per right), stages/ (what happens), then adapters/ and app.py.
"""

__version__ = "0.1.0"
