"""Categories 类别: what a case may be, as options of a form."""

from haitang.entrypoints.web.choices import of_shape


def categories(tongue: str) -> list[dict[str, str]]:
    """Every category of the catalogue's cases, each once."""
    options = {option.code: option.words for kind in of_shape("case") for option in kind.categories}
    return [{"value": code, "label": words.say(tongue)} for code, words in options.items()]
