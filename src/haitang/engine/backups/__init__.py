"""Backups 备份: one archive of a home: database, files, ledger heads, figures, and a manifest with digests.

`keys` who may read it · `container` the file itself · `snapshots` a database at one moment · `standing` what has to come
out again · `manifest` what is inside · `log` what was made and verified.
"""
