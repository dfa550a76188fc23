"""What the server's own log may say of a request."""

import logging

#: The parts of an address that open a door to whoever has them.
SECRETS = ("token", "secret", "key")


class WithoutSecrets(logging.Filter):
    """Takes invitations, reset links and calendar addresses out of the lines in which a request that failed is told."""

    def filter(self, record: logging.LogRecord) -> bool:
        match = getattr(getattr(record, "request", None), "resolver_match", None)
        for name in SECRETS:
            value = match and match.kwargs.get(name)
            if value and isinstance(record.args, tuple):
                record.args = tuple(
                    arg.replace(str(value), "…") if isinstance(arg, str) else arg for arg in record.args
                )
        return True
