"""From approval to the sealed document: drawing, sealing, renewing, checking, and warnings about the seal."""
