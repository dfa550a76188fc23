"""Entities: what each answers for, how it reports, what it owes."""
