"""What the house refuses to be: no register of persons, gatherings, opinion or households, no reward for informing.

Every name and every word of the product is read: records and their columns, commands and their inputs, labels, kinds,
figures, roles, lists, addresses and what can be asked for. A violation is planted for each refusal.
"""

import re
from collections.abc import Iterator

import pytest
from django.apps import apps

from haitang.engine.sheets.named import SHEETS
from haitang.entrypoints.api.urls import api
from haitang.entrypoints.web.labels import LABELS
from haitang.kernel.registry import commands, figures, kinds
from haitang.kernel.role import ROLE_WORDS
from tests.house.addresses import routes

#: What is refused → how it would be called in Chinese, and the English words of which all in one of the sets would
#: stand in a name (`key_persons`, `visit_log`).
REFUSED: dict[str, tuple[str, tuple[set[str], ...]]] = {
    "persons of interest": ("重点人员|重点人群|重点人口|特殊人群", ({"key", "person"}, {"suspect"}, {"blacklist"}, {"watchlist"})),
    "petitioners": ("上访|信访人|信访人员|缠访", ({"petitioner"}, {"petition"})),
    "tenants": ("租客|承租人|租户|流动人口|暂住", ({"tenant"}, {"lodger"}, {"floating", "population"})),
    "foreigners": ("外国人|境外人员|外籍", ({"foreigner"}, {"alien"}, {"nationality"}, {"passport"})),
    "faith": ("宗教|信仰|信教|教徒", ({"faith"}, {"religion"}, {"religious"}, {"believer"})),
    "origin": ("民族|籍贯|原籍|户籍", ({"ethnic"}, {"ethnicity"}, {"native", "place"}, {"birthplace"})),
    "gatherings": ("聚集|集会|群体性|串联", ({"gathering"}, {"assembly"}, {"protest"})),
    "opinion": ("舆情|舆论|民意监测|情绪", ({"public", "opinion"}, {"sentiment"}, {"mood"})),
    "household files": ("一户一档|家庭档案|户档|一人一档", ({"household", "file"}, {"household", "record"}, {"dossier"})),
    "visit logs about persons": ("走访记录|入户走访|入户登记|谈话记录", ({"visit", "log"}, {"home", "visit"}, {"interview", "log"})),
    "rewards for informing": ("举报奖励|线索奖励|奖励举报|举报人奖", ({"reward"}, {"bounty"}, {"informer"}, {"tipoff"})),
    "scores and ranks of people": ("积分|信用分|评分排名|个人排名", ({"score"}, {"rank"}, {"ranking"}, {"points"}, {"credit"})),
    "tracks of people": ("轨迹|打卡|人脸", ({"track"}, {"trajectory"}, {"clock", "in"}, {"face"}, {"biometric"})),
}  # fmt: skip
#: What no record and no form may ask of a person.
NO_FIELD = (
    "民兵|军衔|军龄|服役|入伍|退伍|预备役|政治面貌|党员|身份证|性别|年龄|出生|健康状况|收入|婚姻",
    ({"militia"}, {"rank"}, {"enlistment"}, {"veteran"}, {"military"}, {"soldier"}, {"reserve"}, {"party", "member"},
     {"idcard"}, {"id", "card"}, {"sex"}, {"gender"}, {"age"}, {"birthday"}, {"birth"}, {"income"}, {"marital"}, {"health"}),
)  # fmt: skip
#: What nothing may be asked by: no list, no search and no address opens by person.
NO_QUERY = {"person", "persons", "people", "actor", "account", "login", "contact", "phone", "resident", "volunteer",
            "worker", "party", "owner_name", "who", "citizen"}  # fmt: skip
#: Name → why it is something else.
MEANT_OTHERWISE: dict[str, str] = {
    "Health": "a topic of the service guide: where to see a doctor, how insurance pays",
    "Veterans": "a topic of the service guide: where former soldiers apply for what they are due",
    "证件、户籍": "a topic of the service guide: what to bring for an identity card or a residence permit",
}


def names() -> Iterator[str]:
    """Every identifier: tables, columns, commands, inputs, kinds, options, figures, lists, roles."""
    yield from fields()
    for model in apps.get_app_config("haitang").get_models():
        yield model.__name__
    for spec in commands:
        yield spec.name
    for kind in kinds:
        yield kind.name
        yield from (option.code for options in (kind.categories, kind.outcomes, kind.evidence) for option in options)
        yield from (state.name for state in kind.flow.states)
        yield from (move.name for move in kind.flow.moves)
    yield from (figure.name for figure in figures)
    yield from SHEETS
    yield from (role.value for role in ROLE_WORDS)


