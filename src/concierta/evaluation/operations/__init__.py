"""Recording, reassessing and closing risks; what the Mesa found of a project."""
