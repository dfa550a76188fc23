"""The public log: what it says of the plan, and how anybody checks it."""
