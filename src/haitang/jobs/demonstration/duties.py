"""Duties 责任清单: who answers for what, two rules and a joint meeting to come, all of them examples and saying so."""

from datetime import date

from haitang.commands import duties, meetings, routing
from haitang.jobs.demonstration.days import read
from haitang.jobs.demonstration.founding import FOUNDER, ORGANIZATION, Staff
from haitang.jobs.demonstration.papers import paper
from haitang.jobs.demonstration.replay import Act, Story

#: One afternoon shortly before the demonstration opens.
ENTERED = read("2023-11-06 15:00")
#: The meeting is planned last: its number is the last one given.
PLANNED = read("2023-11-15 08:25")
SINCE = date(2023, 1, 1)


def entered(staff: Staff) -> Story:
    """Every line and every rule, one after the other; then the meeting with its one question."""
    for given in paper("duties")["duties"]:
        yield Act(ENTERED, FOUNDER, duties.add, {"since": SINCE, **given})
    for given in paper("duties")["rules"]:
        yield Act(ENTERED, FOUNDER, routing.add, {"place": ORGANIZATION, **given})
    meeting = paper("duties")["meeting"]
    when = {"starts": read(meeting["starts"]), "ends": read(meeting["ends"])}
    planned = {"kind": "joint_handling.session", "place": ORGANIZATION, "title": meeting["title"], **when}
    outcome = yield Act(PLANNED, staff["dispatcher"], meetings.plan, planned)
    item = {"meeting": outcome.subject, "topic": meeting["topic"]}
    yield Act(PLANNED, staff["dispatcher"], meetings.table, item)
