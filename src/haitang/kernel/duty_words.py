"""Duty words 责任用语: the parts of 1+4+N, what a duty rests on, and the order in which they are asked."""

from typing import Annotated, Literal

from pydantic import Field

from haitang.kernel.words import Words

#: Who a responsible party is in “1+4+N”: one coordinator, four bodies on the spot, N departments.
Part = Literal["coordinator", "grid", "owners", "community", "property", "department"]
PARTS: dict[str, Words] = {
    "coordinator": Words(zh="牵头：街道党工委", en="coordinator: the sub-district's Party working committee"),
    "grid": Words(zh="网格", en="grid"),
    "owners": Words(zh="业主委员会", en="owners' committee"),
    "community": Words(zh="社区“两委”", en="the community's two committees"),
    "property": Words(zh="物业服务单位", en="property company"),
    "department": Words(zh="部门", en="department"),
}
#: The four petals, in the order in which the flower shows them.
PETALS = ("grid", "owners", "community", "property")
#: Of several parties named for the same, who is asked first. The coordinator coordinates and is never proposed.
ACTING = ("property", "grid", "owners", "community", "department")

#: What makes it theirs.
Basis = Literal["law", "contract", "resolution", "other"]
BASES: dict[str, Words] = {
    "law": Words(zh="法律法规", en="law"),
    "contract": Words(zh="合同", en="contract"),
    "resolution": Words(zh="决议", en="resolution"),
    "other": Words(zh="其他", en="something else"),
}

#: Whose post a rule proposes: the one it names, or whoever the directory of duties names.
Then = Literal["duty", "post"]
#: The edition of a line as somebody read it before changing it.
Edition = Annotated[int, Field(ge=1, le=30_000)]
Turn = Annotated[int, Field(ge=1, le=999)]
#: A rule may hold for matters at least this urgent (0 is a danger to life).
Urgency = Annotated[int, Field(ge=0, le=4)]
#: Urgencies as a rule says them.
URGENCIES: dict[int, Words] = {
    0: Words(zh="危及生命", en="danger to life"),
    1: Words(zh="紧急", en="urgent"),
    2: Words(zh="一般", en="ordinary"),
    3: Words(zh="愿望", en="a wish"),
    4: Words(zh="咨询", en="a question"),
}
