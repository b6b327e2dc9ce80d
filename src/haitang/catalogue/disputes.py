"""Disputes 纠纷调解: a quarrel between two sides, mediated in confidence by the community's people's mediators.

Their figure is printed among the requests: catalogue/requests.py.
"""

from haitang.kernel.kind import Kind, Option
from haitang.kernel.mediation_flow import MEDIATION as FLOW
from haitang.kernel.module import Module
from haitang.kernel.registry import offer
from haitang.kernel.words import Words

MODULE = Module("disputes", Words(zh="纠纷调解", en="mediation of disputes"))

OUTCOMES = (
    Option("agreement", Words(zh="达成协议", en="agreement reached")),
    Option("not_reached", Words(zh="没有达成协议", en="no agreement reached")),
    Option("declined", Words(zh="有一方不调解", en="one side wants no mediation")),
    Option("unsuitable", Words(zh="不适合调解", en="not a matter for mediation")),
)

ANSWERS = {
    "agreement": Words(
        zh="双方签了调解协议，从生效那天起对双方都有约束。要它像判决一样能强制执行，双方可以在 30 天内一起向法院申请司法确认。",
        en="Both sides have signed an agreement, which binds both from the day it takes effect. To make it enforceable like "
        "a judgment, both may ask the court together, within 30 days, to confirm it.",
    ),
    "not_reached": Words(
        zh="这次没有达成协议，调解到此为止。您仍然可以申请仲裁，或向法院起诉；法律援助电话 12348。说过的话不会给别人看。",
        en="No agreement was reached, and the mediation ends here. Arbitration and the courts remain open to you; legal aid "
        "answers at 12348. What was said is shown to nobody.",
    ),
    "declined": Words(
        zh="调解要双方自愿。有一方不想调解，不用说理由，所以到此为止。您仍然可以申请仲裁，或向法院起诉；法律援助电话 12348。",
        en="Mediation is voluntary. One side does not want it, and need not say why, so it ends here. Arbitration and the "
        "courts remain open to you; legal aid answers at 12348.",
    ),
    "unsuitable": Words(
        zh="这件事不适合调解。有人身危险、有违法的，请打 110；要打官司、要法律援助，请打 12348。",
        en="This is not a matter for mediation. For danger or an offense call 110, the police; for the law and legal aid "
        "call 12348.",
    ),
}

MEDIATION = Kind(
    name="disputes.mediation",
    words=Words(zh="人民调解", en="mediation"),
    leaf="sealed",
    flow=FLOW,
    shape="mediation",
    outcomes=OUTCOMES,
    answers=ANSWERS,
    confidential=True,
)


def load() -> None:
    """Offer what this file brings."""
    offer(MODULE, MEDIATION)
