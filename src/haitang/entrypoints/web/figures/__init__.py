"""Figure rooms 数字与台账: briefs, figures, ledgers and proofs. The public reads the sealed view; entitled staff the live one."""
