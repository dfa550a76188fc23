"""Settings for the test suite: a home of its own, and nothing that waits."""

import os
import tempfile

os.environ.setdefault("CONCIERTA_HOME", tempfile.mkdtemp(prefix="concierta-test-"))

from concierta.installation.settings import *  # noqa: F403
from concierta.installation.settings import TEMPLATES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
ACCOUNT_RATE_LIMITS = False  # type: ignore[assignment]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "¡UNDEFINED %s!"  # type: ignore[index]

# Tests put things in the database that no event tells of: neither is a memory of them sound, nor do they have acts.
REMEMBER_MEASURES = False
PUBLISHER = "concierta.web.portal.site.publish_site"
