"""The WSGI application that `concierta serve` runs: the published site as plain files, the workspace behind it."""

import gc
import os
from importlib import import_module
from pathlib import Path
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "concierta.config.settings")

workspace = get_wsgi_application()

from django.conf import settings  # noqa: E402

from concierta.config.published import PublishedSite  # noqa: E402

#: The portal needs nothing but its own files; no page may load anything else.
PORTAL_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def portal_headers(headers: Any, path: str, url: str) -> None:
    headers["Content-Security-Policy"] = PORTAL_POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["X-Frame-Options"] = "DENY"


application = PublishedSite(workspace, index_file=True, max_age=0, add_headers_function=portal_headers)
application.add_files(Path(__file__).parent / "root")
# Last, so that what lies in the site is found first.
application.add_files(settings.SITE)

# What is loaded by now stays for good. Looking through it again at every full collection takes 70 ms out of some page.
import_module(settings.ROOT_URLCONF)
gc.freeze()
