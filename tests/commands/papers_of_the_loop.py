"""What the papers alone say about who may give the commands of the loop in full, read by somebody who had not seen the code.

As in papers.py: `stated`, `follows`, `silent`. Where the product decided otherwise, `DIFFERS` says why (docs/decisions/0058).
"""

from tests.commands.papers import EVERYBODY

#: command: (roles, how certain, where it stands)
READ: dict[str, tuple[str, str, str]] = {
    "agreements.apply": ("mediating", "follows", "issue 4 'visible to the mediators of the case only'; MED-1"),
    "agreements.close": ("mediating system", "follows", "issue 4 mediators of the case only; 30-day clock; MED-1"),
    "agreements.end": ("mediating", "follows", "issue 4 'visible to the mediators of the case only'"),
    "agreements.ruling": ("mediating", "follows", "issue 4 'visible to the mediators of the case only'"),
    "agreements.sign": ("mediating", "follows", "issue 4 'visible to the mediators of the case only'"),
    "agreements.sit": ("mediating", "follows", "issue 4 'visible to the mediators of the case only'"),
    "agreements.visit": ("mediating", "follows", "issue 4 'visible to the mediators of the case only'"),
    "behalf.report": ("recorder grid desk", "stated", "loop row 1 'worker on behalf'; who is who: recorder"),
    "duties.add": ("dispatcher", "silent", "issue 4 S10 'directory of duties' names no keeper"),
    "duties.change": ("dispatcher", "silent", "issue 4 S10 'directory of duties' names no keeper"),
    "duties.end": ("dispatcher", "silent", "issue 4 S10 'directory of duties' names no keeper"),
    "fairness.appeal": ("voice", "stated", "issue 4 Fairness 'notice to the voice and one appeal'"),
    "fairness.confirm_aside": ("supervisor", "follows", "issue 4 'second person outside the handling office'"),
    "fairness.decide_appeal": ("supervisor", "follows", "issue 4 'one appeal'; level up by loop row 17"),
    "fairness.decide_withholding": ("supervisor", "follows", "issue 4 'second person outside the handling office'"),
    "fairness.decide_withholding_appeal": ("supervisor", "follows", "issue 4 'one appeal'; level up by loop row 17"),
    "fairness.raise_up": ("desk dispatcher", "silent", "product/issue 4 'goes one level up', no sender named"),
    "fairness.refuse_aside": ("supervisor", "follows", "issue 4 'second person outside the handling office'"),
    "fairness.set_aside": ("desk", "follows", "issue 4 'second person outside'; decisions B 'desk marks it'"),
    "fairness.withhold": ("desk", "silent", "issue 4 'withheld' names only the second person"),
    "handling.consult": ("desk", "stated", "loop row 5b 'desk, severity 4 (consult) only'"),
    "handling.take": ("grid desk", "follows", "loop rows 3 'grid lead, desk' and 6 'self-handled'"),
    "joining.join": ("desk", "stated", "loop row 5 'desk; suggested by system'"),
    "joining.part": ("voice", "stated", "loop row 5 'reporter told, may object once'"),
    "joint.carry": ("chair", "follows", "loop who is who 'chair of the joint meeting'; issue 4 S10"),
    "joint.convene": ("chair", "follows", "loop who is who 'chair of the joint meeting'; issue 4 S10"),
    "joint.decide": ("chair", "follows", "loop who is who 'chair of the joint meeting'; issue 4 S10"),
    "joint.plan": ("chair", "follows", "issue 4 'recurring joint meetings'; loop 'chair'"),
    "joint.settle": ("system", "follows", "issue 4 'binding decision'; decisions A1 follow-ups"),
    "ladder.climb": ("system", "stated", "loop row 20 'job: breach | system'"),
    "listings.put": ("supervisor", "silent", "issue 4 Leader 'status lists': reads, keeper not named"),
    "listings.take_off": ("supervisor", "silent", "issue 4 Leader 'status lists': reads, keeper not named"),
    "mediation.bring_in": ("mediating", "follows", "issue 4 'mediators of the case only'"),
    "mediation.consent": ("voice mediating", "follows", "issue 4 'consent of both sides recorded'"),
    "mediation.decline": ("voice mediating", "follows", "issue 4 consent; product 'at a counter or on paper'"),
    "mediation.invite": ("mediating", "follows", "issue 4 'mediators of the case only', both sides"),
    "mediation.refuse_mediator": ("voice mediating", "follows", "issue 4 consent; product 'at a counter or on paper'"),
    "mediation.release": ("system", "silent", "no paper: mediator's post ended"),
    "mediation.request": ("anyone voice recorder grid desk mediator", "follows", "loop row 1 'anyone; worker on behalf'; product"),
    "mediation.step_aside": ("mediating", "follows", "issue 4 'mediators of the case only'"),
    "mediation.take": ("mediator", "follows", "issue 4 'Mediator (S12 disputes)'"),
    "places.undraw": ("administrator", "silent", "issue 4 S13 'editing of polygons by staff', which not said"),
    "reopening.appeal": ("voice", "stated", "loop row 17 'voice may go one level up once'"),
    "reopening.grant": ("supervisor", "stated", "loop row 17 'supervisor only (never the handler)'"),
    "reopening.recur": (EVERYBODY, "stated", "loop row 18 'anyone'"),
    "reopening.refuse": ("supervisor", "stated", "loop row 17 'supervisor only (never the handler)'"),
    "routing.add": ("dispatcher", "silent", "issue 4 S10 'routing rules as data': keeper not named"),
    "routing.change": ("dispatcher", "silent", "issue 4 S10 'routing rules as data': keeper not named"),
    "routing.move": ("dispatcher", "silent", "issue 4 S10 'routing rules as data': keeper not named"),
    "routing.queue": ("dispatcher", "silent", "issue 4 S10 'routing rules as data': keeper not named"),
    "routing.retire": ("dispatcher", "silent", "issue 4 S10 'routing rules as data': keeper not named"),
    "talents.agree": ("voice recorder grid desk", "follows", "ops S18 'consented, expiring'; product 'at a counter'"),
    "talents.ask": ("grid desk", "silent", "product S18 'found when needed', issue 4 S18; who not said"),
    "talents.cannot": ("voice recorder grid desk", "follows", "ops S18 'consented, expiring'; product 'at a counter'"),
    "talents.confirm": ("desk", "follows", "ops S18 'confirmed by a named person', post not said"),
    "talents.expire": ("system", "follows", "ops S18 'consented, expiring'"),
    "talents.forget": ("system", "follows", "ops S18 'consented, expiring'"),
    "talents.leave": ("voice recorder grid desk", "follows", "ops S18 'consented, expiring'; product 'at a counter'"),
    "talents.notify": ("system", "follows", "ops S18 'consented, expiring'"),
    "talents.offer": ("anyone", "follows", "ops S18 'self-declared'; residents need no account"),
    "talents.offer_for": ("recorder grid desk", "follows", "product 'by somebody for somebody'; loop recorder"),
    "talents.renew": ("voice recorder grid desk", "follows", "ops S18 'consented, expiring'; product 'at a counter'"),
    "talents.turn_down": ("desk", "follows", "ops S18: whoever confirms may also not"),
    "terms.confirm": ("administrator", "follows", "issue 3 set-up 'rule profile confirmed line by line'"),
    "terms.drop": ("administrator", "silent", "loop 'confirmed by the sub-district'; who sets not said"),
    "terms.set": ("administrator", "silent", "loop 'confirmed by the sub-district'; who sets not said"),
    "together.involve": ("dispatcher", "follows", "loop row 6 'dispatcher', '>= 1 task, each one owner org'"),
    "together.release": ("dispatcher", "follows", "loop row 6 'dispatcher', '>= 1 task, each one owner org'"),
    "voices.judge_for": ("recorder grid desk", "follows", "issue 4 'also by a helper on their behalf and on paper'"),
    "voices.withdraw_for": ("recorder grid desk", "follows", "issue 4 'also by a helper on their behalf and on paper'"),
    "workdays.enter_year": ("administrator", "stated", "rules CAL-3 'admin imports the yearly ... notice'"),
    "workdays.shut": ("administrator", "follows", "loop 4 'editable, plus local closures'; CAL-3 admin"),
    "workdays.unshut": ("administrator", "follows", "loop 4 'editable, plus local closures'; CAL-3 admin"),
}  # fmt: skip

