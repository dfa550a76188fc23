"""Risks, the queue of projects to review, and how much of the plan was reviewed."""
