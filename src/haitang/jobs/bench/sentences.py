"""Sentences 例句: invented complaints in many wordings, each with its category, to measure guessing by. Nobody said them.

They are made hard on purpose: a thing of one category stands where another one's trouble is (the lamp beside the lift),
two in five hold none of the catalogue's words, and some lost a character. A fifth that is held out at random still tells
of troubles that were learned; `part` holds whole troubles out. All this shows that learning works, not how well it does
on what people really say: only a home's own history shows that (`haitang learn`).
"""

import random
from collections.abc import Iterator

from haitang.engine.categorizing import Sample

WHERE = (
    "{n}幢门口", "{n}幢{m}单元", "东门", "西门岗亭旁", "小区中心花园", "菜场后面", "幼儿园边上", "河边", "电梯口", "楼道里",
    "车棚旁边", "健身器材那里", "垃圾房对面", "路灯杆下面", "停车场入口", "树底下", "消防栓边上", "下水道口旁",
)  # fmt: skip
ASIDE = (
    "", "", "", "，老人孩子都不方便", "，说了好几次没人来", "，麻烦来看看", "，晚上更不好走", "，已经一个星期了",
    "，大家意见很大", "，请尽快处理", "，上次修过又这样", "，邻居们都在说",
)  # fmt: skip
TROUBLE: dict[str, tuple[str, ...]] = {
    "paths": (
        "地面塌下去一块", "石板翘起来绊脚", "路上坑坑洼洼", "台阶裂开了", "下雨走过去一脚泥", "砖头松动踩着晃",
        "水泥地破了个洞", "轮椅推不过去", "盲道断了一截", "路沿石掉了", "人行道被车压坏",
    ),
    "drains": (
        "一下雨就淹水", "臭水往外冒", "管子不通", "马桶返上来", "窨井盖翘着往外溢", "阳台水管漏到楼下", "污水流了一地",
        "地漏返味", "化粪池满了", "水排不出去", "落水管断开",
    ),
    "stairwells": (
        "公共过道摆满旧家具", "鞋架放到门外面", "走廊里都是纸板箱", "婴儿车和自行车挡住上下", "邻居把腌菜缸放外面",
        "旧沙发扔在转角", "过道被占走不过人", "门外堆着建筑垃圾", "拐角处摆了花盆过不去", "废品收在公共地方",
    ),
    "lighting": (
        "晚上黑得看不见", "灯泡坏了", "一闪一闪的", "声控不灵", "半夜不亮白天亮", "灯罩掉下来了", "太暗摔过人", "一排都灭了",
        "感应要跺脚才亮", "光线刺眼照到卧室",
    ),
    "lifts": (
        "上下的时候抖得厉害", "门关不上", "停在半空把人关在里面", "按钮没反应", "运行有怪声", "卡在三楼不动", "轿厢里没有信号",
        "开门和楼层不平", "老是停运", "年检贴纸过期",
    ),
    "fire": (
        "灭火器过期了", "从窗口拉线下来充电", "安全通道被锁住", "消防车进不来", "疏散门推不开", "栓里没有水",
        "烟感一直响", "有人在家门外烧纸", "电线裸露冒火星", "逃生口堆满东西",
    ),
    "green": (
        "枝条伸到窗户上", "草长得比人高", "蚊子特别多", "垃圾没人收", "有人种菜毁了花坛", "狗粪没人清", "枯枝要掉下来",
        "桶满了发臭", "落叶堆着", "虫子从花坛爬进家",
    ),
    "parking": (
        "车堵在出口", "外来车占位", "没有地方给电瓶车充电", "充电桩扫码没反应", "僵尸车停了半年", "地锁私装",
        "车停在草坪上", "棚里插座烧焦", "摩托乱停挡门", "收费说不清",
    ),
    "other": (
        "快递柜被拆了", "广场舞声音太大", "门禁刷不开", "楼顶漏雨", "信箱坏了", "外墙掉皮", "对讲机不响", "公告栏玻璃碎了",
        "晾衣架断了", "有人半夜装修",
    ),
}  # fmt: skip


#: What people call the thing, in three sentences of five; the rest describe the trouble alone.
CALLED: dict[str, tuple[str, ...]] = {
    "paths": ("小路", "路面", "人行道", "门前的路"),
    "drains": ("下水道", "排水沟", "窨井", "水管"),
    "stairwells": ("楼道", "过道", "走廊"),
    "lighting": ("路灯", "楼道灯", "照明", "灯"),
    "lifts": ("电梯", "客梯", "货梯"),
    "fire": ("消防通道", "消防设施", "楼下"),
    "green": ("树", "绿化带", "草坪", "花坛"),
    "parking": ("停车位", "车棚", "充电桩", "车"),
    "other": ("物业", "隔壁", "楼里"),
}


def sentences(count: int, seed: int = 20231115, part: str = "") -> Iterator[Sample]:
    """So many sentences with their categories, frequent ones and rare ones; the same in every run.

    `part`: `known` leaves every fifth trouble out, `new` tells of those only.
    """
    drawn = random.Random(seed)  # noqa: S311 (the same sentences in every run)
    codes = list(TROUBLE)
    often = [len(codes) - at for at in range(len(codes))]
    for code in drawn.choices(codes, often, k=count):
        where = drawn.choice(WHERE).format(n=drawn.randrange(1, 40), m=drawn.randrange(1, 5))
        called = drawn.choice(CALLED[code]) if drawn.random() < 0.6 else ""
        trouble = called + _slip(drawn.choice(_told(code, part)), drawn)
        yield (
            drawn.choice(("{w}{t}{a}", "{t}{a}，在{w}", "{w}的{t}{a}")).format(
                w=where, t=trouble, a=drawn.choice(ASIDE)
            ),
            code,
        )


def _slip(text: str, drawn: random.Random) -> str:
    """One sentence in four lost a character, as typed on a phone."""
    if drawn.random() > 0.25:
        return text
    at = drawn.randrange(len(text))
    return text[:at] + text[at + 1 :]


def _told(code: str, part: str) -> list[str]:
    """The troubles of a category that this part tells of."""
    return [trouble for at, trouble in enumerate(TROUBLE[code]) if not part or (at % 5 == 0) == (part == "new")]
