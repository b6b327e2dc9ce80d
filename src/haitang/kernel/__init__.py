"""The kernel 内核: plain Python, the words in which the rest of the house is written. No Django, no database."""
