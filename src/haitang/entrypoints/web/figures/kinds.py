"""Kinds of lines 账行说法: a public kind such as `request.closed.solved` as a few words in both languages.

The words come from the flow's verb, the shape it belongs to and the outcome the catalogue offers, so that a new kind of
an old shape needs no entry here. A test asks for the words of everything the commands can write.
"""

from haitang.kernel.kind import Kind
from haitang.kernel.registry import kinds
from haitang.kernel.words import Words

#: Kinds that belong to no flow.
WHOLE: dict[str, Words] = {
    "sealed": Words(zh="只公开数量的一笔", en="an act of which only the quantity is public"),
    "organization.founded": Words(zh="设立单位", en="organization founded"),
    "place.added": Words(zh="登记地方", en="place added"),
    "post.created": Words(zh="设岗位", en="post created"),
    "post.filled": Words(zh="任职", en="post filled"),
    "account.opened": Words(zh="开账号", en="account opened"),
    "channel.added": Words(zh="加消息渠道", en="channel added"),
    "channel.tested": Words(zh="试发消息", en="channel tested"),
    "channel.enabled": Words(zh="打开消息渠道", en="channel switched on"),
    "channel.disabled": Words(zh="关掉消息渠道", en="channel switched off"),
    "channel.removed": Words(zh="删掉消息渠道", en="channel removed"),
    "wording.changed": Words(zh="改答复用语", en="wording changed"),
    "wording.reset": Words(zh="恢复答复用语", en="wording set back"),
    "setting.changed": Words(zh="改设置", en="setting changed"),
    "body.erased": Words(zh="抹除密封的一半", en="sealed halves erased"),
}

STEMS: dict[str, Words] = {
    "request": Words(zh="诉求", en="request"),
    "session": Words(zh="会议", en="session"),
    "project": Words(zh="项目", en="project"),
}

VERBS: dict[str, Words] = {
    "received": Words(zh="收到", en="received"),
    "accepted": Words(zh="受理", en="accepted"),
    "assigned": Words(zh="派办", en="assigned"),
    "started": Words(zh="开始办理", en="started"),
    "claimed": Words(zh="申报办结", en="claimed done"),
    "rejected": Words(zh="核查没通过", en="sent back"),
    "checked": Words(zh="核查通过", en="checked"),
    "answered": Words(zh="答复", en="answered"),
    "closed": Words(zh="结案", en="closed"),
    "reopened": Words(zh="复办", en="reopened"),
    "told": Words(zh="答复由人告知", en="answer told in person"),
    "retried": Words(zh="再送一次", en="delivery tried again"),
    "judged": Words(zh="说事人评价", en="judged"),
    "withdrawn": Words(zh="撤回", en="withdrawn"),
}

#: Where a shape says the same step with another word.
VERBS_OF: dict[str, dict[str, Words]] = {
    "meeting": {
        "planned": Words(zh="定了会期", en="planned"),
        "tabled": Words(zh="列入议程", en="item put on the agenda"),
        "published": Words(zh="议程公布", en="agenda published"),
        "attended": Words(zh="到场人数", en="attendance recorded"),
        "decided": Words(zh="作出决定", en="decision"),
        "closed": Words(zh="结束", en="closed"),
        "cancelled": Words(zh="取消", en="cancelled"),
    },
    "project": {
        "proposed": Words(zh="立项", en="proposed"),
        "approved": Words(zh="批准", en="approved"),
        "started": Words(zh="动工", en="started"),
        "claimed": Words(zh="申报完工", en="claimed done"),
        "rejected": Words(zh="验收没通过", en="sent back"),
        "accepted": Words(zh="验收通过", en="accepted"),
    },
}

#: What follows the verb and is not an outcome of the catalogue: verdicts, decisions, ways of telling.
OPTIONS: dict[str, Words] = {
    "yes": Words(zh="好了", en="solved"),
    "half": Words(zh="好了一半", en="half solved"),
    "no": Words(zh="没好", en="not solved"),
    "cannot_tell": Words(zh="说不准", en="cannot tell"),
    "phone": Words(zh="打电话", en="by telephone"),
    "paper": Words(zh="书面", en="on paper"),
    "visit": Words(zh="上门", en="at the door"),
    "project": Words(zh="立项", en="open a project"),
    "task": Words(zh="交给单位办", en="give it to an office"),
    "no_action": Words(zh="不办，说明理由", en="take no action, with the reason"),
    "postponed": Words(zh="下次再议", en="postponed"),
}


def words_of(kind: str) -> Words:
    """A public kind in words; the kind itself where nobody gave it any."""
    return known(kind) or Words(zh=kind, en=kind)


def known(kind: str) -> Words | None:
    """A public kind in words: subject, verb and, after a colon, what came of it; None when a part has no words."""
    if kind in WHOLE:
        return WHOLE[kind]
    stem, _, rest = kind.partition(".")
    verb, _, option = rest.partition(".")
    spec = next((each for each in kinds if each.leaf == stem), None)
    if spec is None or (said := _verb(spec, verb)) is None:
        return None
    about = STEMS.get(stem, spec.words)
    line = Words(zh=f"{about.zh}{said.zh}", en=f"{about.en} {said.en}")
    return _with(line, spec, option, verb) if option else line


def _verb(spec: Kind, verb: str) -> Words | None:
    return VERBS_OF.get(spec.shape, {}).get(verb) or VERBS.get(verb)


def _with(line: Words, spec: Kind, option: str, verb: str) -> Words | None:
    """The line with what came of it; of a reopening it is what had come of it before."""
    offered = spec.option("outcomes", option)
    said = offered.words if offered else OPTIONS.get(option)
    if said is None:
        return None
    if verb == "reopened":
        return Words(zh=f"{line.zh}（原先：{said.zh}）", en=f"{line.en} (was: {said.en})")
    return Words(zh=f"{line.zh}：{said.zh}", en=f"{line.en}: {said.en}")
