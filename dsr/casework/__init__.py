"""How one step of a case is taken: gather the situation, let the engine judge, store the move.

Every stage goes through here, so that there is one place where a state changes and one order of
doing it: precondition, reason, actor, event, act, proof. Read in this order:

1. office: everything a stage may need, wired once; given: what came with a step, by its type.
2. step: taking a step, the only place where a case's state changes; refusing: every fault at once.
3. rights_asked, further_letters, earlier, freeze: what a letter opens, joins, repeats or holds up.
4. data: whose data are meant, what the registers hold of her, the plan; seeking, inquiring: how.
5. identity_evidence: what was shown against what is needed; representative, destination,
   contact_changes, secret_address, protecting: who acts, where the answer goes, who is shielded.
6. proposing: what the engine proposes; grounds, contradictions: what may not stand together.
7. replacing, redacting, fees: what a new decision, a covered passage, a fee does to the others.
8. answers: the right's rules and the letter that ends the round; clock: its days.
9. carrying, returned, undoing, shredding, ledger, back, screening, working: after the approval.
10. status, to_do: how a case stands, and what waits today.
"""
