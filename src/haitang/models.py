"""The one Django app's models 模型: each noun in its own file under records/."""

from haitang.records.account import Account
from haitang.records.channel import Channel
from haitang.records.contact import Contact, Reading
from haitang.records.entry import Body, Head, Leaf, Node, Seal
from haitang.records.file import Attachment, File
from haitang.records.matter import Check, Claim, Counter, Link, Matter, Task
from haitang.records.office import Cursor, Delivery, Idempotency, Message, Refusal, Setting, WorkDay
from haitang.records.party import Membership, Organization, Party, Post
from haitang.records.place import Place
from haitang.records.slot import Attendance, Motion, Slot
from haitang.records.voice import Answer, Verdict, Voice
from haitang.records.wording import Wording

__all__ = [
    "Account",
    "Answer",
    "Attachment",
    "Attendance",
    "Body",
    "Channel",
    "Check",
    "Claim",
    "Contact",
    "Counter",
    "Cursor",
    "Delivery",
    "File",
    "Head",
    "Idempotency",
    "Leaf",
    "Link",
    "Matter",
    "Membership",
    "Message",
    "Motion",
    "Node",
    "Organization",
    "Party",
    "Place",
    "Post",
    "Reading",
    "Refusal",
    "Seal",
    "Setting",
    "Slot",
    "Task",
    "Verdict",
    "Voice",
    "Wording",
    "WorkDay",
]
