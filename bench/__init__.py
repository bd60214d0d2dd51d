"""How fast Handover is, as ratios against the bare libraries in the same run. bench/run prints them."""
