"""Reasons 原因: why something did not arrive, in the reader's language. Deliveries keep short English notes and codes."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

#: The note of a delivery as it begins → what people read; a code at its end follows in brackets.
REASONS: tuple[tuple[str, str | Promise], ...] = (
    ("tell them by phone", gettext_lazy("They left no way that works by itself")),
    ("a demonstration writes", gettext_lazy("A demonstration writes to nobody")),
    ("no mail server", gettext_lazy("No mail server is set up here")),
    ("mail server not reached", gettext_lazy("The mail server could not be reached")),
    ("the mail server broke off before the text", gettext_lazy("The mail server broke off before the text was sent")),
    ("the mail server broke off", gettext_lazy("The mail server broke off: it may or may not have arrived")),
    ("the mail server refused", gettext_lazy("The mail server refused it")),
    ("the address cannot", gettext_lazy("The address cannot be written to")),
    ("the process was stopped", gettext_lazy("The machine stopped on the way: it may or may not have arrived")),
    ("This contact cannot", gettext_lazy("The sealed address cannot be opened with the keys that are here")),
    ("the matter is not in hand", gettext_lazy("The matter was not in hand; the desk has been asked to answer it")),
    ("the channel was removed", gettext_lazy("The channel was removed before")),
    ("the channel was switched off", gettext_lazy("The channel was switched off before")),
    ("the receiver was not reached", gettext_lazy("The receiver could not be reached")),
    ("the receiver refused", gettext_lazy("The receiver refused it")),
    ("the receiver points elsewhere", gettext_lazy("The receiver points to another address, and that is not followed")),
    ("the receiver broke off", gettext_lazy("The receiver broke off: it may or may not have arrived")),
    ("the service was not reached", gettext_lazy("The service could not be reached")),
    ("the service refused", gettext_lazy("The service refused it")),
    ("the service was not asked", gettext_lazy("The address or number does not fit the service")),
    ("the service broke off", gettext_lazy("The service broke off: it may or may not have arrived")),
    ("This address lies in a private", gettext_lazy("The address now lies in a private network; nothing was sent")),
    ("There is no host", gettext_lazy("There is no host of that name")),
    ("This is no number", gettext_lazy("No text message can be sent to that number")),
    ("This address is not one", gettext_lazy("The address is not one of this kind of channel")),
    ("This is not an address", gettext_lazy("The address is not one of this kind of channel")),
    ("This is no e-mail", gettext_lazy("The address is not one of this kind of channel")),
    ("the message is too large", gettext_lazy("The message is too large")),
    ("The address has to begin", gettext_lazy("The address does not begin with https")),
)
_CODE = re.compile(r"[0-9]{3,8}")


def reason(note: str) -> str:
    """What people read of a delivery's note."""
    known = next((words for begins, words in REASONS if note.startswith(begins)), None)
    if known is None:
        return _("It went wrong on the way; the log of the server says more") if note else ""
    code = _CODE.search(note)
    return f"{known} ({code.group()})" if code else str(known)
