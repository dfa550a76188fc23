"""Indexes of prices: every one there is, its years, and keeping one after seeing what that changes."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from concierta.budgets.operations import keep_price_index
from concierta.budgets.permissions import can_keep_prices, check_can_keep_prices
from concierta.budgets.queries import price_changes, price_index, price_tables
from concierta.kernel.clock import now
from concierta.kernel.errors import Refusal
from concierta.web.staff.forms.prices import PricesForm
from concierta.web.staff.forms.refusals import add_refusal, summary_of, why_not
from concierta.web.staff.page import page
from concierta.web.staff.presenters.prices import index_finding, index_row, preview_of, year_rows
from concierta.web.staff.requests import SignedInRequest


@require_safe
def indexes(request: SignedInRequest) -> HttpResponse:
    context = {
        "indexes": [index_row(one) for one in price_tables()],
        "why_not": why_not(can_keep_prices(request.user)),
    }
    return page(request, "staff/money/prices.html", context)


@require_safe
def index(request: SignedInRequest, slug: str) -> HttpResponse:
    found = price_index(slug)
    context = {
        "index": found,
        "finding": index_finding(found),
        "rows": year_rows(found),
        "why_not": why_not(can_keep_prices(request.user)),
    }
    return page(request, "staff/money/price_index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    check_can_keep_prices(request.user)
    return _keep(request, None, [one.slug for one in price_tables()])


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, slug: str) -> HttpResponse:
    check_can_keep_prices(request.user)
    return _keep(request, price_index(slug), [])


def _keep(request: SignedInRequest, found: Any, taken: list[str]) -> HttpResponse:
    """Only what was shown is kept: whatever else was typed, or kept by somebody else meanwhile, is shown first."""
    posted = request.method == "POST"
    form = PricesForm(request.POST if posted else None, request.FILES if posted else None, index=found, taken=taken)
    preview = None
    if posted and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "file"}
        preview = preview_of(found, given, price_changes(found, given["points"]))
        if request.POST.get("act") == "save" and request.POST.get("seen") == preview.seen:
            try:
                kept = keep_price_index(**{"slug": found.slug if found else "", **given}, by=request.user, at=now())
            except Refusal as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, gettext("Índice guardado. «Dinero» ya compara los años con él."))
                return redirect("price_index", kept.slug)
    errors = summary_of(form)
    context = {"form": form, "index": found, "preview": None if errors else preview, "errors": errors}
    return page(request, "staff/money/keep_prices.html", context, status=422 if errors else 200)
