"""Jobs 长活: work that takes a while, always through the gate: the demonstration year, imports, the bench."""
