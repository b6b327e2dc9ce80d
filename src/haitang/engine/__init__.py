"""The engine 机房: gate, ledger, authority, clock, vault, outbox, tally. It knows nouns, not what a neighborhood does."""
