"""The WSGI applications: `workspace`, which the workers of `concierta serve` run, and `application`, the whole with the
portal in it, for whoever runs a WSGI server of their own behind a proxy that takes in slow bodies."""

import gc
import os
from collections.abc import Iterable
from importlib import import_module
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "concierta.installation.settings")

workspace = get_wsgi_application()

from django.conf import settings  # noqa: E402

from concierta.installation.portal import published_site  # noqa: E402

application = published_site(workspace)


def behind_front(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The workspace for the front, which says who asked: over its socket everybody would be nobody."""
    environ["REMOTE_ADDR"] = environ.pop("HTTP_X_CONCIERTA_PEER", "")
    answer: Iterable[bytes] = workspace(environ, start_response)
    return answer


# What is loaded by now stays for good. Looking through it again at every full collection takes 70 ms out of some page.
import_module(settings.ROOT_URLCONF)
gc.freeze()
# A page makes tens of thousands of small objects and keeps none: looking for cycles every 700 is 5 % of its time.
gc.set_threshold(20_000, 20, 20)
