"""The one Django app's models 模型: each noun in its own file under records/."""

from haitang.records.account import Account, Invitation
from haitang.records.breach import Breach, Countdown, Redating
from haitang.records.channel import Channel
from haitang.records.contact import Contact, Reading
from haitang.records.directory import DirectoryLine
from haitang.records.disposal import Disposal
from haitang.records.duty import Duty, DutyEdition, RoutingEdition, RoutingRule
from haitang.records.entry import Body, Head, Leaf, Node, Seal
from haitang.records.erasure import ErasureRequest
from haitang.records.fair import SettingAside
from haitang.records.file import Attachment, File
from haitang.records.guide import GuideArticle, GuideEdition
from haitang.records.handover import Handover
from haitang.records.hold import Extension, HandBack, Pause, Question, Referral
from haitang.records.intake import Intake
from haitang.records.link import CapabilityLink
from haitang.records.listing import Listing
from haitang.records.matter import Check, Claim, Counter, Link, Matter, Task
from haitang.records.mediation import Accord, Mediator, SealedFile, Side, Sitting
from haitang.records.notice import Correction, Enclosure, Notice
from haitang.records.office import Closure, Cursor, Delivery, Idempotency, Message, Refusal, Setting, WorkDay
from haitang.records.order import OutsideOrder
from haitang.records.party import Membership, Organization, Party, Post
from haitang.records.place import FormerOutline, Place
from haitang.records.reopening import Reopening
from haitang.records.saved import SavedFilter
from haitang.records.searched import Searched
from haitang.records.slot import Attendance, Motion, Presence, Slot
from haitang.records.talent import Talent, TalentRequest
from haitang.records.term_rule import TermRule
from haitang.records.token import Token, TokenUse
from haitang.records.voice import Answer, Verdict, Voice
from haitang.records.wording import Wording

__all__ = [
    "Accord",
    "Account",
    "Answer",
    "Attachment",
    "Attendance",
    "Body",
    "Breach",
    "CapabilityLink",
    "Channel",
    "Check",
    "Claim",
    "Closure",
    "Contact",
    "Correction",
    "Countdown",
    "Counter",
    "Cursor",
    "Delivery",
    "DirectoryLine",
    "Disposal",
    "Duty",
    "DutyEdition",
    "Enclosure",
    "ErasureRequest",
    "Extension",
    "File",
    "FormerOutline",
    "GuideArticle",
    "GuideEdition",
    "HandBack",
    "Handover",
    "Head",
    "Idempotency",
    "Intake",
    "Invitation",
    "Leaf",
    "Link",
    "Listing",
    "Matter",
    "Mediator",
    "Membership",
    "Message",
    "Motion",
    "Node",
    "Notice",
    "Organization",
    "OutsideOrder",
    "Party",
    "Pause",
    "Place",
    "Post",
    "Presence",
    "Question",
    "Reading",
    "Redating",
    "Referral",
    "Refusal",
    "Reopening",
    "RoutingEdition",
    "RoutingRule",
    "SavedFilter",
    "Seal",
    "SealedFile",
    "Searched",
    "Setting",
    "SettingAside",
    "Side",
    "Sitting",
    "Slot",
    "Talent",
    "TalentRequest",
    "Task",
    "TermRule",
    "Token",
    "TokenUse",
    "Verdict",
    "Voice",
    "Wording",
    "WorkDay",
]
