"""Words of printed sheets 纸面用语: on paper both languages stand side by side, whoever prints it."""

from haitang.kernel.words import Words

SCAN = Words(zh="扫一扫，说一件事", en="Scan to say something")
PAPER: dict[str, Words] = {
    "say": Words(
        zh="说一件事",
        en="Say something",
    ),
    "call_first": Words(
        zh="着火、漏气、有人受伤、困在电梯里：先打电话",
        en="Fire, gas, somebody hurt, stuck in a lift: call first",
    ),
    "what": Words(
        zh="1　什么事，一句话（必填）",
        en="What is it, in one sentence? (needed)",
    ),
    "no_names": Words(
        zh="不写姓名和门牌",
        en="No names, no door numbers",
    ),
    "where": Words(
        zh="2　在哪里",
        en="Where is it?",
    ),
    "tell": Words(
        zh="3　怎么把结果告诉您（可不填）",
        en="How can we tell you? (not needed)",
    ),
    "sealed": Words(
        zh="电话或邮箱，录入后加密；谁看过都有记录",
        en="Telephone or e-mail; sealed once typed in, and every look is recorded",
    ),
    "date": Words(
        zh="今天是　　　　年　　　月　　　日",
        en="Date",
    ),
    "wish": Words(
        zh="您想要：□ 纸质答复，到窗口取　□ 打电话告诉我　□ 自己上网查",
        en="I would like: □ the answer on paper at the desk　□ a call　□ to look it up myself",
    ),
    "hand_in": Words(
        zh="交到社区窗口或给网格员。当场给您回执：编号、查询码、答复日期。",
        en="Hand it in at the desk or to a grid worker. You get a receipt with number, code and the promised date.",
    ),
}
