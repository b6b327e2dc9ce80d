"""Progress 进度: one bar on the error stream for each stage of long work; silent where nobody watches."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import click

from haitang.kernel.words import Words


@contextmanager
def watching(language: str) -> Iterator[Callable[[Words, int], Callable[[int], object]]]:
    """What a job is given as its `watch`: it names a stage and how much there is to do."""
    with ExitStack() as stack:

        def begin(stage: Words, length: int) -> Callable[[int], object]:
            stack.pop_all().close()
            err = click.get_text_stream("stderr")
            bar: Any = click.progressbar(length=max(length, 1), label=stage.say(language), file=err)
            stack.enter_context(bar)
            return lambda done: bar.update(done)

        yield begin
