"""Bench 量速: ratios measured in one run, both sides interleaved, with an fsync probe and the load beside each sample.

Nothing is imported here: the bare twin starts Django before it loads its own module of this room.
"""
