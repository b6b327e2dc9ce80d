"""Starts Django for the bare twin 对照服务入口."""

import os
from importlib import import_module

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haitang.site.settings")
django.setup()
application = import_module("haitang.jobs.bench.bare").application
