"""What each worker of the workspace runs."""

from concierta.config.servers import end_with_parent

end_with_parent()

from concierta.config.wsgi import behind_front as application  # noqa: E402

__all__ = ["application"]
