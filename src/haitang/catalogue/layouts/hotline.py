"""A 12345 hotline's orders 12345 热线工单: the usual columns of a city platform's export, under the names offices know them by.

Platforms differ from city to city and publish no format; the heads are those of several public bulletins and manuals, and
what a platform calls otherwise is one more name in this list.
"""

from haitang.kernel.layout import CODE, MOMENT, NUMBER, Column, Layout
from haitang.kernel.words import Words

LAYOUT = Layout(
    name="hotline12345",
    imports="matters",
    words=Words(zh="12345 热线工单", en="orders of a 12345 hotline"),
    source="12345",
    columns=(
        Column(
            "order",
            ("工单编号", "工单号", "受理编号", "诉求编号", "案件编号", "编号", "order number", "order"),
            CODE,
            needed=True,
            words=Words(
                zh="热线自己的编号；同一编号再次导入就更新",
                en="the hotline's own number; the same number again updates",
            ),
            example="20240305-00017",
        ),
        Column(
            "words",
            ("诉求内容", "内容", "来电内容", "问题描述", "事件描述", "反映内容", "content"),
            needed=True,
            words=Words(zh="说的什么事，原话", en="what was said, as it was said"),
            example="3幢楼下的下水道堵了",
        ),
        Column(
            "received",
            ("受理时间", "来电时间", "登记时间", "派单时间", "创建时间", "received"),
            MOMENT,
            needed=True,
            words=Words(zh="热线收到的时间；时限从这里算", en="when the hotline took it; terms count from here"),
            example="2024-03-05 09:30",
        ),
        Column(
            "due",
            ("办理期限", "办结时限", "截止时间", "处理期限", "反馈时限", "要求办结时间", "due"),
            MOMENT,
            words=Words(zh="热线要求的期限", en="the hotline's own deadline"),
            example="2024-03-12 18:00",
        ),
        Column(
            "place",
            ("地方代码", "place"),
            CODE,
            words=Words(zh="本系统里的地方代码，知道才填", en="our code of the place, if known"),
            example="dgmy",
        ),
        Column(
            "place_words",
            ("诉求地址", "地址", "事发地址", "问题地点", "事发地点", "地点", "详细地址", "where"),
            words=Words(zh="地点，文字", en="where, in words"),
            example="大观花园3幢楼下",
        ),
        Column(
            "community",
            ("社区", "所属社区", "村社区", "所属村社"),
            words=Words(zh="社区名称", en="the community's name"),
            example="大观名园社区",
        ),
        Column(
            "sort",
            ("诉求类别", "类别", "分类", "诉求分类", "问题类型", "事项分类", "category"),
            words=Words(zh="热线的分类", en="the hotline's category"),
            example="排水",
        ),
        Column(
            "status",
            ("状态", "工单状态", "办理状态", "status"),
            words=Words(zh="热线里的状态", en="its state at the hotline"),
            example="办理中",
        ),
        Column(
            "closed",
            ("办结时间", "结案时间", "完成时间", "closed"),
            MOMENT,
            words=Words(zh="热线已办结的才填", en="only where the hotline has closed it"),
            example="",
        ),
        Column(
            "told",
            ("办理结果", "处理结果", "答复内容", "回复内容", "result"),
            words=Words(zh="热线已有的答复", en="what the hotline was answered"),
            example="",
        ),
        Column(
            "contact",
            ("联系电话", "来电号码", "电话", "联系方式", "contact"),
            words=Words(zh="导入时即加密；谁看过都有记录", en="sealed as it is read; every look is recorded"),
            example="13800001234",
        ),
        Column("longitude", ("经度", "longitude"), NUMBER, words=Words(zh="WGS-84", en="WGS-84"), example=""),
        Column("latitude", ("纬度", "latitude"), NUMBER, words=Words(zh="WGS-84", en="WGS-84"), example=""),
    ),
    over=frozenset({"已办结", "办结", "已结案", "结案", "已完成", "已归档", "closed"}),
)
