"""On behalf 替人记: what is said on paper, by telephone or at the counter."""
