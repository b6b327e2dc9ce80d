"""Office words 岗位用语: what may stand in a directory: an office or a role, a number anybody may dial; never a person."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from haitang.kernel.words import Words

#: What a line of the directory is for, in the order in which a page shows them.
Sort = Literal["grid", "desk", "property", "lift_rescue", "hotline", "other"]
SORTS: tuple[str, ...] = ("grid", "desk", "property", "lift_rescue", "hotline", "other")

_OFFICES = (
    "台|室|处|所|站|中心|公司|物业|热线|委员会|居委会|村委会|业委会|物管会|委|局|队|部|办|办公室|窗口|救援|值班|电话|医院|"
    "网格员|管理员|值班员|专员|岗|班|组|单位|学校|食堂|驿站"
)
_OFFICES_EN = (
    "desk|worker|office|station|center|company|property|hotline|committee|bureau|team|department|window|rescue|duty|"
    "telephone|line|hospital|post|crew|unit|school|room|service|manager"
)
_HAN = "\u4e00-\u9fff"
#: Chinese: ends in the word for an office or a role. A person's name does not, and nothing may follow the word.
OfficeLabel = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=rf"^[{_HAN}A-Za-z0-9 ·、-]{{0,70}}({_OFFICES})$")
]
#: English: holds such a word.
OfficeLabelEn = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        pattern=rf"^[A-Za-z0-9 ,.'&()-]{{0,40}}(?i:{_OFFICES_EN})[A-Za-z0-9 ,.'&()-]{{0,30}}$",
    ),
]
#: A telephone number as it is dialed and printed.
Telephone = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^\+?[0-9][0-9 -]{1,22}[0-9]$")]
#: Where in its group a line stands.
Position = Annotated[int, Field(ge=0, le=999)]

#: Numbers that are the same in the whole country; built in, and on every page of numbers.
#: Source: the national short numbers for police, fire, ambulance, and the government service hotline.
EMERGENCY: tuple[tuple[str, Words], ...] = (
    ("119", Words(zh="火警", en="Fire")),
    ("110", Words(zh="报警", en="Police")),
    ("120", Words(zh="急救", en="Ambulance")),
    ("12345", Words(zh="政务热线", en="Government hotline")),
)
