"""Our own tables 自己的模板: places and posts, as the templates to be downloaded have them."""

from haitang.kernel.layout import CODE, Column, Layout
from haitang.kernel.words import Words

PLACES = Layout(
    name="places",
    imports="places",
    words=Words(zh="地方（本系统模板）", en="places (our template)"),
    columns=(
        Column(
            "code",
            ("代码", "code", "编码", "地方代码"),
            CODE,
            needed=True,
            words=Words(zh="小写字母、数字、连字符，定了不改", en="small letters, digits, hyphens; it never changes"),
            example="dgmy",
        ),
        Column(
            "name",
            ("名称", "name", "地方名称"),
            needed=True,
            words=Words(zh="居民怎么叫它", en="what residents call it"),
            example="大观花园",
        ),
        Column(
            "name_en",
            ("英文名称", "name_en", "name in english"),
            words=Words(zh="没有就用代码", en="the code where there is none"),
            example="Daguan Garden",
        ),
        Column(
            "kind",
            ("类别", "kind", "类型"),
            needed=True,
            words=Words(
                zh="社区、村、网格、小区、楼幢、楼道、电梯、场所、地点、路线、功能区、水面",
                en="community, village, cell, compound, building, stairwell, lift, venue, spot, route, zone, water",
            ),
            example="小区",
        ),
        Column(
            "parent",
            ("上级", "parent", "上级代码", "所属"),
            CODE,
            words=Words(
                zh="它在哪个地方里，写代码；空着就是直属本单位",
                en="the code of what it lies in; empty: directly in the office",
            ),
            example="daguan-1",
        ),
    ),
)

POSTS = Layout(
    name="posts",
    imports="posts",
    words=Words(zh="单位和岗位（本系统模板）", en="parties and posts (our template)"),
    columns=(
        Column(
            "code",
            ("代码", "code", "岗位代码"),
            CODE,
            needed=True,
            words=Words(zh="小写字母、数字、连字符，定了不改", en="small letters, digits, hyphens; it never changes"),
            example="property",
        ),
        Column(
            "name",
            ("名称", "name", "岗位", "岗位名称", "单位名称"),
            needed=True,
            words=Words(zh="单位或岗位的名称，不写人名", en="the office or company, never a person"),
            example="物业公司",
        ),
        Column(
            "name_en",
            ("英文名称", "name_en", "name in english"),
            words=Words(zh="没有就用代码", en="the code where there is none"),
            example="property company",
        ),
        Column(
            "role",
            ("角色", "role", "职责"),
            needed=True,
            words=Words(
                zh="社区受理、网格员、派办、承办单位、核查、督办、召集人、调解员、代记人、数据查阅、审计",
                en="desk, grid, dispatcher, owner, checker, supervisor, chair, mediator, recorder, reader, auditor",
            ),
            example="owner",
        ),
        Column(
            "place",
            ("地方", "place", "地方代码", "管辖"),
            CODE,
            needed=True,
            words=Words(zh="管到哪里，写地方的代码", en="where it serves: the code of a place"),
            example="dgmy",
        ),
        Column(
            "login",
            ("登录名", "login", "账号"),
            CODE,
            words=Words(zh="空着就只设岗位，以后再配人", en="empty: the post only, somebody is appointed later"),
            example="",
        ),
    ),
)
