"""How much a report may hold."""

from django.conf import settings

from concierta.kernel.errors import Invalid, gettext_noop


def check_evidence_fits(size: int) -> None:
    """Refuse files of one report that add up to more than `settings.EVIDENCE_REPORT_BYTES`; `size` is bytes."""
    if size > settings.EVIDENCE_REPORT_BYTES:
        raise Invalid(
            gettext_noop(
                "Los archivos de este reporte suman %(size)s MB y se reciben hasta %(limit)s MB: quite alguno o "
                "redúzcalo."
            ),
            field="evidence",
            size=size >> 20,
            limit=settings.EVIDENCE_REPORT_BYTES >> 20,
        )
