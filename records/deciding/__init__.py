"""From submission to the last decision: versions, the chain of steps, assignment, emailed links, states."""
