"""From approval to the sealed document: rendering, sealing, renewing, checking, and warnings to operators."""
