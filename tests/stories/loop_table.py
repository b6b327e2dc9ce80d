"""The loop as the design paper has it, written by hand from its table “The closed loop” (rows 1–20), not from the code.

Each line: the row, the step, where it starts, who may. `DECIDED` lists where decision records went another way.
"""

from haitang.kernel.role import Role

TOLD = "answered closed"
IN_HAND = "assigned working"
IN_WORK = "received needs_info accepted assigned working reopened"

#: row of the paper, step, from, who may
CASE: tuple[tuple[str, str, str, str], ...] = (
    ("1", "report", "", "anyone"),
    ("2", "ask", "received", "desk grid"),
    ("2", "respond", "needs_info", "voice desk recorder"),
    ("2", "unreplied", "needs_info", "system"),
    ("3", "accept", "received", "grid desk"),
    ("4", "refer", "received", "desk dispatcher"),
    ("4", "taken", "referred", "desk dispatcher"),
    ("4", "not_taken", "referred", "desk dispatcher system"),
    ("5", "join", "received accepted", "desk"),
    ("5", "part", "joined", "voice"),
    ("5b", "consult", "accepted", "desk"),
    ("6", "assign", "accepted reopened", "dispatcher desk"),
    ("6", "take", "accepted reopened", "grid desk"),
    ("6", "involve", IN_HAND, "dispatcher desk grid"),
    ("6", "release", IN_HAND, "dispatcher desk grid"),
    ("7", "hand_back", "assigned", "owner"),
    ("7", "adjudicate", "accepted", "supervisor"),
    ("8", "start", "assigned reopened", "owner"),
    ("9", "ask_time", IN_HAND, "owner"),
    ("9", "grant_time", IN_HAND, "dispatcher supervisor"),
    ("9", "refuse_time", IN_HAND, "dispatcher supervisor"),
    ("10", "park", "working", "dispatcher supervisor"),
    ("10", "resume", "parked", "owner dispatcher supervisor system"),
    ("11", "claim", IN_HAND, "owner system"),
    ("12", "reject", "claimed_done", "checker desk"),
    ("13", "check", "claimed_done", "checker desk"),
    ("14", "answer", "checked claimed_done", "desk owner system"),
    ("15", "close", "answered", "system"),
    ("16", "judge", TOLD, "voice"),
    ("16", "reopen", TOLD, "supervisor"),
    ("17", "grant_again", TOLD, "supervisor"),
    ("17", "refuse_again", TOLD, "supervisor"),
    ("17", "appeal", TOLD, "voice"),
    ("19", "withdraw", "received needs_info accepted assigned working parked reopened", "voice"),
    ("S10", "settle", "accepted assigned working reopened", "system"),
    ("16, on behalf", "judge_for", TOLD, "desk recorder"),
    ("19, on behalf", "withdraw_for", "received needs_info accepted assigned working parked reopened", "desk recorder"),
    (
        "fairness",
        "raise_up",
        f"{IN_WORK} referred parked claimed_done checked",
        "desk grid dispatcher checker supervisor",
    ),
    ("fairness", "propose_aside", IN_WORK, "desk grid dispatcher"),
    ("fairness", "confirm_aside", IN_WORK, "checker supervisor auditor"),
    ("fairness", "refuse_aside", IN_WORK, "checker supervisor auditor"),
    ("fairness", "decide_appeal", "closed", "supervisor auditor"),
    ("pitfall 16", "refuse", "received accepted", "grid desk"),
)

#: What is asked and answered, with nothing in between (row 5b with its own kinds).
ASKED: tuple[tuple[str, str, str, str], ...] = (
    ("1", "report", "", "anyone"),
    ("5b", "reply", "received", "desk dispatcher supervisor"),
    ("15", "close", "answered", "system"),
)

#: The register of talents: row S18 of the product paper (self-declared, confirmed by a named post, consented, expiring).
WRITES = "voice recorder grid desk dispatcher"
TALENT: tuple[tuple[str, str, str, str], ...] = (
    ("S18", "offer", "", "anyone"),
    ("S18", "confirm", "offered", "desk dispatcher"),
    ("S18", "turn_down", "offered", "desk dispatcher"),
    ("S18", "renew", "confirmed", WRITES),
    ("S18", "notify", "confirmed", "system"),
    ("S18", "agree", "confirmed", WRITES),
    ("S18", "cannot", "confirmed", WRITES),
    ("S18", "leave", "offered confirmed", WRITES),
    ("S18", "expire", "offered confirmed", "system"),
)

FLOWS = {
    "case": CASE,
    "asked": ASKED,
    "talent": TALENT,
}  # a mediation has two sides: tests/stories/test_mediation_at_random.py

#: Where the code is not what the row says, and the record that says why.
DECIDED: dict[str, str] = {
    "ask": "0060: the grid lead accepts, so asks as well",
    "respond": "0060: whoever writes for the voice notes its reply",
    "refer": "0060: the dispatcher above the desk may do it too",
    "taken": "0060: the dispatcher above the desk may do it too",
    "not_taken": "0060: the dispatcher above the desk may do it too; silence is the clock's",
    "start": "0061: a reopened matter goes on with its owner without being assigned again",
    "claim": "0004: an accepted project claims and answers what it resolves",
    "answer": "0004: and an unsampled claim is answered without being checked",
    "check": "0061: the desk calls back, as somebody else",
    "reject": "0061: the desk calls back, as somebody else",
    "withdraw": "0060: not once it is claimed done; then the voice judges the answer",
    "refuse": "0057: what is about a person",
    "settle": "0064: a joint meeting's decision binds; the follow-up carries it out",
    "judge_for": "0067: what a voice says on paper or by telephone, entered for it by somebody who had no part in it",
    "withdraw_for": "0067: the same",
    "raise_up": "0062: a matter about an office goes one level up",
    "propose_aside": "0062: invalid and withdrawn, by two persons of different offices",
    "confirm_aside": "0062: the second one stands outside the handling office",
    "refuse_aside": "0062: the second one stands outside the handling office",
    "decide_appeal": "0062: by somebody of neither",
}

#: Who was appointed to a post and who mediates a dispute have no part in a case.
ROLES = [role for role in Role if role not in (Role.HOLDER, Role.MEDIATING)]
