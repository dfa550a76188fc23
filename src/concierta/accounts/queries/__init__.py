"""Reading what is kept of accounts."""

from concierta.accounts.queries.sign_ins import is_known_device, people_of_device, sign_ins_of

__all__ = ["is_known_device", "people_of_device", "sign_ins_of"]
