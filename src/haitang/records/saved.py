"""SavedFilter 常用清单: a list of the desk that somebody wants at hand. A preference, like the size of the letters."""

from django.db import models

from haitang.kernel.limits import SENTENCE, TITLE


class SavedFilter(models.Model):
    """常用清单: one account's own name for a list with its filters. Nobody else sees it; no words of a search are kept."""

    account = models.ForeignKey("Account", models.CASCADE, related_name="saved_filters")
    name = models.CharField(max_length=TITLE)
    query = models.CharField(max_length=SENTENCE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "query"], name="one_saved_filter_a_list")]
