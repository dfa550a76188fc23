"""The one port of `concierta serve`: the portal from its folder, the workspace from processes of its own behind it.

Everything here waits without a thread. What comes slowly (a request's body) or leaves slowly (an answer) is kept in a
spool, within limits and by a deadline, so that a worker is only ever given what has arrived whole.
"""
