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
    "post.renamed": Words(zh="岗位改名", en="post renamed"),
    "post.filled": Words(zh="任职", en="post filled"),
    "post.vacated": Words(zh="免职", en="appointment ended"),
    "post.delegated": Words(zh="临时委托岗位", en="post delegated"),
    "post.returned": Words(zh="收回委托", en="delegation ended"),
    "link.made": Words(zh="开了一个链接", en="link made"),
    "link.revoked": Words(zh="收回链接", en="link taken back"),
    "account.opened": Words(zh="开账号", en="account opened"),
    "account.invited": Words(zh="邀请设密码", en="invited to set a password"),
    "account.invitation_revoked": Words(zh="收回邀请", en="invitation taken back"),
    "account.started": Words(zh="设好密码", en="password set by invitation"),
    "account.second_factor_required": Words(zh="要求两步登录", en="second step at sign-in required"),
    "account.second_factor_optional": Words(zh="两步登录改为自愿", en="second step at sign-in left to each"),
    "token.made": Words(zh="开了一个令牌", en="token made"),
    "token.lent": Words(zh="把岗位借给一个系统", en="post lent to a system"),
    "token.revoked": Words(zh="收回令牌", en="token taken back"),
    "module.switched": Words(zh="模块开关", en="module switched"),
    "opening.changed": Words(zh="开门状态变了", en="opening changed"),
    "place.closed": Words(zh="撤销地方", en="place closed"),
    "place.drawn": Words(zh="画了地方边界", en="outline of a place drawn"),
    "place.renamed": Words(zh="地方改名", en="place renamed"),
    "rule.changed": Words(zh="改规则", en="rule changed"),
    "rule.confirmed": Words(zh="确认规则", en="rule confirmed"),
    "setup.hours": Words(zh="定办公时间", en="opening hours set"),
    "setup.office": Words(zh="定单位名称和电话", en="office named"),
    "setup.privacy": Words(zh="定隐私告知", en="privacy notice set"),
    "workday.entered": Words(zh="登记工作日", en="day of the calendar entered"),
    "workdays.completed": Words(zh="年度工作日登记完", en="calendar of a year complete"),
    "channel.added": Words(zh="加消息渠道", en="channel added"),
    "channel.tested": Words(zh="试发消息", en="channel tested"),
    "channel.enabled": Words(zh="打开消息渠道", en="channel switched on"),
    "channel.disabled": Words(zh="关掉消息渠道", en="channel switched off"),
    "channel.removed": Words(zh="删掉消息渠道", en="channel removed"),
    "wording.changed": Words(zh="改答复用语", en="wording changed"),
    "wording.reset": Words(zh="恢复答复用语", en="wording set back"),
    "setting.changed": Words(zh="改设置", en="setting changed"),
    "notice.published": Words(zh="发公告", en="notice published"),
    "notice.corrected": Words(zh="更正公告", en="notice corrected"),
    "notice.withdrawn": Words(zh="撤回公告", en="notice withdrawn"),
    "directory.added": Words(zh="登记电话", en="number added to the directory"),
    "directory.changed": Words(zh="改电话", en="number of the directory changed"),
    "directory.withdrawn": Words(zh="撤下电话", en="number of the directory withdrawn"),
    "guide.published": Words(zh="发布办事指南", en="article of the service guide published"),
    "guide.corrected": Words(zh="更正办事指南", en="article of the service guide corrected"),
    "guide.checked": Words(zh="核对办事指南", en="article of the service guide checked"),
    "guide.withdrawn": Words(zh="撤下办事指南", en="article of the service guide withdrawn"),
    "duty.added": Words(zh="写进责任清单", en="responsibility named"),
    "duty.changed": Words(zh="改责任", en="responsibility changed"),
    "duty.ended": Words(zh="结束责任", en="responsibility ended"),
    "routing.added": Words(zh="加派办规则", en="routing rule added"),
    "routing.changed": Words(zh="改派办规则", en="routing rule changed"),
    "routing.moved": Words(zh="调派办规则的先后", en="routing rule moved"),
    "routing.retired": Words(zh="停用派办规则", en="routing rule retired"),
    "routing.queue_set": Words(zh="定谁管没人管的事", en="owner of unmatched matters set"),
    "erasure.asked": Words(zh="代收抹除申请", en="erasure asked for at a counter"),
    "retention.set": Words(zh="定保存期限", en="retention term set"),
    "retention.proposed": Words(zh="提出到期销毁", en="disposal proposed"),
    "retention.approved": Words(zh="批准到期销毁", en="disposal approved"),
    "handover.declared": Words(zh="登记对外提供个人信息", en="handover of personal data declared"),
    "handover.ended": Words(zh="停止对外提供个人信息", en="handover of personal data ended"),
    "office.shut": Words(zh="登记休息日", en="day on which the office is shut entered"),
    "office.unshut": Words(zh="取消休息日", en="day on which the office is shut taken back"),
    "term.changed": Words(zh="定时限", en="time limit set"),
    "term.confirmed": Words(zh="确认时限", en="time limit confirmed"),
    "term.dropped": Words(zh="取消时限", en="time limit dropped"),
    "body.erased": Words(zh="抹除密封的一半", en="sealed halves erased"),
}

