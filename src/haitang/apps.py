"""The Django app 应用: loads commands and catalogue into the registry, then freezes it."""

from importlib import import_module

from django.apps import AppConfig

from haitang.kernel import registry


class HaitangConfig(AppConfig):
    """One app for the whole house."""

    name = "haitang"
    label = "haitang"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the stores and close them; safe to be called once a process."""
        for room in ("haitang.commands", "haitang.catalogue"):
            import_module(room).load()
        registry.freeze()
