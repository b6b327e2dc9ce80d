"""Requests 诉求: problems residents speak of, and the figures that say how an office deals with them."""

from haitang.catalogue.requests.figures import FIGURES
from haitang.catalogue.requests.problem import DISPUTES_MEDIATED, MODULE, PROBLEM, PROBLEMS_SOLVED
from haitang.kernel.registry import offer


def load() -> None:
    """Offer what this folder brings."""
    offer(MODULE, PROBLEM, PROBLEMS_SOLVED, DISPUTES_MEDIATED, *FIGURES)
