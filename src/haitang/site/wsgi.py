"""WSGI application 网关: what granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haitang.site.settings")
application = get_wsgi_application()
