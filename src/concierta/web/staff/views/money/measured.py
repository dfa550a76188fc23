"""Pages of money do not wait for results: they show the money, and fetch the rest as soon as they are on the screen.

Measuring a whole city anew takes half a second, and it is needed only after an act that can move what was achieved.
"""

from concierta.web.staff.requests import SignedInRequest

_PARAMETER, _NOW = "resultados", "ya"


def waits(request: SignedInRequest) -> bool:
    """Whether the results are asked for, however long they take: by the page itself, or by a link in it."""
    return bool(request.htmx) or request.GET.get(_PARAMETER) == _NOW


def with_results(request: SignedInRequest) -> str:
    """The address of the same page for whoever follows a link to its results."""
    query = request.GET.copy()
    query[_PARAMETER] = _NOW
    return f"{request.path}?{query.urlencode()}"
