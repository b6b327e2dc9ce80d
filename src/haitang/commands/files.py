"""Files 附件: bytes are kept first, then tied to a matter by the command that needs them."""

COMMANDS: tuple[object, ...] = ()
