"""A logging filter that writes «…» in place of the secret part of an address."""

import logging

#: The parts of an address that open a door to whoever has them.
SECRETS = ("token", "secret", "key")


class WithoutSecrets(logging.Filter):
    """Keeps every record; changes the arguments of those that carry their request, as Django's of 4xx and 5xx do."""

    def filter(self, record: logging.LogRecord) -> bool:
        match = getattr(getattr(record, "request", None), "resolver_match", None)
        for name in SECRETS:
            value = match and match.kwargs.get(name)
            if value and isinstance(record.args, tuple):
                record.args = tuple(
                    arg.replace(str(value), "…") if isinstance(arg, str) else arg for arg in record.args
                )
        return True
