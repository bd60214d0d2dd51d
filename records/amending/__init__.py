"""Later versions of a sealed record: one that corrects it, or one that cancels it because it did not happen."""
