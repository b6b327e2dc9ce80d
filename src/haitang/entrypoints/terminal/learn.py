"""`haitang learn` 学类别: from the matters this home has accepted, which category to suggest for what is said."""

import click

from haitang.engine import categorizing, suggesting
from haitang.entrypoints.terminal import home_option
from haitang.kernel.words import Words

TOO_FEW = Words(
    zh="受理过的只有 {n} 件，不到 {fewest} 件：先按目录里的关键词建议，以后再学",
    en="Only {n} matters were accepted, fewer than {fewest}: suggestions go by the catalogue's words until then",
)
LEARNED = Words(
    zh="学了 {n} 件，记住 {runs} 个字串（出现在 3 件以上、不含数字的）",
    en="Learned from {n} matters, {runs} runs of characters kept (in 3 matters or more, without digits)",
)
HELD_OUT = Words(
    zh="留出五分之一来考：学到的召回率 {model:.2f}，关键词 {words:.2f}（各类别平均）",
    en="Tried on a held-out fifth: recall {model:.2f} learned, {words:.2f} by keywords (mean over the categories)",
)


@click.command()
@home_option
@click.pass_obj
def learn(language: str) -> None:
    """Learn categories from this home's own history; the file stays in the home."""
    samples = suggesting.history()
    if len(samples) < suggesting.FEWEST:
        raise click.ClickException(TOO_FEW.say(language).format(n=len(samples), fewest=suggesting.FEWEST))
    learned, words = suggesting.tried(samples)
    click.echo(HELD_OUT.say(language).format(model=learned, words=words))
    model = categorizing.learn(samples)
    model.save(suggesting.model_file())
    click.echo(LEARNED.say(language).format(n=len(samples), runs=len(model.runs)))
