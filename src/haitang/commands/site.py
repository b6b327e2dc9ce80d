"""The site's shell 页面外壳: what header and footer say of the parent site, the filing number, where mistakes are reported."""

from haitang.engine import shell
from haitang.engine.change import Change, territory_of
from haitang.kernel.command import Fact, command
from haitang.kernel.limits import Code, OptionalAddress, OptionalText, OptionalTitle
from haitang.kernel.role import Role
from haitang.records.office import Setting


@command(
    "site.configure",
    zh="设置页头页脚",
    en="Set header and footer",
    roles=(Role.ADMINISTRATOR, Role.SYSTEM),
    at="place",
)
def configure(
    change: Change,
    place: Code,
    parent_name: OptionalTitle = "",
    parent_name_en: OptionalTitle = "",
    parent_url: OptionalAddress = "",
    parent_links: OptionalText = "",
    icp: OptionalTitle = "",
    accessibility_url: OptionalAddress = "",
    correction_url: OptionalAddress = "",
) -> Fact:
    """All of it at once; what is left empty is taken away. Texts and links only, never markup.

    `parent_links`: one a line, `Chinese | English | https://…`, six at most.
    """
    organization = territory_of(change.placed)
    values = {
        shell.PARENT: shell.parent(parent_name, parent_name_en, parent_url, parent_links),
        shell.ICP: icp,
        shell.ACCESSIBILITY: accessibility_url,
        shell.CORRECTION: correction_url,
    }
    for name, value in values.items():
        Setting.objects.update_or_create(
            organization=organization, name=name, defaults={"value": value, "source": "", "confirmed": True}
        )
    return Fact("setting.changed", organization.code, place, "site")


COMMANDS = (configure,)
