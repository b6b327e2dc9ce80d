"""Refusals of files 不收的文件: what is wrong with a file as a whole, said in words."""

from haitang.kernel.errors import Invalid
from haitang.kernel.words import Words

FIELD = "file"
NO_TABLE = Words(
    zh="看不懂这个文件；请另存为 .xlsx 或 .csv 再传", en="This file cannot be read; save it as .xlsx or .csv"
)
OLD_OR_LOCKED = Words(
    zh="这是旧格式（.xls）或者加了密码的表格；请打开后另存为 .xlsx，不要密码",
    en="This is an old .xls file or one with a password; open it and save it as .xlsx without a password",
)
BOMB = Words(
    zh="这个 .xlsx 解开以后大得不正常，没有打开；请另存一次再传",
    en="Unpacked, this .xlsx would be unreasonably large; it was not opened. Save it anew and send it again",
)
ENTITIES = Words(
    zh="这个 .xlsx 里有不该有的内容（XML 实体），没有打开",
    en="This .xlsx holds what does not belong there (XML entities); it was not opened",
)
NO_ENCODING = Words(
    zh="认不出文字编码；请另存为 CSV（UTF-8）再传",
    en="The encoding of the text is not known; save it as CSV (UTF-8)",
)
NO_HEAD = Words(
    zh="前 30 行里找不到表头；要有这些列：{needed}",
    en="No row among the first 30 names the columns that are needed: {needed}",
)
TOO_MANY = Words(zh="超过 110 万行，请分成几个文件", en="More than 1.1 million rows; please send several files")
EMPTY = Words(zh="表头下面没有一行", en="There is no row below the heads")


def refuse(words: Words, **filled: str) -> Invalid:
    """The refusal of a file, to be raised."""
    return Invalid.of(FIELD, words.zh.format(**filled), words.en.format(**filled))
