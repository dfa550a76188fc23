"""The agreement: its commitments and what its signatories promised."""
