"""How one step of a case is taken: gather the situation, let the engine judge, store the move.

Every stage goes through here, so that there is one place where a state changes and one order of
doing it: precondition, reason, actor, event, act, proof.
"""
