"""What `concierta serve` runs as its front: the portal of this installation, its workspace behind the given socket."""

import os

from django.conf import settings

from concierta.installation.front.application import Front
from concierta.installation.front.names import AT_ONCE, SOCKET
from concierta.installation.front.spool import Store
from concierta.installation.front.workspace import Workspace
from concierta.installation.portal import published_site
from concierta.installation.servers import end_with_parent
from concierta.web.workspace.middleware import body_limit

end_with_parent()

store = Store()
application = Front(
    site=published_site(None),
    workspace=Workspace(os.environ[SOCKET], at_once=int(os.environ[AT_ONCE]), store=store),
    store=store,
    limit_of=body_limit,
    hosts=settings.ALLOWED_HOSTS,
    https=settings.BEHIND_HTTPS,
    hsts_seconds=settings.HSTS_SECONDS,
)
