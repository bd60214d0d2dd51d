"""From submission to the last decision: versions, the chain of steps, who is asked, links, states."""
