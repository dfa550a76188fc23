"""Handing an installation over to another government: what is public in the open, what is private for one reader."""
