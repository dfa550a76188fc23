"""Checking a published log from outside: where it is read from, and what is said of it. Knows no database."""
