"""What differs per right, one module a right.

Each module says which row of the evidence table applies (``request_kind``), what the engine
proposes per data group (``propose``), and which letter answers (``answer_type``). Proposals are
never decisions: the officer confirms or changes each.
"""
