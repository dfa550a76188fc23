"""The portal of this installation: its folder, and what a browser is told with each of its files."""

from pathlib import Path
from typing import Any

from django.conf import settings

from concierta.installation.published import PublishedSite

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
    if settings.BEHIND_HTTPS and settings.HSTS_SECONDS:
        headers["Strict-Transport-Security"] = f"max-age={settings.HSTS_SECONDS}"


def published_site(behind: object) -> PublishedSite:
    """The site as files; what is not among them is asked of the WSGI application `behind`."""
    if not settings.READ_ONLY and not settings.SITE.exists():
        settings.SITE.mkdir(parents=True, exist_ok=True)
    site = PublishedSite(behind, index_file=True, max_age=0, add_headers_function=portal_headers)
    site.add_files(Path(__file__).parent / "root")
    # Last, so that what lies in the site is found first.
    site.add_files(settings.SITE)
    return site
