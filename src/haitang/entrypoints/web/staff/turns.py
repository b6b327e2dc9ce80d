"""Turns 轮到谁: who takes the next step of a case, in a sentence, for those whose step it is not."""

from django.utils.translation import gettext as _

from haitang.entrypoints.web.staff.access import name_of
from haitang.kernel.registry import kinds
from haitang.records.matter import Matter


def turn_of(found: Matter, tongue: str) -> str:
    """Whose turn it is when it is not the reader's."""
    turn = {
        "received": _("The community desk accepts it next."),
        "accepted": _("The dispatcher or the desk assigns it next."),
        "reopened": _("It is to be done again: the dispatcher or the responsible party goes on."),
        "claimed_done": _("Somebody who did not do it looks next."),
        "checked": _("The desk answers those who spoke next."),
        "answered": _(
            "Those who spoke say whether it is solved; after 10 working days of silence it closes as lapsed."
        ),
        "needs_info": _("Whoever spoke has been asked; the clock stands until they reply."),
        "referred": _("Another body has to confirm that it takes this over."),
        "parked": _("Parked; it goes on by itself on the day of review."),
        "joined": _("It goes on together with another matter; the answer comes from there."),
        "closed": _("Closed. Nothing more is owed."),
    }
    flow = kinds[found.kind].flow
    if flow.move("claim") is None and found.state in {"received", "answered"}:
        asked = found.state == "received"
        return _("The desk answers next.") if asked else _("Answered; it closes by itself after 10 working days.")
    if found.state in {"assigned", "working"} and found.owner is not None:
        return _("It is with %(owner)s.") % {"owner": name_of(found.owner).say(tongue)}
    return turn.get(found.state, "")
