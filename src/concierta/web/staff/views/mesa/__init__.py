"""The Mesa: its members and rules, its sessions, the room while it sits, its minutes and its tasks."""