STEMS: dict[str, Words] = {
    "request": Words(zh="诉求", en="request"),
    "consult": Words(zh="咨询", en="question"),
    "correction": Words(zh="网页纠错", en="correction"),
    "burden": Words(zh="要求太多", en="burden"),
    "session": Words(zh="会议", en="session"),
    "project": Words(zh="项目", en="project"),
}

VERBS: dict[str, Words] = {
    "received": Words(zh="收到", en="received"),
    "kept": Words(zh="登记旧单（外单位已办结）", en="kept from another body, closed there"),
    "order_changed": Words(zh="转办工单有变化", en="hotline order changed"),
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
    "photo_shown": Words(zh="照片可以看", en="photo released"),
    "photo_blurred": Words(zh="照片打码", en="photo blurred"),
    "photo_withheld": Words(zh="照片不公开", en="photo withheld"),
    "refused": Words(zh="没收下", en="not taken"),
    "voice_withdrawn": Words(zh="一位不用办了", en="one voice withdrew"),
    "me_too": Words(zh="有人也遇到", en="somebody says the same"),
    "asked": Words(zh="问说事人", en="question asked"),
    "replied": Words(zh="说事人回了", en="question replied to"),
    "unreplied": Words(zh="没等到回音", en="no reply came"),
    "referred": Words(zh="转介", en="referred"),
    "not_taken": Words(zh="对方没接", en="not taken over"),
    "sent_up": Words(zh="提到上一级", en="sent one level up"),
    "aside_proposed": Words(zh="提请不办或不公开", en="proposed to be set aside or withheld"),
    "aside_refused": Words(zh="没同意不办或不公开", en="not set aside or withheld"),
    "set_aside": Words(zh="不办", en="set aside"),
    "withheld": Words(zh="不公开", en="withheld from the public"),
    "appealed": Words(zh="申诉", en="appealed against"),
    "appeal_upheld": Words(zh="申诉成立", en="appeal was right"),
    "appeal_dismissed": Words(zh="申诉没成立", en="appeal not granted"),
    "handed_back": Words(zh="退回", en="handed back"),
    "settled": Words(zh="按联席会议决定派办", en="assigned as the joint meeting decided"),
    "adjudicated": Words(zh="裁定归谁", en="decided whose it is"),
    "time_asked": Words(zh="申请延期", en="more time asked for"),
    "time_granted": Words(zh="同意延期", en="more time granted"),
    "time_refused": Words(zh="不同意延期", en="more time refused"),
    "parked": Words(zh="挂账", en="parked"),
    "resumed": Words(zh="恢复办理", en="resumed"),
    "listed": Words(zh="列入年度清单", en="put on a list of the year"),
    "unlisted": Words(zh="撤出年度清单", en="taken off a list of the year"),
    "joined": Words(zh="并案", en="joined"),
    "raised": Words(zh="到期未办，上报", en="late and raised"),
    "again_asked": Words(zh="有人再次要求复办", en="another reopening asked for"),
    "again_refused": Words(zh="没有同意再次复办", en="another reopening refused"),
    "taken_in": Words(zh="并入另一件", en="another one joined into it"),
    "let_go": Words(zh="并入的分开办", en="a joined one goes on by itself"),
    "parted": Words(zh="不同意并案，分开办", en="parted again"),
    "involved": Words(zh="请别的单位会同", en="another office brought in"),
    "released": Words(zh="不再会同", en="an office no longer needed"),
    "taken_on": Words(zh="自己来办", en="taken on by whoever found it"),
    "overdue": Words(zh="过了期限没答复", en="overdue, unanswered"),
    "talent_asked": Words(zh="请能人来帮忙", en="a talent asked for help"),
    "contact_corrected": Words(zh="更正联系方式", en="contact corrected"),
}

#: Where a shape says the same step with another word.
VERBS_OF: dict[str, dict[str, Words]] = {
    "meeting": {
        "planned": Words(zh="定了会期", en="planned"),
        "tabled": Words(zh="列入议程", en="item put on the agenda"),
        "carried": Words(zh="上次没议完的带过来", en="open point taken over"),
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
    "person": Words(zh="关于人的", en="about a person"),
    "withheld": Words(zh="不公开", en="withheld from the public"),
    "phone": Words(zh="打电话", en="by telephone"),
    "paper": Words(zh="书面", en="on paper"),
    "visit": Words(zh="上门", en="at the door"),
    "project": Words(zh="立项", en="open a project"),
    "task": Words(zh="交给单位办", en="give it to an office"),
    "no_action": Words(zh="不办，说明理由", en="take no action, with the reason"),
    "owner": Words(zh="定了谁办", en="decided who does it"),
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
    said = spec.ending(option) or OPTIONS.get(option)
    if said is None:
        return None
    if verb == "reopened":
        return Words(zh=f"{line.zh}（原先：{said.zh}）", en=f"{line.en} (was: {said.en})")
    return Words(zh=f"{line.zh}：{said.zh}", en=f"{line.en}: {said.en}")
