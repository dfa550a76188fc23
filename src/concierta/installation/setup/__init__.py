"""From one file that a person writes to an installation ready to work: entities, people, agreement, plan, outcomes."""
