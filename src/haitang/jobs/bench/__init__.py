"""Bench 量速: ratios measured in one run, both sides interleaved, with an fsync probe and the load beside each sample."""

from haitang.jobs.bench.cases import CASES
from haitang.jobs.bench.result import Result, run

__all__ = ["CASES", "Result", "run"]
