"""Whether an alert reaches somebody now: judged from its rule to the person who is called."""
