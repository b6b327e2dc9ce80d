"""The one Django app's models 模型: each noun in its own file under records/."""

from haitang.records.account import Account, Invitation
from haitang.records.channel import Channel
from haitang.records.contact import Contact, Reading
from haitang.records.directory import DirectoryLine
from haitang.records.disposal import Disposal
from haitang.records.entry import Body, Head, Leaf, Node, Seal
from haitang.records.erasure import ErasureRequest
from haitang.records.file import Attachment, File
from haitang.records.guide import GuideArticle, GuideEdition
from haitang.records.handover import Handover
from haitang.records.hold import Extension, HandBack, Pause, Question, Referral
from haitang.records.link import CapabilityLink
from haitang.records.matter import Check, Claim, Counter, Link, Matter, Task
from haitang.records.mediation import Accord, Mediator, SealedFile, Side, Sitting
from haitang.records.notice import Correction, Enclosure, Notice
from haitang.records.office import Cursor, Delivery, Idempotency, Message, Refusal, Setting, WorkDay
from haitang.records.party import Membership, Organization, Party, Post
from haitang.records.place import Place
from haitang.records.slot import Attendance, Motion, Slot
from haitang.records.voice import Answer, Verdict, Voice
from haitang.records.wording import Wording

__all__ = [
    "Accord",
    "Account",
    "Answer",
    "Attachment",
    "Attendance",
    "Body",
    "CapabilityLink",
    "Channel",
    "Check",
    "Claim",
    "Contact",
    "Correction",
    "Counter",
    "Cursor",
    "Delivery",
    "DirectoryLine",
    "Disposal",
    "Enclosure",
    "ErasureRequest",
    "Extension",
    "File",
    "GuideArticle",
    "GuideEdition",
    "HandBack",
    "Handover",
    "Head",
    "Idempotency",
    "Invitation",
    "Leaf",
    "Link",
    "Matter",
    "Mediator",
    "Membership",
    "Message",
    "Motion",
    "Node",
    "Notice",
    "Organization",
    "Party",
    "Pause",
    "Place",
    "Post",
    "Question",
    "Reading",
    "Referral",
    "Refusal",
    "Seal",
    "SealedFile",
    "Setting",
    "Side",
    "Sitting",
    "Slot",
    "Task",
    "Verdict",
    "Voice",
    "Wording",
    "WorkDay",
]