_KEEPS = "`haitang init` and the post that answers for the list keep it too; every line has its basis and its edition"
_SECOND = "who looks second is found outside the handling office, one level up or beside it: checkers and auditors are there for it"
_HANDLES = "whoever handles a matter may propose; nothing comes of it before a second person outside the office agrees"
_REGISTER = "in a community without a desk the dispatcher keeps the register; nothing is decided about anybody"
_COUNTER = "whoever sits at the counter, the dispatcher too, writes down what a person says there"
_CHAIRLESS = "a community often has no chair yet: its organizers may hold the meeting; a decision stays the chair's or the supervisor's"
_BY_RULE = "recurring meetings and what is carried over follow from the rule and are the clock's; the chair plans by meetings.plan"
_SHARED = "one calendar serves all offices of an installation: where there are several (as in the cast), no single one edits it"
_GRID = "the grid worker accepts and takes on what stands in the own cell, and so brings in and lets go there too"
_PROMISES = "the dispatcher keeps the promises of the year where the supervisor is away"
_TERMS = "the supervisor answers for the office's terms; `haitang init` sets them first"
_OFFER = "staff who live here are neighbors as well; they offer as anybody does, and somebody else confirms"

#: command: why the product lets others, or fewer, than that reading.
DIFFERS: dict[str, str] = {
    "behalf.report": _COUNTER,
    **dict.fromkeys(("duties.add", "duties.change", "duties.end"), _KEEPS),
    **dict.fromkeys(("routing.add", "routing.change", "routing.move", "routing.queue", "routing.retire"), _KEEPS),
    **dict.fromkeys(
        (
            "fairness.confirm_aside", "fairness.refuse_aside", "fairness.decide_appeal", "fairness.decide_withholding",
            "fairness.decide_withholding_appeal",
        ),
        _SECOND,
    ),
    **dict.fromkeys(("fairness.raise_up", "fairness.set_aside", "fairness.withhold"), _HANDLES),
    **dict.fromkeys(("joint.carry", "joint.plan"), _BY_RULE),
    **dict.fromkeys(("joint.convene", "joint.decide"), _CHAIRLESS),
    **dict.fromkeys(("listings.put", "listings.take_off"), _PROMISES),
    "mediation.refuse_mediator": "a side asks for another mediator on its own page; a mediator steps aside by a command of its own",
    "mediation.request": "either side may be anybody, staff among them; who has a post asks as a neighbor does",
    "places.undraw": "whoever draws may take it back; `haitang init` draws before anybody has a post",
    "reopening.recur": "the one tap is for whoever spoke; anybody else says it anew and names the earlier matter (matters.report)",
    **dict.fromkeys(("talents.agree", "talents.cannot", "talents.leave", "talents.offer_for", "talents.renew"), _COUNTER),
    **dict.fromkeys(("talents.ask", "talents.confirm", "talents.turn_down"), _REGISTER),
    "talents.offer": _OFFER,
    **dict.fromkeys(("terms.confirm", "terms.drop", "terms.set"), _TERMS),
    **dict.fromkeys(("together.involve", "together.release"), _GRID),
    **dict.fromkeys(
        ("voices.judge_for", "voices.withdraw_for"),
        "the grid worker may have done the work: nobody writes down a verdict on it for somebody else",
    ),
    **dict.fromkeys(("workdays.enter_year", "workdays.shut", "workdays.unshut"), _SHARED),
}  # fmt: skip
