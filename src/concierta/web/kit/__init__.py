"""The visual language: tokens, components, charts and the way numbers are written.

``README.md`` lists every component with its props. Nothing here knows the domain's models.
"""
