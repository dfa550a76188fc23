"""How a person comes to act for an entity, enters, and leaves: each step an act of the log, by whoever it is for."""
