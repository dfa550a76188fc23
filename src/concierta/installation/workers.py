"""What each worker of the workspace runs."""

import gc

from concierta.installation.servers import end_with_parent

end_with_parent()

from concierta.installation.wsgi import behind_front as application  # noqa: E402

# What was loaded lives as long as the process, and a page makes thousands of objects that are gone when it is: looking
# for cycles after every 700 of them is work for nothing.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)

__all__ = ["application"]
