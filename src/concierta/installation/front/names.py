"""How the front is told, by its environment, where the workspace is and how many it takes at once."""

SOCKET, AT_ONCE = "CONCIERTA_WORKSPACE_SOCKET", "CONCIERTA_WORKSPACE_AT_ONCE"