def fields() -> Iterator[str]:
    """What records hold of anything, and what commands ask."""
    for model in apps.get_app_config("haitang").get_models():
        yield from (f"{model.__name__}.{field.name}" for field in model._meta.get_fields())
    for spec in commands:
        yield from (f"{spec.name}.{name}" for name in spec.form.model_fields)
    for kind in kinds:
        yield from (f"{kind.name}.{name}" for name in kind.details.model_fields)


def words() -> Iterator[str]:
    """Every Chinese and English word that names something of the product."""
    for spec in commands:
        yield from (spec.words.zh, spec.words.en)
    for kind in kinds:
        yield from (kind.words.zh, kind.words.en)
        for options in (kind.categories, kind.outcomes, kind.evidence):
            yield from (text for option in options for text in (option.words.zh, option.words.en))
    for figure in figures:
        yield from (figure.words.zh, figure.words.en)
    for sheet in SHEETS.values():
        yield from (sheet.words.zh, sheet.words.en)
    for role in ROLE_WORDS.values():
        yield from (role.zh, role.en)
    yield from labels()


def labels() -> Iterator[str]:
    """What forms ask, in English; their Chinese stands in the catalogue of translations."""
    yield from (str(label) for label in LABELS.values())


def tokens(name: str) -> set[str]:
    """The words of an identifier or a sentence, small and without a plural s."""
    apart = re.sub(r"([a-z])([A-Z])", r"\1 \2", name)
    found = {word.lower() for word in re.findall(r"[A-Za-z]+", apart)}
    return found | {word.removesuffix("s") for word in found}


def refused(texts: Iterator[str] | list[str], what: tuple[str, tuple[set[str], ...]]) -> list[str]:
    chinese, english = re.compile(what[0]), what[1]
    return [
        text
        for text in texts
        if text not in MEANT_OTHERWISE and (chinese.search(text) or any(each <= tokens(text) for each in english))
    ]


def asked_by() -> Iterator[str]:
    """Every name by which something can be asked: parts of addresses, the API's parameters, what they choose from."""
    for pattern, converters in routes():
        yield from converters
        yield from re.findall(r"\(\?P<(\w+)>", pattern)
    for path in api.get_openapi_schema()["paths"].values():
        for operation in path.values():
            for parameter in operation.get("parameters", []):
                yield parameter["name"]
                yield from (str(value) for value in parameter["schema"].get("enum", []))


@pytest.mark.parametrize("what", REFUSED)
def test_nothing_is_a_register_of(what: str) -> None:
    assert refused([*names(), *words()], REFUSED[what]) == []


def test_no_record_and_no_form_asks_what_is_nobodys_business() -> None:
    assert refused([*fields(), *labels()], NO_FIELD) == []


def test_nothing_is_asked_by_person() -> None:
    found = set(asked_by())
    assert len(found) > 8
    assert found & NO_QUERY == set()


@pytest.mark.parametrize(
    ("what", "planted"),
    [
        ("persons of interest", "重点人员台账"),
        ("persons of interest", "KeyPersons"),
        ("petitioners", "petitioners.register"),
        ("tenants", "Place.tenant"),
        ("foreigners", "外国人登记"),
        ("faith", "party.religion"),
        ("origin", "Party.ethnicity"),
        ("gatherings", "gatherings.report"),
        ("opinion", "舆情简报"),
        ("opinion", "public_opinion"),
        ("household files", "一户一档"),
        ("household files", "household_files"),
        ("visit logs about persons", "visits.log"),
        ("rewards for informing", "report.reward"),
        ("scores and ranks of people", "resident.score"),
        ("tracks of people", "volunteer.clock_in"),
    ],
)
def test_a_planted_register_is_caught(what: str, planted: str) -> None:
    assert refused([planted], REFUSED[what]) == [planted]


@pytest.mark.parametrize("planted", ["Volunteer.militia", "Party.id_card", "volunteers.enroll.rank", "政治面貌", "Age"])
def test_a_planted_field_is_caught(planted: str) -> None:
    assert refused([planted], NO_FIELD) == [planted]


def test_every_exception_has_its_reason() -> None:
    assert all(len(reason) > 10 for reason in MEANT_OTHERWISE.values())
