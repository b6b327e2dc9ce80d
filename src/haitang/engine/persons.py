"""About a person 关于人的: a report about somebody instead of a place or a thing is not kept; its voice learns who is competent.

Matters are about places and things. What was said about a person is destroyed and handed to nobody; the count stays.
"""

from django.db.models import Q

from haitang.engine import joined, orders
from haitang.engine.change import Change
from haitang.engine.photos import let_go
from haitang.kernel.words import Words
from haitang.records.file import Attachment
from haitang.records.matter import Matter
from haitang.records.voice import Answer, Voice

BASIS = "about_person"
NAMED = Words(zh="关于人的，没有收", en="about a person, not taken")

_GONE = Words(
    zh="您说的是关于人的事。这里只收地方和东西的事，所以不收；您写的话和照片已经删除，没有转给任何人，只记了一件的数。",
    en="What you said is about a person. Only places and things belong here, so it was not taken; your words and photos "
    "are destroyed and were handed to nobody, and only the count of one remains.",
)
_AGAIN = Words(
    zh="如果其实是地方或东西的事，请不提人，再说一次。",
    en="If it is really about a place or a thing, please say it again without the person.",
)
#: Who is competent instead. 110 police, 12345 the city's hotline; mediation by the community's people's committee.
COMPETENT: dict[str, Words] = {
    "police": Words(zh="有危险、有违法的，请打 110。", en="For danger or an offense, please call 110, the police."),
    "hotline": Words(
        zh="对人的投诉、求助，请打 12345。",
        en="For a complaint or help about somebody, please call 12345, the city line.",
    ),
    "mediation": Words(
        zh="邻里之间的纠纷，可以到社区当面说，请人民调解委员会来调解；这要双方自愿。",
        en="For a quarrel between neighbors, please come to the community in person: its people's mediation committee "
        "helps when both sides want it.",
    ),
}


def refused(matter: Matter) -> bool:
    """Whether a matter was not taken because it was about a person: nothing is left to judge or to open again."""
    return matter.basis == BASIS


def refuse(change: Change, competent: str) -> int:
    """Tell every voice who is competent, destroy what was said and close; how many were told."""
    matter = change.matter
    voices = list(joined.speaking(matter))
    Answer.objects.bulk_create(
        Answer(
            voice=voice,
            text=told(competent, voice.language),
            language=voice.language,
            outcome=BASIS,
            at=change.at,
        )
        for voice in voices
    )
    _destroy(matter)
    matter.basis, matter.answered_at, matter.closed_at = BASIS, change.at, change.at
    return len(voices)


def told(competent: str, language: str) -> str:
    """What a voice reads."""
    return "\n".join(words.say(language) for words in (_GONE, COMPETENT[competent], _AGAIN))


def _destroy(matter: Matter) -> None:
    """Nothing that was said stays, here or in what was joined into it: words, place in words, title, photos."""
    Voice.objects.filter(joined.behind(matter)).update(words="")
    orders.forget(matter)
    same = Matter.objects.filter(pk__in=joined.sources(matter).values("source"))
    same.update(place_words="", title="", screened=False)
    matter.place_words = matter.title = ""
    matter.screened = False
    shown = Attachment.objects.filter(Q(matter=matter) | Q(matter__in=same.values("pk")))
    files = {pk for row in shown.values_list("file_id", "original_id") for pk in row if pk}
    shown.delete()
    let_go(files)
